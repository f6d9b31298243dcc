"""Tests of the statements of the kind 'open and convex': the domains of unknowns."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, sigma, stated, t, theta

from symbolic.statements.open_and_convex import OpenAndConvex


def test_it_names_the_space() -> None:
    says(
        OpenAndConvex((eta,)),
        "eta ranges over an open convex subset of R^d",
        r"$\eta$ ranges over an open convex subset of $\mathbb{R}^d$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("open and convex", ((t,),), r"unknowns=\(t,\) is no tuple of parameters")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("open and convex", by_a_step=True, of_the_family=True)
    attacked("open and convex", unless="no attack on statements of the kind 'open and convex'")


def test_it_is_about_something_abstract_where_a_set_is_any_set() -> None:
    assert OpenAndConvex((theta, eta)).abstract()
    assert not OpenAndConvex((eta, sigma)).abstract()
