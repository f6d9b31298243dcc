"""Integrals: those that are known otherwise lie inside, closely, and nothing false does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flint import arb, fmpq
from sympy import (
    Abs,
    Integer,
    Min,
    Rational,
    cos,
    exp,
    gamma,
    log,
    pi,
    sin,
    sqrt,
)

from properties.enclosures import Enclosure, enclose
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable, rational
from symbolic.core.domains import (
    Arc,
    circle,
    open_unit_interval,
    reals,
)
from symbolic.core.terms import AtMost, sample
from tests.properties.enclosures.enclosed import (
    HALF,
    INF,
    THIRD,
    THOUSANDTH,
    K,
    U,
    X,
    Y,
    Z,
    a,
    b,
    beta,
    close,
    holds,
    mu,
    normal,
    of,
)

MASSES = {
    "normal": (normal, X, [{"mu": 0, "b": 1}, {"mu": -1000, "b": THOUSANDTH}, {"mu": 2, "b": 1000}]),
    "Laplace": (exp(-Abs(Z)) / (2 * b), X, [{"mu": 0, "b": 1}, {"mu": 5, "b": THOUSANDTH}]),
    "Cauchy": (1 / (pi * b * (1 + Z**2)), X, [{"mu": 1, "b": 2}, {"mu": -3, "b": 100}]),
    "logistic": (exp(-Z) / (b * (1 + exp(-Z)) ** 2), X, [{"mu": 1, "b": 2}, {"mu": 3, "b": THIRD}]),
    "Gumbel": (exp(-Z - exp(-Z)) / b, X, [{"mu": 1, "b": 2}, {"mu": 3, "b": THIRD}]),
    "gamma": (b**a * Y ** (a - 1) * exp(-b * Y) / gamma(a), Y, [{"a": THOUSANDTH, "b": 3}, {"a": 7, "b": 3}]),
    "Weibull": (a / b * (Y / b) ** (a - 1) * exp(-((Y / b) ** a)), Y, [{"a": HALF, "b": 2}, {"a": 5, "b": 2}]),
    "Pareto": (a * b**a * Y ** (-a - 1) * AtMost(b, Y), Y, [{"a": HALF, "b": 2}, {"a": 50, "b": THIRD}]),
    "uniform": (AtMost(Y, b) / b, Y, [{"b": THIRD}, {"b": 1000}]),
    "lognormal": (exp(-((log(Y) - mu) ** 2) / (2 * b**2)) / (Y * b * sqrt(2 * pi)), Y, [{"mu": 1, "b": 2}]),
    "inverse gamma": (b**a / gamma(a) * Y ** (-a - 1) * exp(-b / Y), Y, [{"a": THIRD, "b": 2}]),
    "beta": (beta, U, [{"a": HALF, "b": THIRD}, {"a": 1, "b": 1}, {"a": 1000, "b": THOUSANDTH}]),
    "a minimum": (exp(-Min(Abs(X - mu), 1)) * AtMost(X, mu + 2) * AtMost(mu - 2, X) * exp(1) / (2 * exp(1)), X,
                  [{"mu": 0}]),
}  # fmt: skip


CASES = [(name, at) for name, (_, _, ats) in MASSES.items() for at in ats]


@pytest.mark.parametrize(("name", "at"), CASES, ids=[f"{n} {i}" for i, (n, _) in enumerate(CASES)])
def test_the_mass_of_a_density_is_enclosed_closely(name: str, at: dict[str, Any]) -> None:
    density, outcome, _ = MASSES[name]
    found = of(density, outcome, **at)
    expected = 1 if name != "a minimum" else (1 - arb(-1).exp()) + arb(-1).exp()
    assert holds(found, expected), str(found)
    assert close(found), str(found)


@pytest.mark.parametrize(("name", "at"), CASES[:6], ids=[f"{n} {i}" for i, (n, _) in enumerate(CASES[:6])])
def test_a_mass_that_is_off_by_a_thousandth_is_excluded(name: str, at: dict[str, Any]) -> None:
    density, outcome, _ = MASSES[name]
    for wrong in (Rational(999, 1000), Rational(1001, 1000)):
        assert not holds(of(wrong * density, outcome, **at), 1)


def test_moments_and_entropies_are_enclosed() -> None:
    assert holds(of(normal * X, X, mu=3, b=2), 3)
    assert holds(of(normal * (X - mu) ** 2, X, mu=3, b=2), 4)
    entropy = of(-normal * log(normal), X, mu=0, b=1)
    assert holds(entropy, (2 * arb.pi() * arb(1).exp()).log() / 2) and close(entropy)
    assert holds(of(log(U) * beta, U, a=2, b=1), -arb(1) / 2)


def test_what_is_infinite_is_said_to_be_so() -> None:
    assert of(1 / U, U).infinite
    assert of(X**2 / (1 + X**2), X).infinite
    assert of(-1 / U, U).upper == -INF
    both = of(X / (1 + X**2), X)
    assert (both.lower, both.upper) == (-INF, INF) and both.infinite, "each half is"
    assert not of(U, U).infinite
    assert of(1 / (1 + K), K).infinite


def test_where_no_tail_is_bounded_a_nonnegative_integrand_still_has_a_lower_bound() -> None:
    heavy = 2 / ((Y + 3) * log(Y + 3) ** 2)
    found = of(heavy, Y)
    assert found.upper == INF and found.reason
    assert 0 < found.lower <= 2 / arb(3).log()


def test_where_the_sign_is_open_too_nothing_is_claimed() -> None:
    found = of(sin(X) / (1 + X**2), X)
    assert (found.lower, found.upper) == (-INF, INF) and found.reason


def test_a_double_integral_has_a_lower_bound() -> None:
    other = sample("z", domain=reals).outcome
    both = exp(-(X**2 - X * other + other**2) / 2) * sqrt(3) / (4 * pi)
    found = of(both, X, other)
    assert HALF <= found.lower <= 1 and found.upper == INF and found.reason
    assert of(4 * both, X, other).lower > 1, "a mass that is too large is seen"
    assert of(X**2 * both, X, other).lower > 0
    assert of(exp(-X * Y) * exp(-Y) * U**0, Y, X).lower > 0
    with pytest.raises(NotEvaluable):
        of(X * both, X, other)


W2 = sample("w", domain=open_unit_interval).outcome


def bound_to(instance_outcomes: Mapping[str, Any], tree: Any, outcomes: tuple[Any, ...], **rest: Any) -> Enclosure:
    """As `of`, on an instance that binds the columns as well, as the instances of the attack do."""
    at = {name: (rational(v),) for name, v in instance_outcomes.items()}
    return enclose(tree, outcomes, Instance({}, dict.fromkeys(at, 1), {}, [{}], outcomes=at), 0, **rest)


def test_the_second_of_two_columns_with_a_total_follows_the_first_whatever_the_instance_binds() -> None:
    found = bound_to({"u": Rational(1, 2), "w": Rational(1, 2)}, 1 / sqrt(W2) / 2, (U, W2), total=Integer(1))
    assert found.lower <= 1 <= found.upper and found.upper - found.lower < 0.001


@pytest.mark.parametrize("mean", [Rational(0), Rational(-2), Rational(1, 3)])
def test_logs_of_distances_are_integrated_on_both_half_lines(mean: Rational) -> None:
    """The mean of log |x - mu| under a double exponential law is minus Euler's constant."""
    away = Abs(X - mean)
    found = of(log(away) * exp(-away) / 2, X)
    exact = -arb.const_euler()
    assert found.lower <= exact.upper() and exact.lower() <= found.upper
    assert found.upper - found.lower < 0.01


