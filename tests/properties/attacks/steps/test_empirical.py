"""Empirical: the mean over the rows is the expectation under the empirical distribution, exactly."""

from __future__ import annotations

from single_attack import fault, not_applied, silent
from sympy import log

from symbolic import POINTWISE, Chain, Step, argmin, density, parameter, sample
from symbolic.rules import flip_sign, law_of_large_numbers

theta = parameter("theta")
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
loss = Chain("loss", argmin(x.sum(-log(q(x.i))) / x.n, theta))


def limit(chain: Chain, summand: object) -> Chain:
    return chain.then(Step("law_of_large_numbers", "limit", (summand, p(x.outcome), POINTWISE)))


def test_a_sum_that_is_no_mean_is_found() -> None:
    found = fault("empirical", limit(Chain("sum", argmin(x.sum(-log(q(x.i))), theta)), -log(q(x.outcome))), 1)
    assert found.certified
    assert "n = 2" in found.text, "at one row a sum is a mean"
    assert "over the rows" in found.text and "expected" in found.text


def test_another_loss_is_found_at_one_row() -> None:
    found = fault("empirical", limit(loss, log(q(x.outcome))), 1)
    assert "n = 1; x = (x#0)" in found.text
    assert "0.6931471806 over the rows, -0.6931471806 expected" in found.text


def test_the_right_loss_is_left_alone_paired_columns_and_zeros_included() -> None:
    silent("empirical", loss.then(law_of_large_numbers(p)), 1)
    paired = Chain("paired", argmin(x.sum(-log(q(y.i, x.i))) / x.n, theta)).then(law_of_large_numbers(p))
    silent("empirical", paired, 1)


def test_only_limits_are_its_business() -> None:
    assert not_applied("empirical", loss.then(flip_sign()), 1) == "no attack applies"
