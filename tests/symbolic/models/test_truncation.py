"""Tests of symbolic.models.truncation: the mass that is kept divides, depends on the unknowns and stays in the loss."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import erf, exp, factorial, log, pi, sqrt

from symbolic.calculus.normal_form import same
from symbolic.core.domains import Integers, RealInterval, counts, nonnegative, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import parameter, sample
from symbolic.families import binomial, exponential, laplace, normal, poisson
from symbolic.kernel import Verdict
from symbolic.models.likelihood import loss
from symbolic.models.truncation import truncated
from symbolic.report.sheets import sheet

lam, mu, sigma = parameter("lambda", positive), parameter("mu", reals), parameter("sigma", positive)


def test_a_poisson_law_without_zero() -> None:
    made = truncated(poisson.family, Integers(1), name="zero_truncated_poisson")
    x = sample("x", domain=Integers(1)).outcome
    assert same(made.density, lam**x * exp(-lam) / factorial(x) / (1 - exp(-lam)))
    assert same(loss(made), lam - x * log(lam) + log(1 - exp(-lam)))
    assert made.parameters == (lam,)  # at 0 nothing is kept
    assert sheet(made).verdict is Verdict.PROVED


def test_a_normal_law_on_a_half_line() -> None:
    made = truncated(normal.family, nonnegative)
    x = sample("x", domain=nonnegative).outcome
    bell = exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
    assert same(made.density, 2 * bell / (1 + erf(mu / (sqrt(2) * sigma))))
    assert sheet(made, declared=True).verdict is Verdict.PROVED


def test_a_loss_without_the_mass_that_is_kept_is_not_proved() -> None:
    x = sample("x", domain=Integers(1)).outcome
    made = truncated(poisson.family, Integers(1), loss=lam - x * log(lam))
    assert sheet(made, declared=True).verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    ("family", "to", "said"),
    [
        (poisson.family, nonnegative, "part of"),
        (poisson.family, Integers(-1), "part of"),
        (exponential.family, reals, "part of"),
        (exponential.family, counts, "part of"),
        (normal.family, "nonnegative", "part of"),
        (binomial.family, counts, "one variable"),
        ("normal", reals, "one variable"),
        (laplace.family, RealInterval(0, 1), "not known here"),
    ],
)
def test_what_cannot_be_truncated_is_refused(family: Any, to: Any, said: str) -> None:
    with pytest.raises(MalformedTerm, match=said):
        truncated(family, to)


def test_what_follows_is_not_declared() -> None:
    for part in ("variables", "parameters", "density"):
        with pytest.raises(MalformedTerm, match=f"{part}=...: it follows"):
            truncated(poisson.family, Integers(1), **{part: ()})
