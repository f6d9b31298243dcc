"""Tests of the statements of the kind 'bounded below': the least loss of a row."""

from __future__ import annotations

from kinds import attacked, eta, law, loss, refuses, says, stated, theta

from symbolic.statements.bounded_below import BoundedBelow


def test_it_is_a_mean_of_an_infimum() -> None:
    says(
        BoundedBelow(loss, (theta,), law),
        "E_{p(x)}[inf over theta of -log(q_theta(x))] > -oo",
        r"$\mathbb{E}_{x \sim p}\left[\inf_{\theta} \left(-\log q_{\theta}(x)\right)\right] > -\infty$",
    )


def test_all_unknowns_are_listed() -> None:
    says(
        BoundedBelow(loss + eta, (theta, eta), law),
        "E_{p(x)}[inf over theta, eta of eta - log(q_theta(x))] > -oo",
        r"$\mathbb{E}_{x \sim p}\left[\inf_{\theta, \eta} \left(\eta - \log q_{\theta}(x)\right)\right] > -\infty$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("bounded below", (loss, (theta,), eta), r"law=eta is no Applied")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("bounded below", by_a_step=True)
    attacked("bounded below", unless="no attack on statements of the kind 'bounded below'")
