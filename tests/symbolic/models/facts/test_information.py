"""Tests of symbolic.models.facts.information: entries of the information matrix, by scores and by second slopes."""

from typing import Any

import pytest
from few import few
from sympy import Rational, exp, pi, polygamma

from symbolic import families
from symbolic.calculus.normal_form import same
from symbolic.core.domains import open_unit_interval, positive
from symbolic.core.terms import parameter
from symbolic.kernel import Verdict
from symbolic.models.judging import facts


def entries(name: str) -> dict[str, Any]:
    return {f.name.removeprefix("information of "): f for f in facts(families.load(name), ("information",))}


def value(fact: Any) -> Any:
    return fact.claim.obligation.about[2]


@pytest.mark.parametrize("name", few(families.names(), 4))
def test_every_entry_that_is_claimed_is_proved(name: str) -> None:
    for fact in entries(name).values():
        assert fact.verdict is Verdict.PROVED, fact.name


sigma, k, beta, p, lam, nu = (parameter(n, positive) for n in ("sigma", "k", "beta", "p", "lambda", "nu"))
p, w = parameter("p", open_unit_interval), parameter("w", open_unit_interval)

KNOWN = [
    ("bernoulli", "p", 1 / (p * (1 - p))),
    ("poisson", "lambda", 1 / lam),
    ("exponential", "lambda", lam**-2),
    ("normal", "mu", sigma**-2),
    ("normal", "mu and sigma", 0 * sigma),
    ("normal", "sigma", 2 / sigma**2),
    ("gamma", "k", polygamma(1, k)),
    ("gamma", "k and beta", -1 / beta),
    ("gamma", "beta", k / beta**2),
    ("cauchy", "mu", Rational(1, 2) / parameter("gamma", positive) ** 2),
    ("laplace", "mu", parameter("b", positive) ** -2),
    ("student_t", "mu", (nu + 1) / ((nu + 3) * sigma**2)),
    ("logistic", "s", (3 + pi**2) / (9 * parameter("s", positive) ** 2)),
    ("rayleigh", "sigma", 4 / sigma**2),
    ("zero_inflated_poisson", "w", (exp(lam) - 1) / ((1 - w) * (w * exp(lam) + 1 - w))),
]


@pytest.mark.parametrize(("name", "entry", "expected"), KNOWN, ids=str)
def test_entries_are_those_in_the_books(name: str, entry: str, expected: Any) -> None:
    assert same(value(entries(name)[entry]), expected)


def test_smooth_families_have_both_forms_and_others_one() -> None:
    found = entries("normal")
    assert set(found) == {f"{e}{how}" for e in ("mu", "mu and sigma", "sigma") for how in ("", " by second slopes")}
    for entry in ("mu", "mu and sigma", "sigma"):
        assert value(found[entry]) == value(found[f"{entry} by second slopes"])
    assert set(entries("laplace")) == {"mu"}  # its second slope is 0 almost everywhere, and its information is not


@pytest.mark.parametrize("name", ["uniform", "discrete_uniform", "categorical"])
def test_without_a_score_of_mean_0_there_is_no_information(name: str) -> None:
    assert entries(name) == {}


def test_a_parameter_of_the_support_has_none() -> None:
    assert {e.partition(" by")[0] for e in entries("pareto")} == {"alpha"}


def test_what_has_no_closed_form_is_not_claimed() -> None:
    assert entries("normal_mixture") == {}


def test_a_mixture_has_no_entry_and_a_closed_form_for_one_parameter_is_enough_for_its_own() -> None:
    assert entries("normal_mixture") == {}
    assert set(entries("pareto")) == {"alpha", "alpha by second slopes"}
