"""Functions of one number, by balls: their values against independent arithmetic, their poles, and what stays open."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from flint import acb, arb, fmpq
from sympy import (
    Integer,
    Rational,
    atanh,
    besseli,
    ceiling,
    cos,
    factorial,
    floor,
    gamma,
    loggamma,
    oo,
    polygamma,
    tan,
    tanh,
)

from properties.instances.functions import BALLS, MEROMORPHIC
from properties.instances.numbers import (
    NotEvaluable,
    NoValue,
    TooWide,
    compare,
    precision,
)
from symbolic import parameter, reals
from symbolic.core.terms import logistic, raw, softplus
from tests.properties.instances.test_evaluation import at

WIDE = arb(0, 1)  # a ball that holds 0
t = parameter("t", reals)


def test_a_tangent_at_a_pole_that_balls_cannot_exclude_is_undecided() -> None:
    with pytest.raises(TooWide), precision(64):
        compare(at(tan(t), arb.pi() / 2), fmpq(0))


def _special(function: Any, *arguments: Any) -> Any:
    return raw(function, tuple(Integer(a) if isinstance(a, int) else a for a in arguments))


@pytest.mark.parametrize("value", [fmpq(1, 3), fmpq(1), fmpq(5, 2), fmpq(40)], ids=str)
@pytest.mark.parametrize(
    ("tree", "independent"),
    [
        (_special(gamma, t), mpmath.gamma),
        (_special(factorial, t), mpmath.factorial),
        (_special(loggamma, t), mpmath.loggamma),
        (_special(polygamma, 0, t), mpmath.digamma),
        (_special(polygamma, 3, t), lambda u: mpmath.polygamma(3, u)),
        (_special(besseli, 0, t), lambda u: mpmath.besseli(0, u)),
        (_special(besseli, 2, t), lambda u: mpmath.besseli(2, u)),
        (_special(besseli, -2, t), lambda u: mpmath.besseli(2, u)),
    ],
    ids=lambda part: "" if callable(part) else str(part),
)
def test_special_functions_agree_with_independent_arithmetic(tree: Any, independent: Any, value: fmpq) -> None:
    found = at(tree, value, 128)
    with mpmath.workdps(40):
        expected = independent(mpmath.mpf(int(value.p)) / int(value.q))
        assert abs(mpmath.mpf(found.str(30, radius=False)) - expected) < (1 + abs(expected)) * mpmath.mpf(10) ** -25


@pytest.mark.parametrize("function", [gamma, factorial, polygamma])
def test_gamma_has_poles_and_values_between_them(function: Any) -> None:
    order = (1,) if function is polygamma else ()
    shift = 1 if function is factorial else 0
    for pole in (0, -1, -7):
        with pytest.raises(NoValue, match="pole"):
            at(_special(function, *order, t), fmpq(pole - shift))
    assert at(_special(function, *order, t), fmpq(-3, 2) - shift).is_finite()
    with pytest.raises(TooWide):
        at(_special(function, *order, t), WIDE - shift)


@pytest.mark.parametrize("value", [fmpq(1), fmpq(-1), fmpq(2)], ids=str)
def test_an_inverse_hyperbolic_tangent_has_no_value_beyond_its_ends(value: fmpq) -> None:
    with pytest.raises(NoValue, match="not between -1 and 1"):
        BALLS[atanh](value)
    with precision(64), pytest.raises(TooWide):
        compare(BALLS[atanh](arb(1, 2**-20)), fmpq(0))


@pytest.mark.parametrize("function", MEROMORPHIC, ids=lambda f: f.__name__)
def test_a_function_on_complex_balls_is_that_on_real_ones_and_not_finite_at_a_pole(function: type) -> None:
    with precision(64):
        found = MEROMORPHIC[function](acb(arb(3) / 7))
        assert found.imag.contains(0) and found.real.overlaps(arb(BALLS[function](fmpq(3, 7))))
        assert not MEROMORPHIC[function](acb(arb(0, 3), arb(0, 3))).is_finite() or function not in (tan, tanh, gamma)


def test_spellings_are_what_they_mean() -> None:
    with precision(128):
        for number in (fmpq(-40), fmpq(1, 3), fmpq(7)):
            e = arb(number).exp()
            assert abs(arb(BALLS[softplus](number)) - (1 + e).log()) < 1e-30
            assert abs(arb(BALLS[logistic](number)) - e / (1 + e)) < 1e-30


def test_gamma_of_minus_three_halves() -> None:
    with precision(128):
        assert (at(_special(gamma, t), fmpq(-3, 2), 128) - 4 * arb.pi().sqrt() / 3).contains(0)


def test_log_gamma_of_a_negative_number_is_left_open() -> None:
    with pytest.raises(TooWide):
        at(_special(loggamma, t), fmpq(-1, 2))


@pytest.mark.parametrize("function", [gamma, factorial, loggamma, cos])
def test_no_function_has_a_value_at_an_infinity(function: Any) -> None:
    with pytest.raises(TooWide, match="infinity"):
        at(_special(function, oo), 0)


def test_orders_are_whole_numbers() -> None:
    for tree in (
        _special(polygamma, Rational(1, 2), t),
        _special(polygamma, -1, t),
        _special(besseli, Rational(1, 2), t),
    ):
        with pytest.raises(NotEvaluable, match="whole order"):
            at(tree, fmpq(1))


@pytest.mark.parametrize("function", BALLS, ids=lambda f: f.__name__)
def test_a_ball_around_a_number_holds_its_value(function: type) -> None:
    """Inclusion: the value of a number lies in the value of every ball around it."""
    operation, number = BALLS[function], fmpq(3, 7)
    with precision(64):
        narrow, wide = operation(number), operation(arb(number, arb(2) ** -20))
        assert arb(wide).contains(arb(narrow).mid())


def test_whole_parts_of_numbers_are_exact_and_those_of_wide_balls_open() -> None:
    assert BALLS[floor](fmpq(-3, 2)) == -2 and BALLS[ceiling](fmpq(-3, 2)) == -1
    with pytest.raises(TooWide):
        BALLS[floor](WIDE)
