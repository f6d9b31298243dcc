"""Tests of symbolic.calculus.integrals.growth: tails that are too heavy, and nothing of what converges."""

from typing import Any

import pytest
from sympy import (
    Abs,
    Integer,
    Rational,
    exp,
    pi,
    sqrt,
)

from symbolic.calculus.integrals import diverges
from symbolic.core.domains import (
    Arc,
    Categories,
    Integers,
    RealInterval,
    circle,
    open_unit_interval,
    positive,
    reals,
)
from symbolic.core.terms import AtMost, parameter, sample


def outcome(domain: Any, name: str = "x") -> Any:
    return sample(name, domain=domain).outcome


x, h, t, k1 = outcome(reals), outcome(positive), outcome(open_unit_interval), outcome(Integers(1))
mu, s, d = parameter("mu", reals), parameter("s", positive), parameter("d", positive)
cauchy = 1 / (pi * s * (1 + ((x - mu) / s) ** 2))

INFINITE = [
    (Abs(x) * cauchy, x),
    (x**2 * cauchy, x),
    (1 / h, h),
    (1 / (1 + h), h),
    (1 / t, t),
    (1 / (1 - t), t),
    (h ** Rational(-1, 2), h),
    (1 / k1, k1),
    (h * h ** Integer(-2) * AtMost(d, h), h),
    (Integer(1), x),
]


@pytest.mark.parametrize(("tree", "variable"), INFINITE, ids=str)
def test_tails_that_are_too_heavy_are_found(tree: Any, variable: Any) -> None:
    assert diverges(tree, (variable,))


FINITE = [
    (cauchy, x),
    (Abs(x) ** Rational(1, 2) * cauchy, x),
    (1 / h**2 * AtMost(d, h), h),
    (t ** Rational(-1, 2), t),
    (1 / k1**2, k1),
    (AtMost(h, d) / (1 + h), h),
    (exp(-h), h),
    (h * exp(-h), h),
    (mu / (1 + h), h),
    ((h + 1 - h) * exp(-h), h),
    ((sqrt(h**2 + 1) - h) ** 2, h),
]


@pytest.mark.parametrize(("tree", "variable"), FINITE, ids=str)
def test_what_converges_or_is_not_known_never_diverges(tree: Any, variable: Any) -> None:
    assert not diverges(tree, (variable,))


def test_of_several_outcomes_totals_and_other_domains_nothing_is_said() -> None:
    y, z = outcome(reals, "y"), outcome(Categories("K"), "z")
    assert not diverges(Integer(1), (x, y))
    assert not diverges(Integer(1), (x,), Integer(1))
    assert not diverges(Integer(1), (z,))


def test_an_arc_has_ends_at_multiples_of_pi_and_none_at_rational_numbers() -> None:
    angle, half = outcome(circle), outcome(Arc(0, 1))
    assert (
        diverges(1 / half, (half,)) and diverges(1 / (angle + pi), (angle,)) and diverges((pi - angle) ** -2, (angle,))
    )
    assert not diverges(1 / sqrt(half), (half,)) and not diverges((pi - angle) ** 2, (angle,))


def test_an_integral_over_a_single_number_is_not_infinite() -> None:
    one = outcome(RealInterval(1, 1))
    assert not diverges(1 / Abs(one - 1), (one,))
