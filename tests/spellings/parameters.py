"""Changes of parameters: maps with known constants, maps of finite sets, of whole numbers and of any set."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from spelling import Spelling
from sympy import Abs, Integer, Rational, asinh, atan, atanh, erf, exp, log, sinh, sqrt, tanh

from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import (
    INFINITY,
    AnySet,
    Arc,
    Categories,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    circle,
    countable,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.statement import Statement
from symbolic.core.terms import density, logistic, parameter, sample, softplus
from symbolic.obligations import Obligation
from symbolic.rules import drop_constant, reparametrise, rewrite

y, mu, w = parameter("y", reals), parameter("mu", reals), parameter("w", reals)
a, sigma, D = parameter("a", positive), parameter("sigma", positive), parameter("D", positive)
some = parameter("some", nonnegative)
big, small = parameter("big", RealInterval(1, INFINITY, False)), parameter("small", open_unit_interval)
m = parameter("m", Integers())
r = sample("r", domain=reals)
x = sample("x")
negative = RealInterval(-INFINITY, 0, False, False)
inside = RealInterval(-1, 1, False, False)
half_turn = Arc(Fraction(-1, 2), Fraction(1, 2), False, False)


def of(domain: Domain, name: str = "s") -> Any:
    return parameter(name, domain)


s, e, f = of(reals), of(positive, "b"), of(nonnegative, "f")
p, h = of(open_unit_interval, "p"), of(unit_interval, "h")


def one(map_: Any, variable: Any, target: Domain) -> Statement:
    """The map takes the variable's domain one to one onto a set."""
    return Obligation("one to one", (map_, variable, variable.domain, target))


def onto(map_: Any, variable: Any, target: Domain) -> Statement:
    """The map takes the variable's domain onto a set."""
    return Obligation("onto", (map_, variable, variable.domain, target))


def start(domain: Domain = reals) -> tuple[Any, Chain]:
    """A parameter over a domain of numbers, and a problem about it."""
    t = parameter("t", domain)
    return t, Chain("start", argmin((t - 1) ** 2 + t, t))


def changed(domain: Domain, map_: Any, **options: Any) -> Chain:
    t, chain = start(domain)
    return chain.then(reparametrise(t, map_, **options))


level, k = parameter("l", reals), parameter("k", reals)


def log_variance(map_: Any, end: Any) -> Chain:
    """A report: the logarithm of a variance, with the dimension in the map."""
    first = Chain("logvar_with_dimension", argmin(r.sum(exp(-level) * r.i**2 + level) / r.n, level))
    shifted = first.then(reparametrise(level, map_)).then(rewrite(r.sum(exp(k) / D * r.i**2 - k + log(D)) / r.n))
    return shifted.then(drop_constant(log(D))).then(rewrite(end))


theta, eta = parameter("theta"), parameter("eta")
q = density("q", theta)

