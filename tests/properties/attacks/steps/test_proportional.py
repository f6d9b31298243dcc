"""Proportional: on data whose counts are n p(x), the mean over the rows is the expectation under p, exactly."""

from __future__ import annotations

from single_attack import attacked_by, fault, not_applied, silent
from sympy import log

from symbolic import POINTWISE, Chain, Step, argmin, density, parameter, sample
from symbolic.rules import flip_sign, law_of_large_numbers

theta = parameter("theta")
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
loss = Chain("loss", argmin(x.sum(-log(q(x.i))) / x.n, theta))


def test_a_law_that_varies_with_theta_is_found() -> None:
    found = fault("proportional", loss.then(law_of_large_numbers(q)), 1)
    assert found.certified
    assert "exactly in proportion to the law" in found.text
    for part in ("n = ", "x = (", "q_theta at theta = theta#0", "q_theta at theta = theta#1", "before", "after"):
        assert part in found.text


def test_a_sum_that_is_no_mean_is_found() -> None:
    step = Step("law_of_large_numbers", "limit", (-log(q(x.outcome)), p(x.outcome), POINTWISE))
    assert fault("proportional", Chain("s", argmin(x.sum(-log(q(x.i))), theta)).then(step), 1).certified


def test_the_law_of_the_data_is_left_alone() -> None:
    silent("proportional", loss.then(law_of_large_numbers(p)), 1)
    paired = Chain("paired", argmin(x.sum(-log(q(y.i, given=x.i))) / x.n, theta)).then(law_of_large_numbers(p))
    silent("proportional", paired, 1)


def test_hypotheses_about_the_rows_are_respected() -> None:
    chain = Chain("l", argmin(x.sum(-log(q(x.i)) - log(p(x.i))) / x.n, theta)).assume(p(x.i) > 0)
    (report,) = attacked_by("proportional", chain.then(law_of_large_numbers(p)), step=1)
    assert report.counterexample is None and report.decided > 0


def test_only_limits_are_its_business() -> None:
    assert not_applied("proportional", loss.then(flip_sign()), 1) == "no attack applies"
