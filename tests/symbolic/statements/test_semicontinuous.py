"""Tests of the statements of the kind 'semicontinuous': a loss in its unknowns."""

from __future__ import annotations

from kinds import attacked, eta, loss, refuses, says, stated, theta

from symbolic.statements.semicontinuous import Semicontinuous


def test_it_is_measurable_too() -> None:
    says(
        Semicontinuous(loss, (theta,)),
        "-log(q_theta(x)) is lower semicontinuous in theta, and jointly measurable",
        r"$-\log q_{\theta}(x)$ is lower semicontinuous in $\theta$, and jointly measurable",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("semicontinuous", (loss, theta), r"unknowns=theta is no tuple")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("semicontinuous", by_a_step=True, of_the_family=True)
    attacked("semicontinuous", unless="no attack on statements of the kind 'semicontinuous'")


def test_it_is_about_something_abstract_where_that_moves_with_the_unknowns() -> None:
    assert Semicontinuous(loss, (theta,)).abstract()
    assert not Semicontinuous(loss + eta**2, (eta,)).abstract()
    assert not Semicontinuous(eta**2, (eta,)).abstract()
