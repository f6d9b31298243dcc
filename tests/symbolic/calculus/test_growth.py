"""Tests of symbolic.calculus.growth: limits as t grows, and none where they are not known."""

import pytest
from sympy import Rational, exp, log, loggamma, oo, pi, sin, sqrt, sympify

from symbolic.calculus.growth import START, Growth
from symbolic.core.domains import RealInterval, positive, reals
from symbolic.core.terms import Parameter, parameter, symbols

t = Parameter("t", START)
a, b, w = parameter("a", positive), parameter("b", reals), parameter("w", RealInterval(0, 1))


def limit(e, *moving):
    e = sympify(e)
    growth = Growth(t, frozenset(symbols(e)) - {t, *moving})
    return growth.of(growth.form(e)).limit


LIMITS = [
    (t, oo),
    (-t, -oo),
    (1 / t, 0),
    (3 + exp(-t), 3),
    (t - exp(t), -oo),
    (exp(t) - t**9, oo),
    (t - log(t), oo),
    (log(t) - sqrt(t), -oo),
    (t * exp(-t), 0),
    (log(1 + exp(t)) - t, 0),
    (log(1 + exp(-t)), 0),
    (log(2 + 1 / t), log(2)),
    (log(1 / t), -oo),
    (exp(-1 / t), 1),
    (exp(t - t**2), 0),
    (loggamma(t), oo),
    (loggamma(1 / t) + log(1 / t), None),  # bounded; it is 0
    (t * a, oo),
    (-a * t, -oo),
    (b + 1 / t, b),
    (pi - log(t), -oo),
    (Rational(1, 2), Rational(1, 2)),
]


@pytest.mark.parametrize(("e", "expected"), LIMITS, ids=str)
def test_the_order_of_growth(e, expected):
    assert limit(e) == expected


@pytest.mark.parametrize("e", [b * t, sin(t), exp(sin(t)), t * sin(t), b * exp(t) - t, log(t) * b], ids=str)
def test_without_a_known_sign_there_is_no_known_limit(e):
    assert limit(e) is None


def test_what_lies_in_an_interval_and_may_move_has_no_limit_but_bounds():
    assert limit(w, w) is None
    assert limit(w + t, w) == oo
    assert limit(w * t, w) is None
    growth = Growth(t)
    found = growth.of(growth.form(w + 1 / t))
    assert found.limit is None and found.below and found.above


def test_what_t_does_not_move_is_a_number_where_it_is_fixed():
    assert limit(a * b) == a * b
    assert limit(a * b, b) is None
