"""Tests of the statements of the kind 'at most one': how many minimisers there are."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated

from symbolic.statements.at_most_one import AtMostOne


def test_it_holds_whatever_the_data() -> None:
    says(
        AtMostOne(eta**2, (eta,)),
        "eta**2 has at most one minimiser, whatever the data",
        r"${\eta}^{2}$ has at most one minimiser, whatever the data",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("at most one", (eta, [eta]), r"unknowns=\[eta\] is no tuple of parameters")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("at most one", by_a_file=True)
    attacked(
        "at most one", unless="values at points, however many, do not certify that one of them is the least of all"
    )
