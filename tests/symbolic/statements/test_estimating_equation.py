"""Tests of the statements of the kind 'estimating equation': what minimisers solve."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated
from sympy import Integer

from symbolic.obligations import Obligation
from symbolic.statements.estimating_equation import EstimatingEquation


def test_it_shows_the_equation() -> None:
    says(
        EstimatingEquation(eta**2, (eta,), (2 * eta, Integer(0))),
        "eta**2 is minimal where 2*eta = 0, and nowhere else",
        r"${\eta}^{2}$ is minimal where $2 \eta = 0$, and nowhere else",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("estimating equation", (eta, (eta,), (eta,)), r"equation=.* is no pair of expressions")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("estimating equation", by_a_file=True)
    attacked(
        "estimating equation",
        unless="values at points, however many, do not certify that one of them is the least of all",
    )


def test_both_sides_are_read_as_numbers() -> None:
    assert Obligation("estimating equation", (eta**2, (eta,), (2 * eta, 0))).about[2] == (2 * eta, Integer(0))
