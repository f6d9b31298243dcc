"""Tests of symbolic.facts.score: the mean of the score is 0 where the support is fixed, and else what it is."""

from typing import Any

import pytest
from sympy import exp

from symbolic import families
from symbolic.domains import positive
from symbolic.facts import facts
from symbolic.family import Family
from symbolic.kernel import Verdict
from symbolic.normal_form import same
from symbolic.terms import AtMost, parameter, sample

NONE = {"categorical", "discrete_uniform"}
ABSTRACT = {"exponential_family", "exponential_dispersion"}
IRREGULAR = {"uniform", "pareto"}


def scores(family: Family) -> dict[str, Any]:
    return {f.name.rpartition(" ")[2]: f for f in facts(family, ("score",))}


@pytest.mark.parametrize("name", sorted(set(families.names()) - NONE - ABSTRACT - IRREGULAR))
def test_the_score_has_mean_0(name: str) -> None:
    family = families.load(name)
    found = scores(family)
    assert set(found) == {u.name for u in family.parameters}
    for fact in found.values():
        assert fact.verdict is Verdict.PROVED
        assert fact.claim.obligation.about[2] == 0
        assert not fact.claim.note


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
def test_what_is_abstract_stays_open_with_a_reason(name: str) -> None:
    for fact in scores(families.load(name)).values():
        assert fact.verdict is Verdict.UNKNOWN
        assert "abstract" in fact.judgement.reason


def test_the_score_is_shown() -> None:
    (fact,) = facts(families.load("exponential"), ("score",))
    x, rate = families.load("exponential").outcomes[0], parameter("lambda", positive)
    assert same(fact.claim.formula, 1 / rate - x)


def test_without_mass_1_the_mean_of_the_score_is_not_said_to_be_0() -> None:
    x, rate = sample("x", domain=positive), parameter("r", positive)
    (fact,) = facts(Family("f", variables=(x,), parameters=(rate,), density=exp(-rate * x.outcome)), ("score",))
    assert fact.verdict is not Verdict.PROVED


def test_an_indicator_of_the_parameter_is_no_smooth_factor() -> None:
    x, theta = sample("x", domain=positive), parameter("t", positive)
    shifted = Family(
        "f", variables=(x,), parameters=(theta,), density=AtMost(theta, x.outcome) * exp(theta - x.outcome)
    )
    (fact,) = facts(shifted, ("score",))
    assert fact.verdict is Verdict.PROVED
    assert fact.claim.obligation.about[2] == 1
