"""Tests of properties.attacks.facts.solutions: the points claimed must be minimisers, all of them, and in the domain."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Integer, log, sqrt

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter
from symbolic.obligations import Obligation

mu, nu, sigma = parameter("mu", reals), parameter("nu", reals), parameter("sigma", positive)
cauchy = (log(1 + (mu + 3) ** 2) + log(1 + (mu - 3) ** 2)) / 2
absolute = (2 * Abs(mu) + Abs(mu - 3)) / 3


def attacked(objective: Any, *points: Any, unknowns: Any = (mu,)) -> FactReport:
    claimed = tuple(tuple(zip(unknowns, point, strict=True)) for point in points)
    return attack_fact("solutions", Obligation("solutions", (objective, unknowns, claimed)), max_examples=60)


@pytest.mark.parametrize(
    ("objective", "points"),
    [(cauchy, ((2 * sqrt(2),), (-2 * sqrt(2),))), (absolute, ((0,),)), ((mu - 1) ** 2, ((Integer(1),),))],
)
def test_the_right_points_survive(objective: Any, points: Any) -> None:
    report = attacked(objective, *points)
    assert report.counterexample is None and report.decided > 0 and report.vacuous == ""


@pytest.mark.parametrize(
    ("objective", "points"),
    [
        (cauchy, ((0,),)),  # a maximum between them
        (cauchy, ((2 * sqrt(2),), (0,))),
        (absolute, ((1,),)),
        ((mu**2 - 1) ** 2, ((1,),)),  # -1 is another one
        (mu**2 * 0, ((1,),)),
        (log(mu - 5), ((1,),)),
    ],
)
def test_wrong_points_are_refuted(objective: Any, points: Any) -> None:
    report = attacked(objective, *points)
    assert report.counterexample is not None and report.counterexample.certified


def test_a_point_outside_the_domain_is_refuted() -> None:
    report = attacked(sigma**2, (0,), unknowns=(sigma,))
    assert report.counterexample is not None and "not in (0, oo)" in report.counterexample.text


def test_two_unknowns() -> None:
    assert attacked(mu**2 + nu**2, (0, 0), unknowns=(mu, nu)).counterexample is None
    assert attacked((mu - nu) ** 2, (0, 0), unknowns=(mu, nu)).counterexample is not None


def test_no_point_at_all_cannot_be_refuted_by_one() -> None:
    report = attacked(mu)
    assert report.counterexample is None and "no point is claimed" in report.vacuous
