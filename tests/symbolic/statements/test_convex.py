"""Tests of the statements of the kind 'convex': a loss in its unknowns."""

from __future__ import annotations

from kinds import attacked, eta, loss, refuses, says, stated, theta

from symbolic.statements.convex import Convex


def test_it_holds_whatever_the_data() -> None:
    says(
        Convex(loss, (theta,)),
        "-log(q_theta(x)) is convex in theta, whatever the data",
        r"$-\log q_{\theta}(x)$ is convex in $\theta$, whatever the data",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("convex", (eta,), r"is about \(loss, unknowns\), not about")
    refuses("convex", (eta, eta), r"unknowns=eta is no tuple of parameters")
    refuses("convex", (eta, ()), r"unknowns=\(\) is no tuple of parameters")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("convex", by_a_step=True, by_a_file=True, of_the_family=True)
    attacked("convex")


def test_it_is_about_something_abstract_where_that_moves_with_the_unknowns() -> None:
    assert Convex(loss, (theta,)).abstract()
    assert not Convex(loss + eta**2, (eta,)).abstract()
    assert not Convex(eta**2, (eta,)).abstract()
