"""Tests of the statements of the kind 'density': a definition is a density."""

from __future__ import annotations

from kinds import attacked, eta, p, q, refuses, says, stated, x, y

from symbolic.statements.density import DensityOf


def test_it_names_what_it_is_a_density_of() -> None:
    says(
        DensityOf(q(x.i), p(x.i)),
        "p(x_i) is a density of x_i",
        "$p(x_{i})$ is a density of $x_{i}$",
    )


def test_it_names_what_that_is_given() -> None:
    says(
        DensityOf(q(y.i, given=x.i), p(y.i, given=x.i)),
        "p(y_i | x_i) is a density of y_i, given x_i",
        r"$p(y_{i} \mid x_{i})$ is a density of $y_{i}$, given $x_{i}$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("density", (eta, p(x.i)), r"new=eta is no Applied")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("density")
    attacked("density", unless="no attack on statements of the kind 'density'")
