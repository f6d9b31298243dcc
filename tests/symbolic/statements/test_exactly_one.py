"""Tests of the statements of the kind 'exactly one': how many minimisers there are."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated

from symbolic.statements.exactly_one import ExactlyOne


def test_it_names_the_conditions() -> None:
    says(
        ExactlyOne(eta**2, (eta,), (eta > 0,)),
        "eta**2 has exactly one minimiser, whenever eta > 0",
        r"${\eta}^{2}$ has exactly one minimiser, whenever $\eta > 0$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("exactly one", (eta, (eta,), (True,)), r"conditions=.* is no tuple of comparisons")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("exactly one", by_a_file=True)
    attacked(
        "exactly one", unless="values at points, however many, do not certify that one of them is the least of all"
    )