ROWS = (
    Spelling(
        "the report F32",
        log_variance(log(D) - k, r.sum(exp(k) / D * r.i**2 - k) / r.n),
        (
            log_variance(log(D) + k, r.sum(exp(k) / D * r.i**2 - k) / r.n),
            log_variance(log(D) - k, r.sum(exp(k) / D * r.i**2 + k) / r.n),
            log_variance(log(D) - exp(k), r.sum(exp(k) / D * r.i**2 - k) / r.n),
            log_variance(-k, r.sum(exp(k) / D * r.i**2 - k) / r.n),
        ),
    ),
    Spelling(
        "t = s + y",
        changed(reals, s + y, new=s),
        (
            changed(reals, s * y, new=s),
            changed(reals, e + y, new=e),
            changed(positive, s + y, new=s),
            changed(positive, e + a, new=e),
        ),
    ),
    Spelling(
        "t = a s",
        changed(reals, a * s),
        (
            changed(reals, some * s),
            changed(reals, y * s, new=s),
            changed(positive, a * s),
            changed(nonnegative, a * e, new=e),
        ),
    ),
    Spelling(
        "t = a s on the positive half line",
        one(a * e, e, positive),
        (one(a * e, e, nonnegative), one(-a * e, e, positive), one(some * e, e, positive), one(a + e, e, positive)),
    ),
    Spelling(
        "standardising",
        changed(reals, mu + sigma * s, new=s),
        (
            changed(reals, mu + some * s, new=s),
            changed(reals, mu + sigma * e, new=e),
            changed(reals, mu + sigma * s**2, new=s),
            changed(reals, mu + y * s, new=s),
        ),
    ),
    Spelling(
        "standardising back",
        one((s - mu) / sigma, s, reals),
        (
            one((s - mu) / sigma, s, positive),
            one((s - mu) / sigma, e, reals),
            one((s - mu) ** 2 / sigma, s, reals),
            one(y * (s - mu) / sigma, s, reals),
        ),
    ),
    Spelling(
        "t = exp(mu + sigma s)",
        one(exp(mu + sigma * s), s, positive),
        (
            one(exp(mu + sigma * s), s, nonnegative),
            one(exp(mu + y * s), s, positive),
            one(exp(mu + sigma * e), e, positive),
            one(y * exp(s), s, positive),
        ),
    ),
    Spelling(
        "t = c^s",
        one(big**s, s, positive),
        (one(big**s, s, reals), one(a**s, s, positive), one(big**s, e, positive), one(big ** (s**2), s, positive)),
    ),
    Spelling(
        "t = s^c",
        one(h**a, h, unit_interval),
        (one(h**some, h, unit_interval), one(h**a, h, open_unit_interval), one((2 * h) ** a, h, unit_interval)),
    ),
    Spelling(
        "tanh",
        one(tanh(s), s, inside),
        (
            one(tanh(s), s, RealInterval(-1, 1)),
            one(tanh(s), s, reals),
            one(tanh(e), e, inside),
            one(tanh(y * s), s, inside),
        ),
    ),
    Spelling(
        "tanh as a change of a correlation",
        changed(inside, tanh(s)),
        (
            changed(unit_interval, tanh(s)),
            changed(inside, tanh(s**2)),
            changed(inside, tanh(e)),
            changed(reals, tanh(s)),
        ),
    ),
    Spelling(
        "artanh",
        one(atanh(of(inside, "v")), of(inside, "v"), reals),
        (
            one(atanh(p), p, reals),
            one(atanh(of(inside, "v")), of(inside, "v"), positive),
            one(atanh(of(inside, "v") / 2), of(inside, "v"), reals),
        ),
    ),
    Spelling(
        "arctan onto a half turn",
        one(atan(s), s, half_turn),
        (
            one(atan(s), s, Arc(Fraction(-1, 2), Fraction(1, 2))),
            one(atan(s), s, RealInterval(-2, 2, False, False)),
            one(atan(e), e, half_turn),
            one(2 * atan(s), s, half_turn),
        ),
    ),
    Spelling(
        "angles by the tangent of their half",
        one(2 * atan(s), s, Arc(Fraction(-1), Fraction(1), False, False)),
        (
            one(2 * atan(s), s, circle),
            one(atan(s), s, circle),
            one(2 * atan(e), e, Arc(Fraction(-1), Fraction(1), False, False)),
        ),
    ),
    Spelling(
        "the logistic function of a shifted score",
        one(logistic((s - mu) / sigma), s, open_unit_interval),
        (
            one(logistic((s - mu) / sigma), s, unit_interval),
            one(logistic(y * s), s, open_unit_interval),
            one(logistic(e), e, open_unit_interval),
        ),
    ),
    Spelling(
        "logit",
        one(log(p / (1 - p)), p, reals),
        (one(log(p / (1 - p)), p, positive), one(log(p * (1 - p)), p, reals), one(log(1 - p), p, reals)),
    ),
    Spelling(
        "logit as a difference",
        one(log(p) - log(1 - p), p, reals),
        (one(log(p) + log(1 - p), p, reals), one(log(p) - log(1 - p), p, negative), one(log(p) - log(2 - p), p, reals)),
    ),
    Spelling(
        "odds",
        one(e / (1 + e), e, open_unit_interval),
        (
            one(e / (1 + e), e, unit_interval),
            one(e / (1 + e**2), e, open_unit_interval),
            one(e / (2 + e), e, unit_interval),
        ),
    ),
    Spelling(
        "odds with a known constant",
        one(f / (a + f), f, RealInterval(0, 1, True, False)),
        (
            one(f / (a + f), f, unit_interval),
            one(a * f / (1 + f), f, RealInterval(0, 1, True, False)),
            one(f / (some + f), f, RealInterval(0, 1, True, False)),
        ),
    ),
    Spelling(
        "softplus and its inverse",
        one(log(exp(e) - 1), e, reals),
        (one(log(exp(e) - 1), e, positive), one(log(exp(e) + 1), e, reals), one(log(exp(e) - 1), e, nonnegative)),
    ),
    Spelling(
        "softplus onto the positive numbers",
        one(softplus(s) / a, s, positive),
        (one(softplus(s) / a, s, nonnegative), one(softplus(e), e, positive), one(softplus(s) + a, s, positive)),
    ),
    Spelling(
        "u + u^3 onto the real line",
        one(s + a * s**3, s, reals),
        (one(s + y * s**3, s, reals), one(s - s**3, s, reals), one(s + s**2, s, reals), one(s + s**3, s, positive)),
    ),
    Spelling(
        "|u| and squares are onto, not one to one",
        onto(sigma * Abs(s), s, nonnegative),
        (
            one(sigma * Abs(s), s, nonnegative),
            onto(sigma * Abs(s), s, positive),
            onto(some * Abs(s), s, nonnegative),
            onto(sigma * Abs(s) + a, s, nonnegative),
        ),
    ),
    Spelling(
        "renaming any set",
        Chain("c", argmax(x.product(q(x.i)), theta)).then(reparametrise(theta, eta)),
        (
            Chain("c", argmax(x.product(q(x.i)), theta)).then(reparametrise(theta, parameter("eta", countable))),
            Chain("c", argmax(x.product(q(x.i)), theta)).then(reparametrise(theta, s)),
            one(parameter("eta", Categories("K")), parameter("eta", Categories("K")), Categories("L")),
            one(eta, eta, countable),
        ),
    ),
    Spelling(
        "renaming labels",
        one(parameter("g", Categories("K")), parameter("g", Categories("K")), Categories("K")),
        (
            one(parameter("g", Categories("K")), parameter("g", Categories("K")), countable),
            one(parameter("g", countable), parameter("g", countable), AnySet()),
            one(parameter("g", countable), parameter("g", countable), counts),
        ),
    ),
    Spelling(
        "renaming a finite set",
        one(of(FiniteSet((1, 3, 7)), "j"), of(FiniteSet((1, 3, 7)), "j"), FiniteSet((1, 3, 7))),
        (
            one(of(FiniteSet((1, 3, 7)), "j"), of(FiniteSet((1, 3, 7)), "j"), FiniteSet((1, 3))),
            one(of(FiniteSet((1, 3)), "j"), of(FiniteSet((1, 3)), "j"), FiniteSet((1, 3, 7))),
            one(of(FiniteSet((1, 3, 7)), "j"), of(FiniteSet((1, 3, 7)), "j"), RealInterval(1, 7)),
        ),
    ),
    Spelling(
        "1 - k on {0, 1}",
        changed(Integers(0, 1), 1 - of(Integers(0, 1), "j")),
        (
            changed(Integers(0, 1), 2 - of(Integers(0, 1), "j")),
            changed(Integers(0, 1), 1 - of(Integers(0, 2), "j")),
            changed(Integers(0, 1), of(FiniteSet((-1, 1)), "j") ** 2),
            changed(Integers(0, 1), 1 - of(unit_interval, "j")),
        ),
    ),
    Spelling(
        "labels of both signs from 0 and 1",
        one(2 * of(Integers(0, 1), "j") - 1, of(Integers(0, 1), "j"), FiniteSet((-1, 1))),
        (
            one(2 * of(Integers(0, 1), "j") - 1, of(Integers(0, 1), "j"), Integers(-1, 1)),
            one(2 * of(Integers(0, 2), "j") - 1, of(Integers(0, 2), "j"), FiniteSet((-1, 1))),
            one(2 * of(Integers(0, 1), "j"), of(Integers(0, 1), "j"), FiniteSet((-1, 1))),
        ),
    ),
    Spelling(
        "counts + 1",
        changed(Integers(1), of(counts, "j") + 1),
        (
            changed(counts, of(counts, "j") + 1),
            changed(Integers(1), of(counts, "j") + 2),
            changed(Integers(1), 2 * of(counts, "j") + 1),
            changed(Integers(1), 1 - of(counts, "j")),
            changed(nonnegative, of(counts, "j") + 1),
        ),
    ),
    Spelling(
        "whole numbers shifted by a known one",
        one(of(Integers(), "j") + m, of(Integers(), "j"), Integers()),
        (
            one(of(counts, "j") + m, of(counts, "j"), counts),
            one(of(Integers(), "j") + y, of(Integers(), "j"), Integers()),
            one(of(Integers(), "j") * m, of(Integers(), "j"), Integers()),
            one(of(Integers(), "j") + m / 2, of(Integers(), "j"), Integers()),
        ),
    ),
)


