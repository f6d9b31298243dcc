"""Tests of the statements of the kind 'within': values lie in a set."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated, theta

from symbolic.core.domains import any_set, extended_reals
from symbolic.report import sentences
from symbolic.statements.within import Within


def test_it_says_where() -> None:
    says(
        Within(eta, extended_reals),
        "eta lies in [-oo, oo]",
        r"$\eta$ lies in $[-\infty, \infty]$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("within", (eta, 3), r"interval=3 is no interval, such as RealInterval")
    refuses("within", (eta, any_set), r"interval=.* is no interval")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("within", by_a_file=True, of_the_family=True)
    attacked("within")


def test_of_what_stands_for_a_parameter_it_may_be_any_set() -> None:
    assert sentences.text(Within(theta, any_set)) == "theta lies in any set"
    assert sentences.latex(Within(theta, any_set)) == r"$\theta$ lies in any set"
