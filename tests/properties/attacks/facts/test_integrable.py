"""Tests of properties.attacks.facts.integrable: an infinite mean is found at a parameter, a finite one never is."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import exp, factorial, log, pi

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import Categories, counts, nonnegative, positive, reals
from symbolic.core.terms import AtMost, density, parameter, sample
from symbolic.obligations import Obligation

x, y, k = sample("x", domain=reals), sample("y", domain=positive), sample("k", domain=counts)
X, Y, K = x.outcome, y.outcome, k.outcome
mu, rate, alpha = parameter("mu", reals), parameter("lambda", positive), parameter("alpha", positive)
cauchy = 1 / (pi * (1 + (X - mu) ** 2))
pareto = alpha * Y ** (-alpha - 1) * AtMost(1, Y)
poisson = rate**K * exp(-rate) / factorial(K)


def attacked(density: Any, body: Any, outcome: Any) -> FactReport:
    return attack_fact("mean", Obligation("integrable", (density, body, (outcome,), None)), max_examples=200)


@pytest.mark.parametrize(
    ("density", "body", "outcome"),
    [(cauchy, log(1 + (X - mu) ** 2), X), (pareto, log(Y), Y), (poisson, K**2, K), (rate * exp(-rate * Y), log(Y), Y)],
)
def test_finite_means_survive(density: Any, body: Any, outcome: Any) -> None:
    report = attacked(density, body, outcome)
    assert report.counterexample is None and report.decided > 0 and report.vacuous == ""


@pytest.mark.parametrize(
    ("density", "body", "outcome"),
    [
        (cauchy, X, X),
        (cauchy, X**2 - 1, X),
        (pareto, Y, Y),
        (rate * exp(-rate * Y), 1 / Y, Y),
        (poisson, rate**-K * factorial(K), K),
    ],
)
def test_infinite_means_are_found(density: Any, body: Any, outcome: Any) -> None:
    report = attacked(density, body, outcome)
    assert report.counterexample is not None and "is infinite at " in report.counterexample.text


def test_a_body_without_a_value_where_the_density_vanishes_is_no_counterexample() -> None:
    closed = parameter("c", nonnegative)
    report = attacked(closed**K * exp(-closed) / factorial(K), log(closed) * K, K)
    assert report.counterexample is None and report.examples > 0


def test_a_table_that_vanishes_where_another_does_not_is_found_and_shown() -> None:
    c = sample("c", domain=Categories("K")).outcome
    q, moved = (density("q", parameter(name)) for name in ("theta", "theta_0"))
    obligation = Obligation("integrable", (q(c), -log(moved(c)), (c,), None))
    report = attack_fact("mean", obligation, max_examples=4000)
    assert report.counterexample is not None and report.counterexample.certified
    assert "is infinite at " in report.counterexample.text and "q_theta_0" in report.counterexample.text
