"""Tests of the statements of the kind 'free': nothing depends on the unknowns."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, sigma, stated, theta

from symbolic.statements.free import Free


def test_it_names_the_unknowns() -> None:
    says(
        Free(eta, (theta, sigma)),
        "eta does not depend on theta, sigma",
        r"$\eta$ does not depend on $\theta$, $\sigma$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("free", (eta, theta), r"unknowns=theta is no tuple of parameters")
    refuses("free", (eta, ()), r"unknowns=\(\) is no tuple of parameters")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("free")
    attacked("free", unless="no attack on statements of the kind 'free'")
