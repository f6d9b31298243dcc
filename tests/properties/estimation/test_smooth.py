"""Functions with two derivatives: floats by difference quotients, balls that hold them, and what is not known here."""

from __future__ import annotations

import math

import pytest
from flint import arb
from sympy import Abs, Rational, besseli, exp, floor, gamma, log, loggamma, polygamma, sec, sign

from properties.estimation.smooth import (
    ARGUMENT,
    BALLS,
    FLOATS,
    Unavailable,
    compiled,
    mapped,
    mapped2,
    squared,
    with_derivatives,
)
from properties.instances.numbers import precision
from symbolic.functions import ROWS

SMOOTH = [log, exp, *(row.function for row in ROWS.values() if row.takes(1) and row.slope is not None)]


@pytest.mark.parametrize("function", SMOOTH, ids=lambda f: f.__name__)
@pytest.mark.parametrize("u", [0.25, 0.75])
def test_derivatives_are_those_of_difference_quotients(function, u):
    found = with_derivatives(function, FLOATS, u)
    assert found is not None
    v, first, second = found
    h = 1e-5
    below, above = (with_derivatives(function, FLOATS, w) for w in (u - h, u + h))
    assert first == pytest.approx((above[0] - below[0]) / (2 * h), rel=1e-5)
    assert second == pytest.approx((above[1] - below[1]) / (2 * h), rel=1e-5)
    assert v == pytest.approx((above[0] + below[0]) / 2, rel=1e-5)


@pytest.mark.parametrize("function", SMOOTH, ids=lambda f: f.__name__)
def test_balls_hold_what_floats_are_near_to(function):
    floats = with_derivatives(function, FLOATS, 0.5)
    with precision(64):
        wide = with_derivatives(function, BALLS, arb(0.5, 0.125))
        narrow = with_derivatives(function, BALLS, arb(0.5))
    for near, ball, point in zip(floats, wide, narrow, strict=True):
        assert ball.contains(point) and float(point) == pytest.approx(near, rel=1e-12)


def test_a_column_is_taken_number_by_number():
    for function in (exp, loggamma, ROWS["softplus"].function):
        columns = with_derivatives(function, FLOATS, [0.5, 2.0])
        assert [list(row) for row in zip(*columns, strict=True)] == [
            list(with_derivatives(function, FLOATS, u)) for u in (0.5, 2.0)
        ]
    assert mapped2(lambda a, b: a - b, 1, [1, 2]) == [0, -1] and mapped2(lambda a, b: a - b, [1, 2], 1) == [0, 1]
    assert mapped(abs, -1) == 1 and squared([-2, 3]) == [4, 9]


@pytest.mark.parametrize("name", ["atanh", "loggamma", "gamma"])
def test_beyond_its_domain_a_ball_is_no_number_and_a_float_an_error(name):
    values = with_derivatives(ROWS[name].function, BALLS, arb(-1.5))
    assert any(not v.is_finite() for v in values)
    with pytest.raises((ValueError, OverflowError)):
        with_derivatives(ROWS[name].function, FLOATS, -2.0)
    assert not any(math.isnan(v) for v in with_derivatives(ROWS[name].function, FLOATS, 0.5))


@pytest.mark.parametrize("function", [floor, sign, Abs, Rational, besseli, polygamma, sec], ids=lambda f: f.__name__)
def test_of_what_no_derivative_is_known_there_is_none(function):
    assert with_derivatives(function, FLOATS, 0.5) is None


@pytest.mark.parametrize(
    "tree", [ARGUMENT**ARGUMENT, ARGUMENT ** Rational(1, 3), ARGUMENT + polygamma(5, ARGUMENT), sec(ARGUMENT)], ids=str
)
def test_a_derivative_that_is_not_understood_is_said_to_be_so(tree):
    with pytest.raises(Unavailable):
        compiled(tree)


def test_gamma_has_two_derivatives_here():
    v, first, second = with_derivatives(gamma, FLOATS, 1.0)
    assert (v, first) == pytest.approx((1, -0.5772156649015329))
    assert second == pytest.approx(0.5772156649015329**2 + math.pi**2 / 6)
