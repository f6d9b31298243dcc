"""Tests of the statements of the kind 'defined': an expression has a value."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, sigma, stated
from sympy import log

from symbolic.statements.defined import Defined


def test_it_says_so() -> None:
    says(
        Defined(log(sigma)),
        "log(sigma) is defined",
        r"$\log \sigma$ is defined",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("defined", (True,), r"expression=True is no expression")
    refuses("defined", (eta, eta), r"is about \(expression\), not about")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("defined", by_a_file=True)
    attacked("defined", unless="no attack on statements of the kind 'defined'")
