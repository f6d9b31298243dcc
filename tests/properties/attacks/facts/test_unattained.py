"""Tests of properties.attacks.facts.unattained: a point that is not above the limit refutes."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Integer, Symbol, exp, log, oo

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.terms import parameter
from symbolic.obligations import Obligation

t = Symbol("t", real=True)
mu, rate, closed = parameter("mu", reals), parameter("lambda", positive), parameter("c", nonnegative)
sigma = parameter("sigma", positive)


def attacked(objective: Any, curve: dict[Any, Any], limit: Any) -> FactReport:
    about = (objective, tuple(curve), tuple(curve.items()), t, limit)
    return attack_fact("no estimate", Obligation("unattained", about), max_examples=60)


@pytest.mark.parametrize(
    ("objective", "curve", "limit"),
    [
        (rate, {rate: exp(-t)}, 0),
        (exp(mu), {mu: -t}, Integer(0)),
        (log(1 + exp(-mu)), {mu: t}, 0),
        (log(sigma) + mu**2 / sigma, {mu: 0, sigma: exp(-t)}, -oo),
    ],
)
def test_an_infimum_that_is_not_reached_survives(objective: Any, curve: Any, limit: Any) -> None:
    report = attacked(objective, curve, limit)
    assert report.counterexample is None and report.decided > 0, report


@pytest.mark.parametrize(
    ("objective", "curve", "limit"),
    [
        (closed, {closed: exp(-t)}, 0),  # reached at the closed end
        (mu, {mu: exp(-t)}, 0),  # exceeded below
        (log(1 + exp(-mu)), {mu: t}, log(2)),  # a limit that is too high
        (1 / (mu - 1), {mu: t}, -oo),  # undefined somewhere
        (exp(mu), {mu: -t}, exp(-5)),  # found along the curve
    ],
)
def test_a_point_at_or_below_the_limit_refutes(objective: Any, curve: Any, limit: Any) -> None:
    report = attacked(objective, curve, limit)
    assert report.counterexample is not None and report.counterexample.certified
