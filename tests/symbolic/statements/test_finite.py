"""Tests of the statements of the kind 'finite': the domains of unknowns."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, sigma, stated, theta

from symbolic.statements.finite import Finite


def test_one_unknown_ranges() -> None:
    says(
        Finite((theta,)),
        "theta ranges over a finite set",
        r"$\theta$ ranges over a finite set",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("finite", (theta,), r"unknowns=theta is no tuple of parameters")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("finite", by_a_step=True, of_the_family=True)
    attacked("finite", unless="no attack on statements of the kind 'finite'")


def test_it_is_about_something_abstract_where_a_set_is_any_set() -> None:
    assert Finite((theta, eta)).abstract()
    assert not Finite((eta, sigma)).abstract()
