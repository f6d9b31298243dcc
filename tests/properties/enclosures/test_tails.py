"""Integrals and sums over an end: every enclosure holds what is known otherwise, and what has no bound is refused."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb, fmpq
from sympy import (
    EulerGamma,
    Rational,
    cos,
    exp,
    factorial,
    gamma,
    log,
    pi,
    polygamma,
    sin,
    sqrt,
)

from properties.enclosures.bounds import Bounds, Unbounded
from properties.enclosures.near import Near, S
from properties.enclosures.tails import integral, total
from properties.instances.numbers import precision
from tests.properties.enclosures.near_values import at, holds, s


def upper_gamma(k: int | fmpq, edge: int) -> arb:
    return arb(edge).gamma_upper(arb(k))


FAR = {
    "exponential": (exp(-s), 20, lambda: arb(-20).exp()),
    "gamma": (s ** Rational(5, 2) * exp(-s), 30, lambda: upper_gamma(fmpq(7, 2), 30)),
    "normal": (exp(-(s**2)), 8, lambda: arb.pi().sqrt() / 2 * arb(8).erfc()),
    "shifted normal": (exp(-((s - 3) ** 2)), 11, lambda: arb.pi().sqrt() / 2 * arb(8).erfc()),
    "Cauchy": (1 / (1 + s**2), 100, lambda: arb.pi() / 2 - arb(100).atan()),
    "shifted Cauchy": (1 / (1 + (s - 3) ** 2), 103, lambda: arb.pi() / 2 - arb(100).atan()),
    "power": (s ** Rational(-3, 2), 16, lambda: arb(1) / 2),
    "logistic": (exp(-s) / (1 + exp(-s)) ** 2, 20, lambda: 1 - 1 / (1 + arb(-20).exp())),
    "logistic, the other way": (exp(s) / (1 + exp(s)) ** 2, 20, lambda: 1 / (1 + arb(20).exp())),
    "Gumbel, above": (exp(-(s + exp(-s))), 20, lambda: 1 - (-(arb(-20).exp())).exp()),
    "Gumbel, below": (exp(s - exp(s)), 3, lambda: (-(arb(3).exp())).exp()),
    "negative": (-2 * exp(-s), 20, lambda: -2 * arb(-20).exp()),
    "a log in front": (log(s) / s**2, 100, lambda: (arb(100).log() + 1) / 100),
    "one that changes sign before": ((s - 3) * exp(-((s - 3) ** 2)), 11, lambda: arb(-64).exp() / 2),
}


CLOSE = {
    "root": (s ** Rational(-1, 2), fmpq(1, 16), lambda: arb(1) / 2),
    "almost not integrable": (s ** Rational(-999, 1000), fmpq(1, 4), lambda: 1000 * (arb(1) / 4) ** (arb(1) / 1000)),
    "log": (log(s), fmpq(1, 8), lambda: (arb(1) / 8).log() / 8 - arb(1) / 8),
    "exponential": (exp(-s), fmpq(1, 8), lambda: 1 - (arb(-1) / 8).exp()),
    "essential": (exp(-1 / s) / s**2, fmpq(1, 8), lambda: arb(-8).exp()),
    "regular": ((1 - s) ** 3, fmpq(1, 4), lambda: (1 - (arb(3) / 4) ** 4) / 4),
}  # fmt: skip


@pytest.mark.parametrize("name", FAR)
def test_an_integral_to_infinity_is_enclosed(name: str) -> None:
    h, edge, value = FAR[name]
    found = integral(h, fmpq(edge), True)
    assert holds(found, value())
    assert found.upper - found.lower <= abs(value().upper()) * 4, "and not by much too wide an interval"


@pytest.mark.parametrize("name", CLOSE)
def test_an_integral_from_zero_is_enclosed(name: str) -> None:
    h, edge, value = CLOSE[name]
    found = integral(h, edge, False)
    assert holds(found, value())


def test_a_power_tail_is_enclosed_closely() -> None:
    found = integral(1 / (1 + s**2), fmpq(1000), True)
    assert found.upper - found.lower < arb(2) ** -28


@pytest.mark.parametrize(
    ("h", "edge", "far"),
    [
        (1 / s, 4, True),
        (1 / (1 + s), 4, True),
        (s**2, 4, True),
        (exp(s), 4, True),
        (s / (1 + s**2), 4, True),
        (1 / s, fmpq(1, 4), False),
        (s ** Rational(-3, 2), fmpq(1, 4), False),
        (exp(1 / s), fmpq(1, 4), False),
    ],
)
def test_what_is_infinite_is_said_to_be_so(h: Any, edge: Any, far: bool) -> None:
    found = integral(h, fmpq(edge), far)
    assert found.lower == found.upper == float("inf")
    assert integral(-h, fmpq(edge), far).upper == -float("inf")


@pytest.mark.parametrize(
    ("h", "edge", "far"),
    [
        (1 / (s * log(s)), 16, True),  # infinite, but its elasticity tends to -1 from below
        (1 / (s * log(s) ** 2), 16, True),  # finite, with the same limit
        (3 - s, 2, True),  # it vanishes at 3
        (log(s) * exp(-s), fmpq(1, 2), True),  # it vanishes at 1
        (sin(s) / s**2, 16, True),
        (cos(s) * exp(-s), 16, True),
        (sqrt(s - 3) / s**3, 2, True),  # undefined below 3
        (gamma(2 - s) / s**3, 4, True),  # it has poles
        (log(2 - s), 1, True),
        (1 / s, fmpq(0), False),
    ],
)  # fmt: skip
def test_what_is_not_known_gets_no_bound(h: Any, edge: Any, far: bool) -> None:
    with pytest.raises(Unbounded) as caught:
        integral(h, fmpq(edge), far)
    assert str(caught.value)


def test_parts_of_a_sum_that_are_infinite_do_not_cancel() -> None:
    with pytest.raises(Unbounded):
        integral(s - (s + sin(s)), fmpq(4), True)


SUMS = {
    "geometric": (Rational(1, 2) ** s, 30, lambda: arb(2) ** -29),
    "Poisson": (3**s / factorial(s), 30, None),
    "Poisson, first moment": (s * 3**s / gamma(s + 1), 30, None),
    "negative binomial": (gamma(s + Rational(5, 2)) / factorial(s) * 3 ** (-s), 40, None),
    "digamma in front": (polygamma(0, s + 2) * 3 ** (-s), 40, None),
    "squares": (s**-2, 64, lambda: arb(2).zeta(arb(64))),
}


@pytest.mark.parametrize("name", SUMS)
def test_a_sum_to_infinity_is_enclosed(name: str) -> None:
    h, first, value = SUMS[name]
    found = total(h, fmpq(first))
    if value is None:
        expected = sum((at(h, fmpq(k)) for k in range(first, first + 200)), arb(0))
    else:
        expected = value()
    assert holds(found, expected)
    assert found.upper < 4 * expected.upper()


def test_what_cancels_when_multiplied_out_is_nothing() -> None:
    h = (exp(s) * (s + 1) - s * exp(s) - exp(s)) / s
    assert integral(h, fmpq(16), True) == total(h, fmpq(16)) == Bounds(arb(0), arb(0))


def test_the_harmonic_sum_is_infinite() -> None:
    assert total(1 / s, fmpq(64)).lower == float("inf")


def test_what_changes_its_sign_is_bounded_term_by_term() -> None:
    assert holds(integral((s - 3) / s**4, fmpq(2), True), arb(0))
    h = (s - 100) ** 2 * Rational(1, 2) ** s
    assert holds(total(h, fmpq(64)), sum((at(h, fmpq(k)) for k in range(64, 300)), arb(0)))


def test_a_sum_whose_terms_rise_at_first_has_no_bound_yet() -> None:
    with pytest.raises(Unbounded):
        total(s**100 * Rational(1, 2) ** s, fmpq(64))


def test_terms_that_differ_in_an_irrational_coefficient_alone_add_up() -> None:
    h = exp(-s) / s
    both = sqrt(2) * h + pi * h
    found, one = integral(both, fmpq(20), True), integral(h, fmpq(20), True)
    assert found.upper >= 4 * one.lower and holds(total(both, fmpq(20)), at(both, fmpq(20)) * 1.6)
    value = Near(fmpq(4), True).value(sqrt(2) / s + pi / s)
    assert holds(value, at(sqrt(2) / s + pi / s, fmpq(4)))


def test_terms_with_one_dependence_are_added_and_not_forgotten() -> None:
    """Constants of a logarithm once overwrote one another: an enclosure that was too small vetoed a true integral."""
    with precision(64):
        near = Near(fmpq(1, 2**40), False)
        apart = EulerGamma / log(S) + 2 * log(2) / log(S) + log(1000) / log(S)
        assert near.value(apart).lower <= arb(near.at(apart)).lower()
        found = integral(
            (log(S) + EulerGamma + 2 * log(2) + log(1000)) ** 2 / S ** Rational(1, 2), fmpq(1, 2**40), False
        )
        edge = arb(fmpq(1, 2**40))
        level = edge.log() + arb.const_euler() + 2 * arb(2).log() + arb(1000).log()
        exact = 2 * edge.sqrt() * (level**2 - 4 * level + 8)
        assert found.lower <= exact.lower() and found.upper >= exact.upper()
