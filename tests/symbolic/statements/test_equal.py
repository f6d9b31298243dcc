"""Tests of the statements of the kind 'equal': two expressions agree."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated
from sympy import Integer

from symbolic.obligations import Obligation
from symbolic.statements.equal import Equal


def test_it_is_an_equation() -> None:
    says(
        Equal(2 * eta, eta),
        "2*eta = eta",
        r"$2 \eta = \eta$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("equal", (True, eta), r"left=True is no expression")
    refuses("equal", (eta,), r"is about \(left, right\), not about")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("equal", by_a_file=True)
    attacked("equal")


def test_numbers_are_read_as_what_they_are() -> None:
    assert Obligation("equal", (1, eta)) == Equal(Integer(1), eta)
