"""Strictly monotone maps of an objective, and maps in which the unknown cancels."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from spelling import Spelling
from sympy import Abs, Add, Dummy, Integer, Mul, Rational, asinh, atan, cosh, exp, log, sinh, sqrt, tanh

from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import (
    INFINITY,
    Integers,
    RealInterval,
    extended_nonnegative,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.statement import Statement
from symbolic.core.terms import density, logistic, parameter, raw, sample, softplus
from symbolic.obligations import Obligation
from symbolic.rules import decreasing, increasing

u = Dummy("u", real=True)
x = sample("x")
y = sample("y", domain=nonnegative)
n = x.n
theta, mu, c = parameter("theta", reals), parameter("mu", reals), parameter("c", reals)
s, k = parameter("s", positive), parameter("k", positive)
a = parameter("a", nonnegative)
big, small = parameter("big", RealInterval(1, INFINITY, False)), parameter("small", open_unit_interval)
m = parameter("m", Integers(1))
q = density("q", theta)
negative, nonpositive = RealInterval(-INFINITY, 0, False, False), RealInterval(-INFINITY, 0)
either = RealInterval(-1, 1)


def up(map_: Any, on: RealInterval) -> Statement:
    """The map is strictly increasing on the interval."""
    return Obligation("increasing", (map_, u, on))


def down(map_: Any, on: RealInterval) -> Statement:
    """The map is strictly decreasing on the interval."""
    return Obligation("decreasing", (map_, u, on))


def likelihood() -> Chain:
    return Chain("likelihood", argmax(x.product(q(x.i)), theta))


def squares() -> Chain:
    return Chain("squares", argmin((mu - 1) ** 2, mu))


ROWS = (
    Spelling(
        "logit as the log of the odds",
        up(log(u / (1 - u)), open_unit_interval),
        (
            down(log(u / (1 - u)), open_unit_interval),
            up(log((1 - u) / u), open_unit_interval),
            up(log(u * (1 - u)), open_unit_interval),
            up(log(u / (1 - u)), RealInterval(0, 2, False, False)),
        ),
    ),
    Spelling(
        "logit as a difference of logs, at the ends too",
        up(log(u) - log(1 - u), unit_interval),
        (
            down(log(u) - log(1 - u), unit_interval),
            up(log(u) + log(1 - u), unit_interval),
            up(log(1 - u) - log(u), unit_interval),
            up(log(u) - log(1 - u), RealInterval(0, 2)),
        ),
    ),
    Spelling(
        "odds",
        up(u / (1 - u), RealInterval(0, 1, True, False)),
        (
            up(u / (1 - u), unit_interval),
            down(u / (1 - u), open_unit_interval),
            up(u * (1 - u), open_unit_interval),
            up(u / (1 - u), positive),
        ),
    ),
    Spelling(
        "u/(1 + u)",
        up(u / (1 + u), nonnegative),
        (
            down(u / (1 + u), nonnegative),
            up(u / (1 + u), reals),
            up(u / (1 + u**2), nonnegative),
            up(1 / (1 + u), nonnegative),
        ),
    ),
    Spelling(
        "u/(k + u)",
        up(u / (k + u), nonnegative),
        (
            down(u / (k + u), nonnegative),
            up(u / (a + u), nonnegative),
            up(u / (c + u), positive),
            up(k / (k + u), nonnegative),
        ),
    ),
    Spelling(
        "c^u, c > 1",
        up(big**u, reals),
        (down(big**u, reals), up(s**u, reals), up(small**u, reals), up((big - 1) ** u, reals)),
    ),
    Spelling(
        "c^u, 0 < c < 1",
        down(small**u, reals),
        (up(small**u, reals), down(big**u, reals), down(s**u, reals), down((1 + small) ** u, reals)),
    ),
    Spelling("2^u", up(2**u, reals), (down(2**u, reals), up(2 ** (-u), reals), up(2 ** (u**2), reals))),
    Spelling(
        "u^n, n the number of rows",
        up(u**n, extended_nonnegative),
        (down(u**n, nonnegative), up(u**n, reals), up(u ** (n - 1), nonnegative), up(u**n, nonpositive)),
    ),
    Spelling(
        "u^m, m a whole number",
        up(u**m, nonnegative),
        (
            down(u**m, nonnegative),
            up(u**m, reals),
            up(u ** parameter("j", Integers(0)), nonnegative),
            up(u ** parameter("j", Integers()), positive),
        ),
    ),
    Spelling("u^3", up(u**3, reals), (down(u**3, reals), up(u**2, reals), up(u**4, either))),
    Spelling(
        "u^2 on the negative half line",
        down(u**2, nonpositive),
        (up(u**2, nonpositive), down(u**2, RealInterval(-INFINITY, 1)), down(u**3, nonpositive), down(u**2, reals)),
    ),
    Spelling(
        "u^(1/n)",
        up(u ** (1 / n), extended_nonnegative),
        (
            down(u ** (1 / n), nonnegative),
            up(u ** (1 / n), reals),
            up(u ** (-1 / n), positive),
            up(u ** (1 / n - 1), positive),
        ),
    ),
    Spelling(
        "u^c, c > 0",
        up(u**s, nonnegative),
        (down(u**s, nonnegative), up(u**a, nonnegative), up(u**c, positive), up(u ** (-s), positive)),
    ),
    Spelling(
        "u^(-c), c > 0",
        down(u ** (-s), positive),
        (up(u ** (-s), positive), down(u ** (-a), positive), down(u ** (1 - s), positive)),
    ),
    Spelling(
        "a sum of increasing maps",
        up(log(u) + u + sqrt(u), extended_nonnegative),
        (
            down(log(u) + u + sqrt(u), nonnegative),
            up(log(u) - u + sqrt(u), nonnegative),
            up(u - exp(u), reals),
            up(u + exp(-u), reals),
        ),
    ),
    Spelling(
        "a sum over the rows of increasing maps",
        up(y.sum(log(1 + u + y.i)), nonnegative),
        (
            down(y.sum(log(1 + u + y.i)), nonnegative),
            up(y.sum(y.i * u), nonnegative),
            up(y.sum((u - y.i) ** 2), nonnegative),
        ),
    ),
    Spelling(
        "a product of positive increasing maps",
        up(sqrt(u) * log(1 + u) * (3 + u), nonnegative),
        (
            down(sqrt(u) * log(1 + u) * (3 + u), nonnegative),
            up(u * exp(-u), nonnegative),
            up(u * (u - 1), nonnegative),
            up(u * (c + u), nonnegative),
        ),
    ),
    Spelling(
        "u exp u",
        up(u * exp(u), nonnegative),
        (
            down(u * exp(u), nonnegative),
            up(u * exp(u), reals),
            up(u * exp(u), RealInterval(-2)),
            up(u * exp(-u), positive),
        ),
    ),
    Spelling(
        "u exp u from -1 on",
        up(u * exp(u), RealInterval(-1)),
        (
            down(u * exp(u), RealInterval(-1)),
            up(u * exp(u), RealInterval(Fraction(-9, 8))),
            up(u * exp(c * u), RealInterval(-1)),
        ),
    ),
    Spelling(
        "u + u^3",
        up(u + u**3, reals),
        (down(u + u**3, reals), up(u - u**3, reals), up(u + u**2, reals), up(c * u + u**3, reals)),
    ),
    Spelling(
        "arctan",
        up(atan(u), reals),
        (down(atan(u), reals), up(atan(u**2), reals), up(atan(c * u), reals), up(atan(-u), reals)),
    ),
    Spelling(
        "tanh",
        up(tanh(u), reals),
        (down(tanh(u), reals), up(tanh(u) ** 2, reals), up(tanh(u) - u, reals), up(-tanh(u), reals)),
    ),
    Spelling(
        "tanh by exponentials",
        up((exp(u) - exp(-u)) / (exp(u) + exp(-u)), reals),
        (
            down((exp(u) - exp(-u)) / (exp(u) + exp(-u)), reals),
            up((exp(u) + exp(-u)) / 2, reals),
            up((exp(-u) - exp(u)) / (exp(u) + exp(-u)), reals),
        ),
    ),
    Spelling(
        "sinh",
        up(sinh(u), reals),
        (down(sinh(u), reals), up(cosh(u), reals), up(sinh(u) - 2 * u, reals), up(sinh(u) * u, reals)),
    ),
    Spelling(
        "|u|",
        up(Abs(u), nonnegative),
        (up(Abs(u), reals), down(Abs(u), nonnegative), up(Abs(u), nonpositive), up(Abs(u), either)),
    ),
    Spelling(
        "|u| on the negative half line",
        down(Abs(u), nonpositive),
        (up(Abs(u), nonpositive), down(Abs(u), either), down(-Abs(u), nonpositive)),
    ),
    Spelling(
        "1/u on the negative half line",
        down(1 / u, negative),
        (up(1 / u, negative), down(1 / u, nonpositive), down(1 / u, reals), down(1 / u**2, negative)),
    ),
    Spelling(
        "odds of a likelihood",
        likelihood().then(increasing(lambda v: v / (1 + v))),
        (
            likelihood().then(decreasing(lambda v: v / (1 + v))),
            likelihood().then(increasing(lambda v: v / (1 + v**2))),
            likelihood().then(increasing(lambda v: v / (v - 1))),
        ),
    ),
    Spelling(
        "the geometric mean of a likelihood",
        likelihood().then(increasing(lambda v: v ** (1 / n))),
        (
            likelihood().then(decreasing(lambda v: v ** (1 / n))),
            likelihood().then(increasing(lambda v: v ** (1 / n - 1))),
            likelihood().then(increasing(lambda v: v**a)),
        ),
    ),
    Spelling(
        "the reciprocal of what is negative",
        Chain("c", argmin(-1 - mu**2, mu)).then(decreasing(lambda v: 1 / v)),
        (
            Chain("c", argmin(-1 - mu**2, mu)).then(increasing(lambda v: 1 / v)),
            Chain("c", argmin(-(mu**2), mu)).then(decreasing(lambda v: 1 / v)),
            Chain("c", argmin(1 - mu**2, mu)).then(decreasing(lambda v: 1 / v)),
        ),
    ),
    Spelling(
        "a map in which the unknown cancels",
        squares().then(increasing(lambda v: (v + mu) ** 2 - mu**2 - 2 * mu * v)),
        (
            squares().then(increasing(lambda v: (v + mu) ** 2 - mu**2 - mu * v)),
            squares().then(increasing(lambda v: (v + mu) ** 2 - mu**2)),
            squares().then(decreasing(lambda v: (v + mu) ** 2 - mu**2 - 2 * mu * v)),
        ),
    ),
    Spelling(
        "a factor in which the unknown cancels",
        squares().then(increasing(lambda v: (v * mu**2 + v) / (1 + mu**2))),
        (
            squares().then(increasing(lambda v: (v * mu**2 + v) / (2 + mu**2))),
            squares().then(increasing(lambda v: (v * mu**2 - v) / (1 + mu**2))),
            squares().then(decreasing(lambda v: (v * mu**2 + v) / (1 + mu**2))),
        ),
    ),
    Spelling(
        "a logarithm out of which the unknown cancels",
        squares().then(increasing(lambda v: log(exp(v) * exp(mu)) - mu)),
        (
            squares().then(increasing(lambda v: log(exp(v) * exp(mu)) - 2 * mu)),
            squares().then(increasing(lambda v: log(exp(v) + exp(mu)) - mu)),
            squares().then(decreasing(lambda v: log(exp(v) * exp(mu)) - mu)),
        ),
    ),
    Spelling(
        "a constant out of which the unknown cancels",
        squares().then(increasing(lambda v: raw(Add, (v, mu, raw(Mul, (Integer(-1), mu)))))),
        (
            squares().then(increasing(lambda v: raw(Add, (v, mu, raw(Mul, (Integer(-2), mu)))))),
            squares().then(increasing(lambda v: raw(Mul, (v, raw(Add, (mu, raw(Mul, (Integer(-1), mu)))))))),
            squares().then(decreasing(lambda v: raw(Add, (v, mu, raw(Mul, (Integer(-1), mu)))))),
        ),
    ),
)


# ---- more of them ----------------------------------------------------------------------------------------------------

Map = Callable[[Any], Any]
Drawn = tuple[Map, RealInterval, int, RealInterval]  # a map, where it is looked at, its direction, and what it lies in
BELOW_ONE = RealInterval(0, 1, True, False)


def _number(random: Random) -> Any:
    return Rational(random.randint(1, 9), random.randint(1, 5))


def _scale(random: Random) -> Any:
    return random.choice((_number(random), s, k, 1 + a, exp(c), 1 + mu**2, n))


def _simple(random: Random) -> Drawn:
    """A map of the table, of which one knows its direction and its values."""
    j, r, w = _number(random), random.randint(1, 4), _scale(random)
    half = RealInterval(Rational(1, 2))
    return random.choice(
        (
            (lambda v: log(v / (1 - v)), open_unit_interval, 1, reals),
            (lambda v: log(v) - log(1 - v), open_unit_interval, 1, reals),
            (lambda v: v / (1 - v), BELOW_ONE, 1, nonnegative),
            (lambda v: v / (w + v), nonnegative, 1, BELOW_ONE),
            (lambda v: (1 + 2 * v) / (1 + v), nonnegative, 1, positive),
            (lambda v: (v + j) / (v + 2 * j), nonnegative, 1, positive),
            (lambda v: (1 + j) ** v, reals, 1, positive),
            (lambda v: (1 / (1 + j)) ** v, reals, -1, positive),
            (lambda v: big**v, reals, 1, positive),
            (lambda v: small**v, reals, -1, positive),
            (lambda v: v**n, nonnegative, 1, nonnegative),
            (lambda v: v ** (1 / n), nonnegative, 1, nonnegative),
            (lambda v: v**s, nonnegative, 1, nonnegative),
            (lambda v: v ** (-s), positive, -1, positive),
            (lambda v: v ** Rational(r, 2), nonnegative, 1, nonnegative),
            (lambda v: v ** (2 * r), nonpositive, -1, nonnegative),
            (lambda v: v ** (2 * r + 1), reals, 1, reals),
            (lambda v: v ** (-2 * r), negative, 1, positive),
            (lambda v: v ** (1 - 2 * r), negative, -1, negative),
            (lambda v: atan(w * v), reals, 1, reals),
            (lambda v: tanh(v / w), reals, 1, RealInterval(-1, 1)),
            (lambda v: sinh(v), reals, 1, reals),
            (lambda v: asinh(w * v), reals, 1, reals),
            (lambda v: logistic(v), reals, 1, open_unit_interval),
            (lambda v: softplus(v), reals, 1, positive),
            (lambda v: cosh(v), nonnegative, 1, positive),
            (lambda v: Abs(v), nonnegative, 1, nonnegative),
            (lambda v: Abs(v), nonpositive, -1, nonnegative),
            (lambda v: v * exp(v), nonnegative, 1, nonnegative),
            (lambda v: v * log(1 + v), nonnegative, 1, nonnegative),
            (lambda v: v + w * v**3, reals, 1, reals),
            (lambda v: exp(v) + w * v, reals, 1, reals),
            (lambda v: w * v + c, reals, 1, reals),
            (lambda v: c - v / w, reals, -1, reals),
            (lambda v: log(1 + w * v), nonnegative, 1, nonnegative),
            (lambda v: v - log(v), RealInterval(1), 1, positive),
            (lambda v: v + 1 / v, RealInterval(1), 1, positive),
            (lambda v: v**2 - v, half, 1, reals),
            (lambda v: exp(-w * v), reals, -1, positive),
            (lambda v: 1 - exp(-v), nonnegative, 1, BELOW_ONE),
        )
    )


def _after(outer: Map, inner: Map) -> Map:
    return lambda v: outer(inner(v))


def _product(one: Map, other: Map) -> Map:
    return lambda v: one(v) * other(v)


def _sum(one: Map, other: Map, scale: Any) -> Map:
    return lambda v: one(v) + scale * other(v)


def _composed(random: Random) -> Drawn:
    """A map of a map, where the values of the inner one lie where the outer one is looked at; or one alone."""
    inner, on, way, values = _simple(random)
    for _ in range(20):
        outer, around, further, reached = _simple(random)
        if values.within(around):
            return _after(outer, inner), on, way * further, reached
    return inner, on, way, values


def _together(random: Random) -> Drawn:
    """A sum or a product of two maps that move in one direction on one set; a product of nonnegative ones."""
    inner, on, way, values = _simple(random)
    for _ in range(60):
        other, around, further, reached = _simple(random)
        if around == on and further == way:
            if values.nonnegative and reached.nonnegative and random.random() < 0.6:
                return _product(inner, other), on, way, nonnegative
            return _sum(inner, other, _scale(random)), on, way, reals
    return inner, on, way, values


def _cancelling(random: Random) -> Drawn:
    """A map of the table in which theta, a parameter, stands and cancels."""
    inner, on, way, values = random.choice((_simple, _composed))(random)
    form = random.choice(
        (
            lambda v: (v * theta**2 + v) / (1 + theta**2),
            lambda v: log(exp(v) * exp(theta)) - theta,
            lambda v: (v + theta) - theta,
            lambda v: raw(Add, (v, theta, raw(Mul, (Integer(-1), theta)))),
            lambda v: raw(Mul, (exp(theta), v, raw(exp, (raw(Mul, (Integer(-1), theta)),)))),
        )
    )
    return (lambda v: form(inner(v))), on, way, values


def drawn(random: Random) -> Spelling:
    """A map that is known to move in one direction by how it is made, and three that do not move in it."""
    make, on, way, _ = random.choice((_simple, _composed, _composed, _together, _together, _cancelling))(random)
    map_ = make(u)
    right, left = (up, down) if way == 1 else (down, up)
    width = RealInterval(-1, 1, False, False)
    wrong = (left(map_, on), right(c * map_, on), right(make(u**2), width), right(-map_, on))
    return Spelling(f"{map_} on {on}", right(map_, on), wrong)
