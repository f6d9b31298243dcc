"""Tests of the statements of the kind 'integrable': a mean is finite."""

from __future__ import annotations

from kinds import attacked, f, r, refuses, says, sigma, stated
from sympy import log

from symbolic.statements.integrable import Integrable


def test_it_is_the_mean_of_the_size() -> None:
    says(
        Integrable(f(r.outcome), log(sigma) * r.outcome, (r.outcome,), None),
        "the mean of |log(sigma)*r| under f_mu(r) is finite",
        r"the mean of $\left|r \log \sigma\right|$ under $f_{\mu}(r)$ is finite",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("integrable", (f(r.outcome), None, (r.outcome,), None), r"expression=None is no expression")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("integrable", by_a_file=True)
    attacked("integrable")
