"""Tests of gibbs: a divergence of two densities is never negative; that of other functions may be."""

from __future__ import annotations

from typing import Any

from sympy import exp, factorial, pi, sqrt

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import counts, nonnegative, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.obligations import Obligation

x, k = sample("x", domain=reals), sample("k", domain=counts)
X, K = x.outcome, k.outcome
mu, nu = parameter("mu", reals), parameter("nu", reals)
rate, other = parameter("lambda", positive), parameter("kappa", positive)
closed = parameter("c", nonnegative)


def normal(at: Any) -> Any:
    return exp(-((X - at) ** 2) / 2) / sqrt(2 * pi)


def poisson(at: Any) -> Any:
    return at**K * exp(-at) / factorial(K)


def attacked(one: Any, two: Any, outcome: Any) -> FactReport:
    return attack_fact("divergence", Obligation("gibbs", (one, two, (outcome,), None)), max_examples=120)


def test_divergences_survive() -> None:
    for report in (attacked(normal(mu), normal(nu), X), attacked(poisson(rate), poisson(other), K)):
        assert report.counterexample is None and report.decided > 0 and report.vacuous == ""


def test_functions_that_are_no_densities_are_found_out() -> None:
    for report in (
        attacked(normal(mu), 2 * normal(nu), X),
        attacked(poisson(rate), poisson(other) * exp(other), K),
    ):
        assert report.counterexample is not None
        assert "negative" in report.counterexample.text


def test_a_density_that_vanishes_is_no_counterexample() -> None:
    report = attacked(poisson(rate), poisson(closed), K)
    assert report.counterexample is None and report.examples > 0
