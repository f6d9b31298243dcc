"""Tests of properties.conformance.functions: values and two derivatives of each row, against mpmath, and their ends."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq

from properties.conformance import expansion as e
from properties.conformance import functions as f
from properties.instances.numbers import precision

X = mpmath.mpf
FUNCTIONS: dict[str, tuple[Callable[[e.Expansion], e.Expansion], Callable[[Any], Any], tuple[float, float]]] = {
    "exp": (e.exponential, mpmath.exp, (-3, 3)),
    "log": (e.logarithm, mpmath.log, (0.1, 5)),
    "log1p": (e.logarithm_of_one_plus, lambda x: mpmath.log(1 + x), (-0.9, 5)),
    "gamma": (f.gamma, mpmath.gamma, (0.2, 6)),
    "log gamma": (f.log_gamma, mpmath.loggamma, (0.2, 6)),
    "digamma": (lambda a: f.polygamma(0, a), mpmath.digamma, (0.2, 6)),
    "trigamma": (lambda a: f.polygamma(1, a), lambda x: mpmath.polygamma(1, x), (0.2, 6)),
    "I_0": (lambda a: f.bessel_i(0, a), lambda x: mpmath.besseli(0, x), (0.1, 5)),
    "I_2": (lambda a: f.bessel_i(2, a), lambda x: mpmath.besseli(2, x), (0.1, 5)),
    "erf": (f.error_function, mpmath.erf, (-2, 2)),
    "erfc": (f.complementary_error_function, mpmath.erfc, (-2, 2)),
    "log erfc": (f.log_of_erfc, lambda x: mpmath.log(mpmath.erfc(x)), (-2, 2)),
    "log erfc, far out": (f.log_of_erfc, lambda x: mpmath.log(mpmath.erfc(x)), (1000, 1200)),
    "sin": (f.sine, mpmath.sin, (-3, 3)),
    "cos": (f.cosine, mpmath.cos, (-3, 3)),
    "tan": (f.tangent, mpmath.tan, (-1.4, 1.4)),
    "sinh": (f.hyperbolic_sine, mpmath.sinh, (-3, 3)),
    "cosh": (f.hyperbolic_cosine, mpmath.cosh, (-3, 3)),
    "tanh": (f.hyperbolic_tangent, mpmath.tanh, (-3, 3)),
    "atan": (f.arc_tangent, mpmath.atan, (-3, 3)),
    "asinh": (f.area_sine, mpmath.asinh, (-3, 3)),
    "atanh": (f.area_tangent, mpmath.atanh, (-0.9, 0.9)),
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


def test_every_row_is_tested() -> None:
    rows = {function for function, _, _ in FUNCTIONS.values()}
    assert set(f.FUNCTIONS.values()) <= rows