# ---- more of them ----------------------------------------------------------------------------------------------------


def _scale(random: Random) -> Any:
    return random.choice(
        (a, sigma, D, 1 + some, exp(mu), 1 + w**2, Rational(random.randint(1, 9), random.randint(1, 4)))
    )


def _shift(random: Random) -> Any:
    return random.choice((y, mu, -y, log(D), exp(mu), sqrt(some), w * mu, Integer(random.randint(-4, 4))))


def _of_the_line(random: Random, v: Any) -> Any:
    """A map of the real line onto itself."""
    c, d = _scale(random), _shift(random)
    return random.choice(
        (c * v + d, d - v / c, (v - d) / c, sinh(v) + d, asinh(v) * c, v + c * v**3, c * v**3, v * c + sinh(v))
    )


def _of_the_half_line(random: Random, v: Any) -> Any:
    """A map of the positive numbers onto themselves, with 0 where 0 is added."""
    c = _scale(random)
    return random.choice((c * v, v / c, v**c, c * sqrt(v), v * exp(v), exp(c * v) - 1, log(1 + v / c), v + c * v**2))


def _numbers(random: Random) -> tuple[Any, Any, Domain]:
    """A map, its variable, and onto what it is by how it is made."""
    line, half = _of_the_line(random, s), _of_the_half_line(random, e)
    return random.choice(
        (
            (line, s, reals),
            (line, s, reals),
            (exp(line), s, positive),
            (big**line, s, positive),
            (logistic(line), s, open_unit_interval),
            (tanh(line), s, inside),
            (erf(line), s, inside),
            (2 * logistic(line) - 1, s, inside),
            (softplus(line), s, positive),
            (half, e, positive),
            (half, e, positive),
            (1 / half, e, positive),
            (-half, e, negative),
            (log(half), e, reals),
            (1 - exp(-half), e, open_unit_interval),
            (half / (1 + half), e, open_unit_interval),
            (_of_the_half_line(random, f), f, nonnegative),
            (log(p / (1 - p)) + _shift(random), p, reals),
            ((log(p) - log(1 - p)) * _scale(random), p, reals),
            (-log(p) * _scale(random), p, positive),
            (p / (1 - p), p, positive),
            (1 - h ** _scale(random), h, unit_interval),
        )
    )


