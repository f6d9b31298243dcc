"""Tests of symbolic.models.facts.score: the mean of the score is 0 where the support is fixed, and else what it is."""

from dataclasses import replace
from typing import Any

import pytest
from sympy import exp

from symbolic import families
from symbolic.calculus.normal_form import same
from symbolic.core.domains import positive
from symbolic.core.terms import AtMost, parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.family import Family, Likelihood
from symbolic.models.judging import facts

NONE = {"categorical", "discrete_uniform"}
ABSTRACT = {"exponential_family", "exponential_dispersion"}
IRREGULAR = {"uniform", "pareto"}
OPEN = {
    ("gompertz", "b"),  # the mean of X exp(b X): an incomplete gamma function
    ("generalised_poisson", "theta"),  # the mean of 1/(theta + lambda X): no series of the table
    ("generalised_poisson", "lambda"),
}
DENSITIES = {n for n in families.names() if not isinstance(families.load(n), Likelihood)}


def scores(family: Family, kind: str = "integral") -> dict[str, Any]:
    found = (f for f in facts(family, ("score",)) if f.claim.obligation.kind == kind)
    return {f.name.rpartition(" ")[2]: f for f in found}


@pytest.mark.parametrize("name", sorted(DENSITIES - NONE - IRREGULAR))
def test_the_score_has_mean_0(name: str) -> None:
    family = families.load(name)
    found = scores(family)
    assert set(found) == {u.name for u in family.parameters}
    for unknown, fact in found.items():
        assert fact.verdict is (Verdict.UNKNOWN if (name, unknown) in OPEN else Verdict.PROVED)
        assert fact.claim.obligation.about[2] == 0
        assert not fact.claim.note


@pytest.mark.parametrize("name", sorted(DENSITIES - NONE - ABSTRACT))
def test_the_density_times_the_score_is_the_slope_of_the_density(name: str) -> None:
    family = families.load(name)
    found = scores(family, "equal")
    assert set(found) == {u.name for u in family.parameters}
    for fact in found.values():
        assert (fact.verdict, fact.judgement.prover) == (Verdict.PROVED, "identities")


def test_a_score_beyond_the_normal_form_is_not_claimed() -> None:
    for name in sorted(ABSTRACT):
        assert scores(families.load(name), "equal") == {}


def test_a_support_that_depends_on_the_parameter_has_another_mean() -> None:
    found = scores(families.load("uniform"))
    (theta,) = families.load("uniform").parameters
    assert found["theta"].verdict is Verdict.PROVED
    assert found["theta"].claim.obligation.about[2] == -1 / theta
    assert "support depends on theta" in found["theta"].claim.note
    alpha, least = families.load("pareto").parameters
    found = scores(families.load("pareto"))
    assert found["alpha"].claim.obligation.about[2] == 0
    assert found["m"].claim.obligation.about[2] == alpha / least
    assert found["m"].verdict is Verdict.PROVED


@pytest.mark.parametrize("name", sorted(NONE))
def test_discrete_parameters_have_no_score(name: str) -> None:
    assert scores(families.load(name)) == {}


@pytest.mark.parametrize("name", sorted(ABSTRACT))
def test_what_is_abstract_rests_on_its_mass_and_stays_open_without(name: str) -> None:
    family = families.load(name)
    for fact in scores(family).values():
        assert set(family.hypotheses) <= set(fact.claim.obligation.granted)
    for fact in scores(replace(family, hypotheses=())).values():
        assert fact.verdict is Verdict.UNKNOWN
        assert "abstract" in fact.judgement.reason


def test_the_score_is_shown() -> None:
    (fact,) = scores(families.load("exponential")).values()
    x, rate = families.load("exponential").outcomes[0], parameter("lambda", positive)
    assert same(fact.claim.formula, 1 / rate - x)


def test_without_mass_1_the_mean_of_the_score_is_not_said_to_be_0() -> None:
    x, rate = sample("x", domain=positive), parameter("r", positive)
    (fact,) = scores(Family("f", variables=(x,), parameters=(rate,), density=exp(-rate * x.outcome))).values()
    assert fact.verdict is not Verdict.PROVED


def test_an_indicator_of_the_parameter_is_no_smooth_factor() -> None:
    x, theta = sample("x", domain=positive), parameter("t", positive)
    shifted = Family(
        "f", variables=(x,), parameters=(theta,), density=AtMost(theta, x.outcome) * exp(theta - x.outcome)
    )
    (fact,) = scores(shifted).values()
    assert fact.verdict is Verdict.PROVED
    assert fact.claim.obligation.about[2] == 1
