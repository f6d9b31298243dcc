"""Tests of the statements of the kind 'satisfiable': hypotheses hold at once."""

from __future__ import annotations

from kinds import attacked, loss, p, q, refuses, says, stated, theta, x

from symbolic.statements.convex import Convex
from symbolic.statements.satisfiable import Satisfiable


def test_it_lists_none_of_them() -> None:
    says(
        Satisfiable((Convex(loss, (theta,)),), ((q(x.i), p(x.i)),)),
        "the hypotheses can hold, all at once",
        "the hypotheses can hold, all at once",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("satisfiable", (3, ()), r"hypotheses=3 is no tuple")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("satisfiable")
    attacked("satisfiable", unless="no attack on statements of the kind 'satisfiable'")
