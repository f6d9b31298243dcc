"""Tests of symbolic.families.generalised_poisson: its moments, its edge, and constants that are not its own."""

from dataclasses import replace as with_

import pytest
from mpmath import mp
from on_data import close, density
from sympy import exp, factorial, log

from properties.instances.numbers import precision
from symbolic import Verdict, sheet
from symbolic.calculus.normal_form import same
from symbolic.families import poisson
from symbolic.families.generalised_poisson import dispersion, family, theta, x
from symbolic.models.family import Family
from symbolic.models.likelihood import dropped

X, rate = x.outcome, theta + dispersion * x.outcome


def verdicts(made: Family) -> dict[str, Verdict]:
    return {f.name: f.verdict for f in sheet(made, declared=True).facts}


def test_the_mass_and_two_moments_are_proved() -> None:
    known = verdicts(family)
    assert known["total mass"] is Verdict.PROVED
    assert known["mean theta/(1 - lambda)"] is known["variance theta/(1 - lambda)^3"] is Verdict.PROVED


def test_only_the_factorial_is_dropped() -> None:
    assert same(dropped(family), log(factorial(X)))


def test_at_lambda_0_it_is_the_poisson_law() -> None:
    with precision(256):
        one = density(family, {"x": 3}, {"theta": "5/2", "lambda": 0})
        assert close(one, density(poisson.family, {"x": 3}, {"lambda": "5/2"}))


@pytest.mark.parametrize(("theta_", "lambda_"), [(2, "0.5"), ("0.3", "0.9"), (7, "0.05"), ("1e-3", "0.75")])
def test_the_moments_are_those_of_the_series_added_up(theta_: object, lambda_: object) -> None:
    with mp.workdps(40):
        t, lam = mp.mpf(theta_), mp.mpf(lambda_)
        terms = [t * (t + lam * k) ** (k - 1) * mp.exp(-t - lam * k) / mp.factorial(k) for k in range(6000)]
        assert terms[-1] < mp.mpf(10) ** -14  # and falling like a geometric series
        mass, first, second = (mp.fsum(p * k**j for k, p in enumerate(terms)) for j in (0, 1, 2))
        assert abs(mass - 1) < mp.mpf(10) ** -10
        assert abs(first - t / (1 - lam)) < mp.mpf(10) ** -8
        assert abs(second - first**2 - t / (1 - lam) ** 3) < mp.mpf(10) ** -5


WRONG = [
    rate ** (X - 1) * exp(-rate) / factorial(X),  # without theta
    theta * rate**X * exp(-rate) / factorial(X),
    theta * rate ** (X - 1) * exp(-theta) / factorial(X),
    theta * rate ** (X - 1) * exp(-rate) / factorial(X + 1),
    2 * theta * rate ** (X - 1) * exp(-rate) / factorial(X),
]


@pytest.mark.parametrize("tree", WRONG, ids=str)
def test_with_another_constant_the_mass_is_not_proved(tree: object) -> None:
    made = with_(family, density=tree, loss=None, further=())
    assert verdicts(made)["total mass"] is not Verdict.PROVED
