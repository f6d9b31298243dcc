"""Tests of properties.conformance.expansion: values with two derivatives, against closed forms and mpmath, and their ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq

from properties.conformance import expansion as e
from properties.instances.numbers import INFINITY, NoValue, TooWide, precision

X = mpmath.mpf
FUNCTIONS: dict[str, tuple[Callable[[e.Expansion], e.Expansion], Callable[[Any], Any], tuple[float, float]]] = {
    "exp": (e.exponential, mpmath.exp, (-3, 3)),
    "log": (e.logarithm, mpmath.log, (0.1, 5)),
    "log1p": (e.logarithm_of_one_plus, lambda x: mpmath.log(1 + x), (-0.9, 5)),
    "gamma": (e.gamma, mpmath.gamma, (0.2, 6)),
    "log gamma": (e.log_gamma, mpmath.loggamma, (0.2, 6)),
    "digamma": (lambda a: e.polygamma(0, a), mpmath.digamma, (0.2, 6)),
    "trigamma": (lambda a: e.polygamma(1, a), lambda x: mpmath.polygamma(1, x), (0.2, 6)),
    "I_0": (lambda a: e.bessel_i(0, a), lambda x: mpmath.besseli(0, x), (0.1, 5)),
    "I_2": (lambda a: e.bessel_i(2, a), lambda x: mpmath.besseli(2, x), (0.1, 5)),
    "erf": (e.erf, mpmath.erf, (-2, 2)),
    "erfc": (e.erfc, mpmath.erfc, (-2, 2)),
    "sin": (e.sine, mpmath.sin, (-3, 3)),
    "cos": (e.cosine, mpmath.cos, (-3, 3)),
    "tan": (e.tangent, mpmath.tan, (-1.4, 1.4)),
    "sinh": (e.hyperbolic_sine, mpmath.sinh, (-3, 3)),
    "cosh": (e.hyperbolic_cosine, mpmath.cosh, (-3, 3)),
    "tanh": (e.hyperbolic_tangent, mpmath.tanh, (-3, 3)),
    "atan": (e.arc_tangent, mpmath.atan, (-3, 3)),
    "asinh": (e.area_sine, mpmath.asinh, (-3, 3)),
    "atanh": (e.area_tangent, mpmath.atanh, (-0.9, 0.9)),
    "square": (lambda a: e.whole_power(a, 2), lambda x: x**2, (-3, 3)),
    "cube": (lambda a: e.whole_power(a, 3), lambda x: x**3, (-3, 3)),
    "reciprocal": (lambda a: e.whole_power(a, -1), lambda x: 1 / x, (0.2, 3)),
    "x^-3": (lambda a: e.whole_power(a, -3), lambda x: x**-3, (0.2, 3)),
    "root": (lambda a: e.power(a, e.constant(arb(fmpq(1, 2)))), mpmath.sqrt, (0.2, 3)),
    "x^(7/3)": (lambda a: e.power(a, e.constant(arb(fmpq(7, 3)))), lambda x: x ** (X(7) / 3), (0.2, 3)),
    "x^x": (lambda a: e.power(a, a), lambda x: x**x, (0.2, 3)),
}


def near(ball: Any, number: Any) -> bool:
    exact = mpmath.mpf(str(ball.mid().str(40, radius=False)))
    return bool(abs(exact - number) <= mpmath.mpf(10) ** -30 * (1 + abs(number)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_value_and_derivatives_are_those_of_the_function(name: str) -> None:
    function, reference, (low, high) = FUNCTIONS[name]
    random = Random(name)
    with precision(192), mpmath.workdps(60):
        for _ in range(8):
            x = random.uniform(low, high)
            found = function(e.variable(arb(x), 0))
            assert near(found.value, reference(X(x)))
            assert near(found.first[0], mpmath.diff(reference, X(x)))
            assert near(found.second.get((0, 0), e.ZERO), mpmath.diff(reference, X(x), 2))


def test_arithmetic_in_two_inputs() -> None:
    """u = x^2 y, v = x / y, of which the derivatives are known."""
    with precision(192):
        x, y = e.variable(arb(3), 0), e.variable(arb(2), 1)
        u = e.multiply(e.multiply(x, x), y)
        assert (u.value, u.first[0], u.first[1]) == (18, 12, 9)
        assert (u.second[0, 0], u.second[0, 1], u.second.get((1, 1), e.ZERO)) == (4, 6, 0)
        v = e.multiply(x, e.whole_power(y, -1))
        assert (v.first[0], v.first[1]) == (arb(1) / 2, arb(-3) / 4)
        assert (v.second[0, 1], v.second[1, 1]) == (arb(-1) / 4, arb(3) / 4)
        w = e.add(u, e.negative(v))
        assert w.value == arb(33) / 2 and w.first[0] == arb(23) / 2 and w.second[0, 1] == arb(25) / 4


def test_conventions_at_the_ends() -> None:
    zero, one, moving = e.constant(arb(0)), e.constant(arb(1)), e.variable(arb(0), 0)
    infinite = e.constant(INFINITY)
    assert e.logarithm(zero).value == -INFINITY and not e.logarithm(zero).rough
    assert e.logarithm(moving).rough and e.logarithm(moving).first == {}
    assert e.multiply(zero, infinite).value == 0
    assert e.exponential(e.constant(-INFINITY)).value == 0
    assert e.power(zero, zero).value == 1
    assert e.add(infinite, one).value == INFINITY
    assert e.multiply(e.constant(arb(-2)), infinite).value == -INFINITY
    assert e.power(infinite, e.constant(arb(fmpq(1, 2)))).value == INFINITY
    assert e.power(infinite, e.constant(arb(fmpq(-1, 2)))).value == 0


@pytest.mark.parametrize(
    "undefined",
    [
        lambda: e.add(e.constant(INFINITY), e.constant(-INFINITY)),
        lambda: e.logarithm(e.constant(arb(-1))),
        lambda: e.logarithm(e.constant(-INFINITY)),
        lambda: e.logarithm_of_one_plus(e.constant(arb(-2))),
        lambda: e.whole_power(e.constant(arb(0)), -1),
        lambda: e.power(e.constant(arb(0)), e.constant(arb(fmpq(-1, 2)))),
        lambda: e.power(e.constant(arb(-1)), e.constant(arb(fmpq(1, 2)))),
        lambda: e.power(e.constant(arb(-1)), e.variable(arb(2), 0)),
        lambda: e.gamma(e.constant(arb(-2))),
        lambda: e.log_gamma(e.constant(arb(0))),
        lambda: e.area_tangent(e.constant(arb(1))),
    ],
)
def test_what_has_no_value_is_said_to_have_none(undefined: Callable[[], Any]) -> None:
    with pytest.raises(NoValue):
        undefined()


@pytest.mark.parametrize(
    "open_",
    [
        lambda: e.sign(arb(0, 1)),
        lambda: e.logarithm(e.constant(arb(0, 1))),
        lambda: e.gamma(e.constant(arb(-1, fmpq(1, 4)))),
        lambda: e.log_gamma(e.constant(arb(fmpq(-1, 2)))),
        lambda: e.gamma(e.constant(INFINITY)),
        lambda: e.sine(e.constant(INFINITY)),
        lambda: e.power(e.constant(arb(2)), e.constant(INFINITY)),
    ],
)
def test_what_balls_cannot_tell_stays_open(open_: Callable[[], Any]) -> None:
    with pytest.raises(TooWide):
        open_()


def test_what_is_rough_has_no_derivative_and_passes_it_on() -> None:
    rough = e.logarithm(e.variable(arb(0), 0))
    smooth = e.variable(arb(2), 1)
    for found in (e.add(rough, smooth), e.multiply(smooth, rough), e.exponential(rough)):
        assert found.rough and not found.first and not found.second
    assert not e.multiply(e.constant(arb(0)), rough).rough, "it is the constant 0"
    assert math.isinf(e.add(rough, smooth).value)