@pytest.mark.parametrize("mean", [Rational(0), Rational(1)])
def test_powers_of_distances_whose_logs_are_products_end(mean: Rational) -> None:
    """The family of generalised normals and its score: a power of |x - mu|, and its log, in one exponent."""
    z = Abs(X - mean) ** Rational(3, 2)
    mass = of(exp(-z), X)
    exact = 2 * arb(fmpq(2, 3)).gamma() * arb(fmpq(2, 3))
    assert mass.lower <= exact.upper() and exact.lower() <= mass.upper
    score = of((1 - z * log(z)) * exp(-z), X)
    assert not isinstance(score.lower, float) and not isinstance(score.upper, float)


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (lambda t: t**0, lambda: 2 * arb.pi()),
        (lambda t: cos(t) ** 2, lambda: arb.pi()),
        (lambda t: t**2, lambda: 2 * arb.pi() ** 3 / 3),
        (lambda t: exp(2 * cos(t - 1)), lambda: 2 * arb.pi() * arb(2).bessel_i(0)),
    ],
)
def test_an_integral_over_all_angles_has_its_ends_at_pi(tree: Any, value: Any) -> None:
    angle = sample("x", domain=circle).outcome
    found = of(tree(angle), angle)
    assert holds(found, value()) and close(found)
    assert not holds(found, value() + THOUSANDTH.p / arb(THOUSANDTH.q))


def test_an_arc_may_begin_at_zero() -> None:
    angle = sample("x", domain=Arc(0, HALF)).outcome
    assert holds(of(sin(angle), angle), arb(1)) and holds(of(1 / sqrt(angle), angle), (2 * arb.pi()).sqrt())
