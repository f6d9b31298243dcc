"""Tests of the statements of the kind 'compact': the domains of unknowns."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, sigma, stated, theta

from symbolic.statements.compact import Compact


def test_several_unknowns_range() -> None:
    says(
        Compact((theta, sigma)),
        "theta, sigma range over a compact metric space",
        r"$\theta$, $\sigma$ range over a compact metric space",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("compact", ((),), r"unknowns=\(\) is no tuple of parameters")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("compact", by_a_step=True, of_the_family=True)
    attacked("compact", unless="no attack on statements of the kind 'compact'")


def test_it_is_about_something_abstract_where_a_set_is_any_set() -> None:
    assert Compact((theta, eta)).abstract()
    assert not Compact((eta, sigma)).abstract()
