"""Tests of properties.attacks.facts.diverges: only a finite upper bound refutes."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, exp, log, pi

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import counts, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.obligations import Obligation

x, y, k = sample("x", domain=reals), sample("y", domain=positive), sample("k", domain=counts)
X, Y, K = x.outcome, y.outcome, k.outcome
mu, alpha = parameter("mu", reals), parameter("alpha", positive)
cauchy = 1 / (pi * (1 + (X - mu) ** 2))


def attacked(integrand: Any, outcome: Any) -> FactReport:
    return attack_fact("mean", Obligation("diverges", (integrand, (outcome,), None)), max_examples=100)


@pytest.mark.parametrize(("integrand", "outcome"), [(cauchy * Abs(X), X), (1 / Y, Y), (1 / (1 + K), K)])
def test_what_diverges_survives_and_is_seen_to(integrand: Any, outcome: Any) -> None:
    report = attacked(integrand, outcome)
    assert report.counterexample is None and report.vacuous == "" and report.decided > 0


@pytest.mark.parametrize(
    ("integrand", "outcome"), [(cauchy, X), (exp(-Y) * Y, Y), (1 / (1 + K) ** 2, K), (1 / (1 + Y) ** (alpha + 1), Y)]
)
def test_what_is_finite_is_refuted(integrand: Any, outcome: Any) -> None:
    report = attacked(integrand, outcome)
    assert report.counterexample is not None and "it is finite" in report.counterexample.text


def test_what_is_neither_is_left_open() -> None:
    report = attacked(1 / ((Y + 3) * log(Y + 3) ** 2), Y)
    assert report.counterexample is None and report.decided == 0


def test_a_term_without_a_value_is_refuted() -> None:
    assert attacked(1 / K, K).counterexample is not None
