"""Tests of the statements of the kind 'solutions': all minimisers."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, sigma, stated
from sympy import Integer

from symbolic.statements.solutions import Solutions


def test_it_lists_the_points() -> None:
    says(
        Solutions(
            eta**2, (eta,), (((eta, Integer(1)), (sigma, Integer(2))), ((eta, Integer(-1)), (sigma, Integer(2))))
        ),
        "eta**2 is minimal at eta = 1 and sigma = 2, and at eta = -1 and sigma = 2, and nowhere else",
        r"${\eta}^{2}$ is minimal at $\eta = 1$ and $\sigma = 2$, and at $\eta = -1$ and $\sigma = 2$, and nowhere else",
    )


def test_there_may_be_none() -> None:
    says(
        Solutions(eta, (eta,), ()),
        "eta has no minimiser",
        r"$\eta$ has no minimiser",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("solutions", (eta, (eta,), ((eta, 1),)), r"points=.* is no tuple of points")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("solutions", by_a_file=True)
    attacked("solutions")
