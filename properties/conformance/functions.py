"""Functions of one number with two derivatives, one row each, and those with an order. Shares no table with what proves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, arb_series
from sympy import (
    Function,
    asinh,
    atan,
    atanh,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    loggamma,
    sin,
    sinh,
    tan,
    tanh,
)
from sympy import gamma as gamma_function
from sympy.core.function import ArgumentIndexError

from properties.conformance.expansion import ONE, TWO, ZERO, Expansion, Extended, chained, exponential, logarithm
from properties.instances.numbers import NoValue, TooWide

SMALL = arb(2) ** -6  # below, three functions one by one are quicker than a series


class OwnBalls(Function):
    """A function of several numbers that brings its own enclosures, such as the sum of a series that is in no table."""

    nargs: Any

    @staticmethod
    def balls(*arguments: Expansion) -> Expansion:
        """Its value with two derivatives. Raises NoValue, and TooWide where that is not decided at this precision."""
        raise NotImplementedError

    def fdiff(self, argindex: int = 1) -> Any:
        """Nothing differentiates it in symbols."""
        raise ArgumentIndexError(self, argindex)


def _polygamma(m: int, v: arb) -> arb:
    return v.digamma() if m == 0 else acb(v).polygamma(acb(m)).real


def _without_pole(v: Extended, what: str) -> None:
    """Raises NoValue at a pole of Gamma, TooWide where a ball may hold one."""
    if isinstance(v, float):
        raise TooWide(f"{what} at an infinity, where no convention is stated")
    if v > 0:
        return
    if v.is_exact() and v.is_integer():
        raise NoValue(f"{what}, at a pole")
    if v.contains_integer():
        raise TooWide(f"{what} of a ball that may hold a pole")


def gammas(v: arb, slopes: bool = True) -> tuple[arb, arb, arb]:
    """log Gamma, psi and psi', of what is positive: in one go where that is quicker. Without `slopes` these are 0."""
    if not slopes:
        return v.lgamma(), ZERO, ZERO
    if v > SMALL:
        series = arb_series([v, ONE], 3).lgamma()
        return series[0], series[1], TWO * series[2]
    return v.lgamma(), _polygamma(0, v), _polygamma(1, v)


def gamma(a: Expansion) -> Expansion:
    v = a.value
    _without_pole(v, "Gamma")
    value = v.gamma()
    return chained(a, value, lambda: ((p := _polygamma(0, v)) * value, (p * p + _polygamma(1, v)) * value))


def log_gamma(a: Expansion) -> Expansion:
    """log |Gamma|, of what is positive. Raises NoValue at a pole, TooWide elsewhere on the negative half line."""
    v = a.value
    _without_pole(v, "log Gamma")
    if not v > 0:
        raise TooWide("log Gamma of what is negative")
    value, *slopes = gammas(v, bool(a.first))
    return chained(a, value, lambda: (slopes[0], slopes[1]))


def polygamma(order: int, a: Expansion) -> Expansion:
    v = a.value
    _without_pole(v, "polygamma")
    return chained(a, _polygamma(order, v), lambda: (_polygamma(order + 1, v), _polygamma(order + 2, v)))


def bessel_i(n: int, a: Expansion) -> Expansion:
    """I_n, for a whole number n. Source: NIST Digital Library of Mathematical Functions, section 10.29."""
    v = _of_a_number(a, "a Bessel function")

    def at(k: int) -> arb:
        return v.bessel_i(arb(abs(k)))

    return chained(
        a, at(n), lambda: ((at(n - 1) + at(n + 1)) / 2, (at(n - 2) + 2 * at(n) + at(n + 2)) / 4)
    )  # fmt: skip


def _of_a_number(a: Expansion, what: str) -> arb:
    if isinstance(a.value, float):
        raise TooWide(f"{what} at an infinity, where no convention is stated")
    return a.value


def _plain(what: str, value: Callable[[arb], arb], slopes: Callable[[arb, arb], tuple[arb, arb]]) -> Any:
    """A function of finite numbers, from its value and the derivatives at (argument, value)."""

    def at(a: Expansion) -> Expansion:
        v = _of_a_number(a, what)
        f = value(v)
        if not f.is_finite():
            raise TooWide(f"{what} of a ball that may hold a pole")
        return chained(a, f, lambda: slopes(v, f))

    return at


def _gauss(v: arb) -> arb:
    return TWO / arb.pi().sqrt() * (-v * v).exp()


error_function = _plain("erf", arb.erf, lambda v, f: ((d := _gauss(v)), -2 * v * d))
complementary_error_function = _plain("erfc", arb.erfc, lambda v, f: ((d := -_gauss(v)), -2 * v * d))
FAR, TERMS = 2**10, 8


def log_of_erfc(a: Expansion) -> Expansion:
    """log erfc, which is known where erfc is below all numbers that have an exponent.

    From `FAR` on by erfc(u) sqrt(pi) u exp(u^2) = 1 + t with t = -s + 3 s^2 - 15 s^3 + ... and s = 1/(2 u^2): the remainder
    is between 0 and the first term that is left out. Source: NIST Digital Library of Mathematical Functions, section 7.12(i).
    """
    v = a.value
    if isinstance(v, float) or not v > FAR:
        return logarithm(complementary_error_function(a))
    s, term, t = ONE / (2 * v * v), ONE, arb(0)
    for n in range(1, TERMS):
        term = -(2 * n - 1) * s * term
        t = t + term
    t = t - (2 * TERMS - 1) * s * term * arb(0.5, 0.5)  # a number between 0 and 1
    value = -v * v - (v * arb.pi().sqrt()).log() + t.log1p()
    return chained(a, value, lambda: ((r := -2 * v / (ONE + t)), -r * 2 * v * t / (ONE + t)))


sine = _plain("sin", arb.sin, lambda v, f: (v.cos(), -f))
cosine = _plain("cos", arb.cos, lambda v, f: (-v.sin(), -f))
tangent = _plain("tan", arb.tan, lambda v, f: ((d := 1 + f * f), 2 * f * d))
hyperbolic_sine = _plain("sinh", arb.sinh, lambda v, f: (v.cosh(), f))
hyperbolic_cosine = _plain("cosh", arb.cosh, lambda v, f: (v.sinh(), f))
hyperbolic_tangent = _plain("tanh", arb.tanh, lambda v, f: ((d := 1 / v.cosh() ** 2), -2 * f * d))
arc_tangent = _plain("atan", arb.atan, lambda v, f: ((d := 1 / (1 + v * v)), -2 * v * d * d))
area_sine = _plain("asinh", arb.asinh, lambda v, f: ((d := 1 / (1 + v * v).sqrt()), -v * d * d * d))


def area_tangent(a: Expansion) -> Expansion:
    """atanh, of numbers between -1 and 1. Raises NoValue elsewhere."""
    v = _of_a_number(a, "atanh")
    if v >= 1 or v <= -1:
        raise NoValue("atanh of what is not between -1 and 1")
    f = v.atanh()
    if not f.is_finite():
        raise TooWide("atanh near an end of its domain")
    return chained(a, f, lambda: ((d := 1 / (1 - v * v)), 2 * v * d * d))


FUNCTIONS: dict[Any, Callable[[Expansion], Expansion]] = {
    exp: exponential,
    gamma_function: gamma,
    loggamma: log_gamma,
    erf: error_function,
    erfc: complementary_error_function,
    sin: sine,
    cos: cosine,
    tan: tangent,
    sinh: hyperbolic_sine,
    cosh: hyperbolic_cosine,
    tanh: hyperbolic_tangent,
    atan: arc_tangent,
    asinh: area_sine,
    atanh: area_tangent,
}