def _listed(random: Random) -> tuple[Any, Any, Domain]:
    """A shift, a reflection, a scale or a square of finitely many numbers, or of counts."""
    if random.random() < 0.4:
        low, shift = random.randint(-3, 3), random.randint(-5, 5)
        j = of(Integers(low), "j")
        below = Integers(-INFINITY, shift - low)
        return random.choice(((j + shift, j, Integers(low + shift)), (shift - j, j, below)))
    values = [Fraction(v) for v in random.sample(range(-6, 7), random.randint(2, 5))]
    j, b, c = of(FiniteSet(tuple(values)), "j"), random.randint(1, 5), random.randint(-4, 4)
    cubes = tuple(v**3 for v in values)
    return random.choice(
        (
            (b * j + c, j, FiniteSet(tuple(b * v + c for v in values))),
            (c - b * j, j, FiniteSet(tuple(c - b * v for v in values))),
            (j**3, j, FiniteSet(cubes)),
        )
    )


def drawn(random: Random) -> Spelling:
    """A change of parameters that is one to one onto a set by how it is made, and some that are not."""
    listed = random.random() < 0.25
    map_, variable, target = (_listed if listed else _numbers)(random)
    wider = {reals: positive, positive: nonnegative, nonnegative: positive, negative: reals, inside: reals}
    other = FiniteSet((Fraction(1, 2), Fraction(101))) if listed else wider.get(target, reals)
    wrong = [
        one(map_, variable, other),
        onto(map_, variable, other),
        onto(map_.subs(variable, variable**2 + 100), variable, target),
    ]
    if not listed:
        wrong.append(one(w * map_, variable, target))
    if listed or random.random() < 0.5:
        return Spelling(
            f"{map_} of {variable} in {variable.domain} onto {target}", one(map_, variable, target), tuple(wrong)
        )
    new = variable
    t = parameter("t", target)
    first = Chain("c", argmin(r.sum((r.i - t) ** 2) / r.n, t))
    return Spelling(
        f"t = {map_}, {variable} in {variable.domain}", first.then(reparametrise(t, map_, new=new)), tuple(wrong)
    )
