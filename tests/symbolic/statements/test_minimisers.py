"""Tests of the statements of the kind 'minimisers': those of a limit."""

from __future__ import annotations

from kinds import attacked, law, loss, refuses, says, stated, theta

from symbolic.core.terms import expectation
from symbolic.statements.minimisers import Minimisers


def test_they_are_some_and_do_not_run_away() -> None:
    says(
        Minimisers(expectation(loss, law), (theta,)),
        "the set of minimisers of E_{p(x)}[-log(q_theta(x))] is non-empty and compact",
        r"the set of minimisers of $\mathbb{E}_{x \sim p}\left[-\log q_{\theta}(x)\right]$ is non-empty and compact",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("minimisers", ("E", (theta,)), r"limit='E' is no expression")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("minimisers", by_a_step=True)
    attacked("minimisers", unless="no attack on statements of the kind 'minimisers'")
