"""Signs and definedness: logarithms of positive differences, division by what has a sign, weights that are not all zero."""

from __future__ import annotations

from random import Random
from typing import Any

from spelling import Claim, Spelling, defined, equal
from sympy import Integer, Rational, atan, erf, exp, gamma, log, polygamma, sqrt, tanh

from symbolic import Chain, Family, argmax, argmin
from symbolic.core.domains import (
    Categories,
    Integers,
    RealInterval,
    binary,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.statement import Statement
from symbolic.core.terms import Same, function, logistic, parameter, sample, softplus
from symbolic.obligations import Obligation
from symbolic.rules import rewrite, scale

theta = parameter("theta")
u, v, b, c, w = (parameter(name, reals) for name in ("u", "v", "b", "c", "w"))
h, d, k, lam = (parameter(name, positive) for name in ("h", "d", "k", "lambda"))
g = parameter("g", nonnegative)
q, r = (parameter(name, open_unit_interval) for name in ("q", "r"))
p = parameter("p", RealInterval(1, 2, False, False))
below = parameter("m", -positive)
f1, f2, f3 = (function(name, theta)() for name in ("f1", "f2", "f3"))
x, t, m = sample("x"), sample("t", domain=open_unit_interval), sample("m", domain=binary)
score = function("l", theta)
loss = score(x.i)
y, pair = sample("y", domain=Categories("K")), sample("z", domain=Categories("L", 2))


def s(z: Any) -> Any:
    return 1 / (1 + exp(-z))


def above(e: Any) -> Statement:
    """The statement that an expression is in (0, oo)."""
    return Obligation("within", (e, positive))


def least(e: Any) -> Statement:
    """The statement that an expression is in [0, oo)."""
    return Obligation("within", (e, nonnegative))


def share(column: Any) -> Any:
    return exp(score(x.i, column.i)) / column.total(exp(score(x.i, column.each)))


def tweedie(one: Any, two: Any, domain: Any = p.domain, factor: int = -1) -> Claim:
    a, e, y0 = parameter("p", domain), parameter("s", reals), parameter("y", nonnegative)
    start = -y0 * exp((1 - a) * e) / (1 - a) + exp((2 - a) * e) / (2 - a)
    after = factor * (2 - a) * y0 * exp((one - a) * e) / (1 - a) + exp((two - a) * e)
    return Chain("tweedie", argmin(start, e)).then(scale(2 - a)).then(rewrite(after))


def not_one(Z: Any, above_: Any) -> Claim:
    return Chain("rest", argmax(log(1 - exp(f1) / Z), theta)).then(rewrite(log(above_ / Z)))


Z3 = exp(f1) + exp(f2) + exp(f3)


def ordinal(width: Any, after: Any) -> Claim:
    chain = Chain("ordinal", argmin(-log(s(f1 + b) - s(f1 + b - width)), theta))
    return chain.then(rewrite(after))


def middle(sign: int) -> Any:
    return -log(1 - exp(-d)) + log(1 + exp(-f1 - b)) + sign * log(1 + exp(f1 + b - d))


ANY = parameter("d", reals)


def masked(facts: tuple[Any, ...], end: Any, column: Any = m) -> Claim:
    chain = Chain("masked", argmin(x.sum(column.i * loss) / x.sum(column.i), theta)).assume(*facts)
    return chain.then(scale(x.sum(column.i) / x.n)).then(rewrite(end))


def ordinal_family(width: Any, top: int = 1) -> Family:
    outcome, inputs = sample("y", domain=Integers(0, 2)), sample("x", domain=reals)
    first, step = parameter("c", reals), parameter("d", width)
    p0, p1 = (s(at - w * inputs.outcome) for at in (first, first + step))
    parts = [Same(outcome.outcome, j) * part for j, part in enumerate((p0, p1 - p0, top - p1))]
    return Family(
        "ordinal",
        variables=(outcome,),
        inputs=(inputs,),
        parameters=(w, first, step),
        density=sum(parts, Integer(0)),
    )


ROWS: tuple[Spelling, ...] = (
    Spelling(
        "division by 1 - p for 1 < p < 2",
        tweedie(1, 2),
        (
            tweedie(1, 2, factor=1),
            tweedie(2, 2),
            tweedie(1, 1),
            tweedie(1, 2, RealInterval(1, 2)),
            tweedie(1, 2, RealInterval(0, 2, False, False)),
        ),
    ),
    Spelling(
        "a quotient by 1 - p",
        equal(1 / (1 - p), -1 / (p - 1)),
        (
            equal(1 / (1 - p), 1 / (p - 1)),
            equal(1 / (1 - p), -1 / (p + 1)),
            defined(1 / (1 - parameter("p", RealInterval(1, 2)))),
        ),
    ),
    Spelling(
        "a quotient by what is negative",
        equal(exp(u) / below, -exp(u) / (-below)),
        (
            equal(exp(u) / below, exp(u) / (-below)),
            defined(1 / parameter("m", -nonnegative)),
            defined(1 / u),
        ),
    ),
    Spelling(
        "the log of what is negative, negated",
        equal(log(-2 * below), log(2) + log(-below)),
        (
            equal(log(-2 * below), log(2) - log(-below)),
            defined(log(2 * below)),
            defined(log(-u)),
        ),
    ),
    Spelling(
        "log(1 - softmax), three classes",
        not_one(Z3, exp(f2) + exp(f3)),
        (
            not_one(Z3, exp(f2)),
            not_one(Z3, exp(f2) - exp(f3)),
            not_one(Z3 - exp(f3), exp(f2) + exp(f3)),
            not_one(exp(f2) + exp(f3), exp(f2) + exp(f3)),
        ),
    ),
    Spelling(
        "log(1 - softmax), K classes",
        defined(x.sum(log(1 - share(y)))),
        (
            defined(x.sum(log(1 - 2 * share(y)))),
            defined(x.sum(log(share(y) - 1))),
            Obligation("within", (x.sum(1 - share(y)), positive)),
        ),
    ),
    Spelling(
        "1 - softmax > 0 for K >= 2",
        above(x.sum(1 - share(pair))),
        (above(x.sum(1 - share(y))), above(x.sum(1 - 2 * share(pair))), above(x.sum(share(pair) - 1))),
    ),
    Spelling(
        "log(1 - sigma)",
        equal(log(1 - s(u)), -log(1 + exp(u))),
        (
            equal(log(1 - s(u)), -log(1 + exp(-u))),
            equal(log(1 - s(u)), log(1 + exp(u))),
            defined(log(1 - 2 * s(u))),
        ),
    ),
    Spelling(
        "log(1 - sigma) by the named function",
        defined(log(1 - logistic(u))),
        (defined(log(logistic(u) - 1)), defined(log(1 - 2 * logistic(u))), defined(log(1 - u))),
    ),
    Spelling(
        "S(a) - S(b) of the middle class of an ordinal model",
        ordinal(d, middle(1)),
        (
            ordinal(d, middle(-1)),
            ordinal(-d, middle(1)),
            ordinal(ANY, -log(1 - exp(-ANY)) + log(1 + exp(-f1 - b)) + log(1 + exp(f1 + b - ANY))),
        ),
    ),
    Spelling(
        "ordered thresholds, in between",
        above(s(c + d + h - w * u) - s(c + d - w * u)),
        (
            above(s(c + d - w * u) - s(c + d + h - w * u)),
            above(s(c + d - w * u) - s(c + h - w * u)),
            above(s(c + g - w * u) - s(c - w * u)),
        ),
    ),
    Spelling(
        "thresholds apart by an exponential",
        defined(log(s(c + exp(v)) - s(c))),
        (defined(log(s(c + v) - s(c))), defined(log(s(c - exp(v)) - s(c))), defined(log(s(c + exp(v)) - 2 * s(c)))),
    ),
    Spelling(
        "a probit between thresholds",
        above((erf((c + d - u) / sqrt(2)) - erf((c - u) / sqrt(2))) / 2),
        (
            above((erf((c - u) / sqrt(2)) - erf((c + d - u) / sqrt(2))) / 2),
            above((erf((c + g - u) / sqrt(2)) - erf((c - u) / sqrt(2))) / 2),
            above((erf((c + v - u) / sqrt(2)) - erf((c - u) / sqrt(2))) / 2),
        ),
    ),
    Spelling(
        "the survival of an interval, S(a) - S(b) for a < b",
        above(exp(-((h / lam) ** k)) - exp(-(((h + d) / lam) ** k))),
        (
            above(exp(-(((h + d) / lam) ** k)) - exp(-((h / lam) ** k))),
            above(exp(-((h / lam) ** k)) - exp(-((d / lam) ** k))),
            above(exp(-((h / lam) ** v)) - exp(-(((h + d) / lam) ** v))),
        ),
    ),
    Spelling(
        "1 - x^a on (0, 1)",
        defined(t.sum(log(1 - t.i**h))),
        (
            defined(t.sum(log(1 - t.i**u))),
            defined(t.sum(log(t.i**h - 1))),
            defined(t.sum(log(1 - (1 + t.i) ** h))),
            above(1 - parameter("a", unit_interval) ** h),
        ),
    ),
    Spelling(
        "1 - (1 - x^a)^b on (0, 1)",
        above(1 - (1 - q**h) ** k),
        (above(1 - (1 - q**u) ** k), above(1 - (1 - q**h) ** g), above((1 - q**h) ** k - 1)),
    ),
    Spelling(
        "division by Gamma of what is positive",
        equal(1 / (gamma(p - 1) * gamma(2 - p)), 1 / gamma(2 - p) / gamma(p - 1)),
        (
            defined(1 / gamma(p - 2)),
            defined(1 / gamma(u)),
            equal(1 / gamma(h), gamma(h)),
            equal(1 / gamma(h + 1), h / gamma(h)),
        ),
    ),
    Spelling(
        "weights that are not all zero",
        masked((x.sum(m.i) > 0,), x.sum(m.i * loss) / x.n),
        (
            masked((), x.sum(m.i * loss) / x.n),
            masked((x.sum(m.i) > 0,), -x.sum(m.i * loss) / x.n),
            masked((x.sum(1 - m.i) > 0,), x.sum(m.i * loss) / x.n),
            masked((x.sum(m.i) > 0,), x.sum(loss) / x.n),
            masked((x.sum(m.i - 1) > 0,), x.sum(m.i * loss) / x.n),
        ),
    ),
    Spelling(
        "K - 1 other classes, K >= 2",
        equal(1 / (1 - 1 / pair.total(Integer(1))), pair.total(Integer(1)) / (pair.total(Integer(1)) - 1)),
        (
            defined(1 / (y.total(Integer(1)) - 1)),
            defined(1 / (pair.total(Integer(1)) - 2)),
            equal(1 / (1 - 1 / pair.total(Integer(1))), pair.total(Integer(1)) / (1 - pair.total(Integer(1)))),
        ),
    ),
    Spelling(
        "an ordinal logit, as a family",
        ordinal_family(positive),
        (ordinal_family(reals), ordinal_family(-positive), ordinal_family(positive, 2)),
    ),
)


# ---- drawn -----------------------------------------------------------------------------------------------------------


def _argument(random: Random) -> Any:
    """A number of any sign."""
    return random.choice((u, v, u - v, c - w * u, Integer(random.randint(-2, 2)) + u, 2 * u, log(h), u * v, atan(u)))


def _gap(random: Random) -> Any:
    """What is surely above 0."""
    return random.choice(
        (d, h, exp(v), d + h, d * h, q, Rational(random.randint(1, 9), 2), d**2 + 1, softplus(v), h / (1 + d))
    )


def _unit(random: Random) -> Any:
    """What is surely in (0, 1)."""
    return random.choice((q, r, q * r, s(u), exp(-h), 1 - q, h / (h + d), 1 / (1 + h), logistic(v), q ** (h + 1)))


INCREASING: tuple[Any, ...] = (
    s,
    logistic,
    softplus,
    exp,
    erf,
    atan,
    tanh,
    lambda a: -exp(-exp(a)),
    lambda a: -exp(-a),
    lambda a: -s(-a),
    lambda a: -1 / (1 + exp(2 * a)),
    lambda a: log(1 + exp(a)),
    lambda a: Rational(1, 2) + erf(a / sqrt(2)) / 2,
    lambda a: 1 - exp(-exp(a)),
    lambda a: a + exp(a),
    lambda a: a - exp(-a),
)
ON_POSITIVE: tuple[Any, ...] = (
    log,
    sqrt,
    lambda a: a**k,
    lambda a: -1 / a,
    lambda a: a / (1 + a),
    lambda a: 1 - exp(-lam * a),
    lambda a: 1 - exp(-((a / lam) ** k)),
    lambda a: 1 - 1 / (1 + a / lam) ** k,
    lambda a: 1 / (1 + (a / lam) ** (-k)),
    lambda a: polygamma(0, a),
    lambda a: -polygamma(1, a),
    lambda a: -exp(-k * (exp(lam * a) - 1)),
    lambda a: a**2,
)


def _ordered(random: Random) -> Spelling:
    """f(a) - f(b) for a > b and f increasing, and its logarithm."""
    on_positive = random.random() < 0.5
    f = random.choice(ON_POSITIVE if on_positive else INCREASING)
    a = random.choice((h, lam, h + 1, h * d)) if on_positive else _argument(random)
    gap = _gap(random)
    e = f(a + gap) - f(a)
    claim = random.choice((above, lambda e: defined(log(e)), lambda e: defined(1 / e)))
    other = parameter("delta", reals)  # of either sign
    against = f(a * exp(other)) - f(a) if on_positive else f(a + other) - f(a)
    return Spelling(f"{claim(e)}", claim(e), (above(-e), defined(log(-e)), claim(against), above(f(a) - f(a + gap))))


def _bounded(random: Random) -> Spelling:
    """1 - x^a and products of numbers in (0, 1)."""
    a, e, power = _unit(random), _unit(random), _gap(random)
    made = random.choice(
        (
            1 - a,
            1 - a**power,
            1 - a * e,
            1 - a - e + a * e,
            (1 - a**power) ** h,
            1 - a + a * e,
            1 - a * (1 - e),
            1 / a - 1,
        )
    )
    claim = random.choice((above, lambda e: defined(log(e)), lambda e: defined(1 / e)))
    return Spelling(
        f"{claim(made)}", claim(made), (above(-made), defined(log(-made)), above(1 - (1 + a) ** power), above(a - 2))
    )


def _quotient(random: Random) -> Spelling:
    """Division by what has a sign, or by Gamma of what is positive, one way and another."""
    low, gap = random.randint(-3, 3), random.randint(1, 3)
    a = parameter("rho", RealInterval(low, low + gap, False, False))
    negative = random.random() < 0.6
    by = (low - a) if negative else (a - low)
    top = random.choice((exp(u), u, h, u**2, Integer(1)))
    if random.random() < 0.3:
        at = random.choice((a - low, low + gap - a, h + d, (h + 1) / 2, 1 / h))
        true, wrong = equal(top / gamma(at), top * at / gamma(at + 1)), equal(top / gamma(at), top * at * gamma(at))
        return Spelling(f"{true}", true, (wrong, defined(top / gamma(a - low - gap)), defined(top / gamma(u))))
    true, wrong = equal(top / by, -top / (-by)), equal(top / by, top / (-by))
    closed = parameter("rho", RealInterval(low, low + gap))
    wide = parameter("rho", RealInterval(low - 1, low + gap, False, False))
    return Spelling(f"{true}", true, (wrong, defined(top / (low - closed)), defined(top / (low - wide))))


def _weighted(random: Random) -> Spelling:
    """A mean with weights that are not all zero."""
    weight = sample("m", domain=random.choice((binary, nonnegative, Integers(0, 3), unit_interval)))
    scaled = random.choice((weight.i, 2 * weight.i, weight.i / 3))
    fact, total = x.sum(scaled) > 0, x.sum(scaled * loss)

    def chain(facts: tuple[Any, ...], end: Any) -> Claim:
        start = Chain("weighted", argmin(total / x.sum(scaled), theta))
        return (start.assume(*facts) if facts else start).then(scale(x.sum(scaled) / x.n)).then(rewrite(end / x.n))

    return Spelling(
        f"{fact}",
        chain((fact,), total),
        (chain((), total), chain((fact,), -total), chain((x.sum(_others(weight)) > 0,), total)),
    )


def _others(weight: Any) -> Any:
    """Not a weight: it may be above 0 where all weights are 0."""
    return 1 - weight.i


def _classes(random: Random) -> Spelling:
    """K - 1 for K >= 2, and what a softmax leaves for the others."""
    at_least = random.randint(2, 4)
    column = sample("z", domain=Categories("L", at_least))
    number = column.total(Integer(1))
    fewer = random.randint(1, at_least - 1)
    true = random.choice(
        (
            above(number - fewer),
            defined(u / (number - fewer)),
            above(1 - fewer / number),
            above(x.sum(1 - share(column))),
        )
    )
    return Spelling(
        f"{true}", true, (above(number - at_least), defined(u / (number - at_least)), above(fewer - number))
    )


KINDS = (_ordered, _ordered, _bounded, _quotient, _weighted, _classes)


def drawn(random: Random) -> Spelling:
    """One of the kinds above."""
    return random.choice(KINDS)(random)
