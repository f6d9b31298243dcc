"""Sums: exact where finite and rational, enclosed with their tails where infinite."""

from __future__ import annotations

import pytest
from flint import arb, fmpq
from sympy import (
    Abs,
    Rational,
    exp,
    factorial,
    pi,
)

from properties.instances.numbers import NoValue, rational
from symbolic.core.domains import (
    FiniteSet,
    Integers,
    binary,
)
from symbolic.core.terms import AtMost, Same, sample
from tests.properties.enclosures.enclosed import (
    THIRD,
    THOUSANDTH,
    K,
    a,
    close,
    holds,
    of,
    p,
)


def test_a_finite_sum_of_rationals_is_exact() -> None:
    j = sample("j", domain=FiniteSet((-1, 0, 4)))
    found = of(j.outcome**2 * a, j.outcome, a=THIRD)
    assert found.lower == found.upper == fmpq(17, 3)
    success = sample("z", domain=binary)
    assert of(p**success.outcome * (1 - p) ** (1 - success.outcome), success.outcome, p=0).lower == 1


def test_an_infinite_sum_is_enclosed_with_its_tail() -> None:
    poisson = a**K * exp(-a) / factorial(K)
    for rate in (THOUSANDTH, 1, 7):
        found = of(poisson, K, a=rate)
        assert holds(found, 1) and close(found)
        assert holds(of(poisson * K, K, a=rate), arb(rational(rate)))
        assert not holds(of(poisson * (1 + THOUSANDTH), K, a=rate), 1)
    assert holds(of(6 / (pi**2 * (K + 1) ** 2), K), 1)


def test_indicators_settle_beyond_their_kink() -> None:
    inflated = p * Same(K, 0) + (1 - p) * a**K * exp(-a) / factorial(K)
    found = of(inflated, K, p=THIRD, a=2)
    assert holds(found, 1) and close(found)
    assert holds(of(AtMost(K, 9) / 10, K), 1)


def test_a_sum_over_all_whole_numbers_has_two_tails() -> None:
    every = sample("w", domain=Integers())
    found = of(Rational(1, 2) ** Abs(every.outcome) / 3, every.outcome)
    assert holds(found, 1) and close(found)


def test_a_term_without_a_value_is_certain() -> None:
    with pytest.raises(NoValue):
        of(1 / (K - 3), K)
