"""Tests of divergence: cross-entropy and KL divergence of two members, and the information inequality."""

from dataclasses import replace as with_
from typing import Any

import pytest
from few import few
from sympy import Abs, Derivative, exp, log

from symbolic import families
from symbolic.calculus.normal_form import same, shared
from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter
from symbolic.kernel import Verdict
from symbolic.models.judging import facts
from symbolic.models.members import another, member

ABSTRACT = {"exponential_family", "exponential_dispersion"}


def found(name: str) -> dict[str, Any]:
    return {f.name: f for f in facts(families.load(name), ("divergence",))}


@pytest.mark.parametrize("name", few(families.names(), 4))
def test_what_is_claimed_is_proved(name: str) -> None:
    for fact in found(name).values():
        assert fact.verdict is Verdict.PROVED, fact.name


@pytest.mark.parametrize("name", sorted(ABSTRACT))
def test_what_is_abstract_has_a_divergence_by_its_mass_alone(name: str) -> None:
    family = families.load(name)
    assert {f.judgement.prover for f in found(name).values()} == {"exponential_families"}
    (bare,) = facts(with_(family, hypotheses=()), ("divergence",))
    assert bare.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("name", families.names())
def test_the_divergence_is_0_between_a_member_and_itself(name: str) -> None:
    fact = found(name).get("KL divergence of two members")
    if fact is not None:
        value = fact.claim.obligation.about[2]
        family = families.load(name)
        copies = dict(zip(another(family).parameters, member(family).parameters, strict=True))
        assert copies.keys() & value.free_symbols
        forms, both = shared(()), value.xreplace(copies)
        slopes = dict.fromkeys(both.atoms(Derivative), parameter("slope", reals))
        assert forms.equal(forms.of(both.xreplace(slopes)), {})


lam, other = parameter("lambda", positive), parameter("lambda_0", positive)
mu, nu, sigma, b = *(parameter(n, reals) for n in ("mu", "mu_0")), *(parameter(n, positive) for n in ("sigma", "b"))

KNOWN = [
    ("poisson", "KL divergence of two members", lam * log(lam) - lam * log(other) - lam + other),
    ("exponential", "KL divergence of two members", log(lam) - log(other) + other / lam - 1),
    ("laplace", "KL divergence of two members", exp(-Abs(mu - nu) / b) + Abs(mu - nu) / b - 1),
    ("exponential", "cross-entropy of two members", other / lam - log(other)),
    ("normal_mean", "KL divergence of two members", (mu - nu) ** 2 / (2 * sigma**2)),
]


@pytest.mark.parametrize(("name", "which", "expected"), KNOWN, ids=str)
def test_divergences_are_those_in_the_books(name: str, which: str, expected: Any) -> None:
    assert same(found(name)[which].claim.obligation.about[2], expected)


@pytest.mark.parametrize("name", ["uniform", "pareto", "discrete_uniform"])
def test_where_supports_differ_no_finite_value_is_claimed(name: str) -> None:
    assert set(found(name)) == {"KL divergence of two members is at least 0"}


@pytest.mark.parametrize("name", ["normal_mixture", "student_t", "cauchy", "logistic", "huber"])
def test_what_has_no_closed_form_here_is_not_claimed(name: str) -> None:
    assert "KL divergence of two members" not in found(name)


def test_the_entropy_of_the_poisson_has_no_closed_form() -> None:
    assert "cross-entropy of two members" not in found("poisson")
