"""Tests of properties.attacks.facts.convex: a point above its chord refutes, with data, ends and values."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, cos, exp, log, loggamma, pi

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import Integers, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import parameter, sample
from symbolic.obligations import Obligation

x, y = sample("x", domain=reals), sample("y", domain=positive)
X, Y = x.outcome, y.outcome
mu, sigma, k, theta, beta = (
    parameter("mu", reals), *(parameter(n, positive) for n in ("sigma", "k", "theta", "beta")),
)  # fmt: skip
p = parameter("p", unit_interval)


def attacked(loss: Any, *unknowns: Any, examples: int = 100) -> FactReport:
    return attack_fact("convex", Obligation("convex", (loss, unknowns)), max_examples=examples)


@pytest.mark.parametrize(
    ("loss", "unknowns"),
    [
        ((X - mu) ** 2, (mu,)),
        (Abs(X - mu), (mu,)),
        (loggamma(k) - k * log(beta) - k * log(Y) + beta * Y, (k, beta)),
        (-log(p), (p,)),  # oo at a closed end
        (exp(mu) - X * mu, (mu,)),
    ],
)
def test_what_is_convex_survives(loss: Any, unknowns: Any) -> None:
    report = attacked(loss, *unknowns)
    assert report.counterexample is None and report.decided > 30, report


@pytest.mark.parametrize(
    ("loss", "unknowns"),
    [
        (-cos(2 * pi * (X - mu)), (mu,)),
        (log(1 + (X - mu) ** 2), (mu,)),
        ((X - mu) ** 2 / (2 * sigma**2) + log(sigma), (mu, sigma)),
        ((X - mu) ** 2 / (2 * sigma**2) + log(sigma), (sigma,)),
        (Y / theta + k * log(theta) - k * log(Y) + loggamma(k), (k, theta)),
        (mu * sigma, (mu, sigma)),  # convex in each, not in both
        (-(p**2), (p,)),
    ],
)
def test_what_is_not_convex_is_refuted(loss: Any, unknowns: Any) -> None:
    report = attacked(loss, *unknowns)
    assert report.counterexample is not None and report.counterexample.certified
    for u in unknowns:
        assert report.counterexample.text.count(f"{u} = ") == 3, "the point and both ends"
    assert "chord" in report.counterexample.text


def test_a_known_constant_stays_the_same_at_both_ends() -> None:
    assert attacked((X - mu) ** 2 / sigma, mu).counterexample is None
    assert attacked(mu * sigma, mu).counterexample is None


def test_where_no_segment_joins_two_points_nothing_is_tried() -> None:
    for u in (parameter("m", Integers(1)), parameter("c")):
        report = attacked(X * 0 + 1, u)
        assert report.counterexample is None and report.examples == 0 and report.vacuous


def test_an_infinite_value_between_finite_ones_refutes() -> None:
    r = parameter("r", open_unit_interval)
    report = attacked(-log(Abs(2 * r - 1)), r)
    assert report.counterexample is not None
