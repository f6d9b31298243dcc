"""Tests of properties.attacks.facts.within: a value outside an interval, or none at all, refutes; a closed end does not."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import exp, log, sqrt

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import RealInterval, nonnegative, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import parameter, sample
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
X = x.outcome
mu, rate, p = parameter("mu", reals), parameter("lambda", positive), parameter("p", unit_interval)


def attacked(e: Any, interval: RealInterval = nonnegative) -> FactReport:
    return attack_fact("nonnegative", Obligation("within", (e, interval)), max_examples=60)


@pytest.mark.parametrize(
    ("e", "interval"),
    [
        (exp(-((X - mu) ** 2)), nonnegative),
        (p * (1 - p), RealInterval(0, 1)),
        (exp(X) / (1 + exp(X)), open_unit_interval),
        (p, unit_interval),
    ],
)
def test_what_lies_inside_survives(e: Any, interval: RealInterval) -> None:
    report = attacked(e, interval)
    assert report.counterexample is None and report.decided > 30


@pytest.mark.parametrize(
    ("e", "interval"),
    [
        (X * exp(-(X**2)), nonnegative),
        (rate - 1, nonnegative),
        (p, open_unit_interval),  # the closed end is reached
        (log(rate - 1), reals),  # no value below 1
        (sqrt(mu), nonnegative),
        (1 / p, nonnegative),
        (log(p), reals),  # -oo
        (sqrt(2) * p, unit_interval),
    ],
)
def test_what_lies_outside_or_nowhere_is_refuted(e: Any, interval: RealInterval) -> None:
    report = attacked(e, interval)
    assert report.counterexample is not None and report.counterexample.certified
    assert " at " in report.counterexample.text


def test_the_point_is_named_and_small() -> None:
    report = attacked(X - mu)
    assert report.counterexample is not None
    assert report.counterexample.text == "-mu + x is -1 at x = 0, mu = 1, which does not lie in [0, oo)"
