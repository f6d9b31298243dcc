"""Tests of the statements of the kind 'new': a symbol is new."""

from __future__ import annotations

from kinds import attacked, eta, p, q, refuses, says, stated, x

from symbolic.statements.new import New


def test_it_names_the_symbol() -> None:
    says(
        New(q(x.i), p(x.i), ()),
        "q_theta(x_i) is a new symbol, and no density in use determines it",
        r"$q_{\theta}(x_{i})$ is a new symbol, and no density in use determines it",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("new", (eta, p(x.i), ()), r"new=eta is no Applied")
    refuses("new", (q(x.i), p(x.i), 3), r"used=3 is no tuple")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("new")
    attacked("new", unless="no attack on statements of the kind 'new'")
