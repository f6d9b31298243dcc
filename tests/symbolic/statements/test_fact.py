"""Tests of the statements of the kind 'fact': what an author states."""

from __future__ import annotations

from kinds import attacked, eta, lower, p, refuses, says, stated, theta, x

from symbolic.core.domains import binary
from symbolic.core.terms import sample
from symbolic.statements.fact import StatedFact

weight = sample("w", domain=binary)


def test_of_entries_it_holds_in_every_row() -> None:
    says(
        StatedFact(p(x.i) > 0, (theta,)),
        "p(x_i) > 0 in every row",
        "$p(x_{i}) > 0$ in every row",
    )


def test_it_names_the_unknowns_that_vary() -> None:
    says(
        StatedFact(lower, (theta, eta)),
        "E_{p(x)}[(-log(q_theta(x)))^-] < oo for every theta",
        r"$\mathbb{E}_{x \sim p}\left[\left(-\log q_{\theta}(x)\right)^{-}\right] < \infty$ for every $\theta$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("fact", (eta, (theta,)), r"comparison=eta is no Relational")
    refuses("fact", (lower, theta), r"unknowns=theta is no tuple")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("fact", by_a_step=True)
    attacked("fact", unless="no attack on statements of the kind 'fact'")


def test_it_is_about_something_abstract_or_nothing_to_assume() -> None:
    assert StatedFact(lower, (theta,)).abstract()
    assert not StatedFact(eta > 0, (eta,)).abstract()


def test_of_a_sum_over_rows_it_is_about_the_data_and_holds_of_them_together() -> None:
    total = StatedFact(weight.sum(weight.i) > 0, (theta,))
    says(total, "sum_{i=1..n}(w_i) > 0", r"$\sum_{i=1}^{n} w_{i} > 0$")
    assert total.abstract()
