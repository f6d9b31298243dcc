"""Tests of large_numbers: which condition holds for a family, what it leaves to assume, and NONE with why."""

from dataclasses import replace
from typing import Any

import pytest
from few import few

from symbolic.asking import provers
from symbolic.families import load, names
from symbolic.kernel import Condition, Verdict
from symbolic.models.facts.large_numbers import Discharge, discharges
from symbolic.models.judging import facts

COMPACT = ("bernoulli", "binomial", "multinomial")
CONVEX = (
    *("asymmetric_laplace", "beta", "chi_square", "dirichlet", "exponential", "exponential_dispersion"),
    *("exponential_family", "gamma", "huber", "inverse_gamma", "laplace", "multivariate_normal", "normal_mean"),
)
HOLDING = {name: [Condition.COMPACT] * (name in COMPACT) + [Condition.CONVEX] * (name in CONVEX) for name in names()}


def holding(family: Any, *asked: Any) -> list[Discharge]:
    return [d for d in discharges(family, *asked) if d.holds]


@pytest.mark.parametrize("name", few(HOLDING, 4))
def test_the_conditions_that_hold(name):
    found = discharges(load(name))
    assert [d.condition for d in found] == [Condition.FINITE, Condition.COMPACT, Condition.CONVEX]
    assert [d.condition for d in found if d.holds] == HOLDING[name]
    assert all(d.failed for d in found if not d.holds)


def test_what_is_abstract_owes_what_its_file_takes_for_granted():
    bare = replace(load("exponential_family"), hypotheses=())
    assert holding(bare) == []


def test_what_is_left_to_assume_is_listed():
    (convex,) = holding(load("gamma"))
    assert [o.kind for o in convex.hypotheses] == ["fact", "minimisers"]
    (compact,) = holding(load("bernoulli"))
    assert compact.hypotheses == ()


def test_the_facts_say_which_condition_holds():
    found = facts(load("gamma"), only=["large_numbers"])
    assert [f.name for f in found] == ["CONVEX: open and convex", "CONVEX: convex"]
    assert {f.verdict for f in found} == {Verdict.PROVED}


def test_none_with_the_reason_of_each():
    found = facts(load("cauchy"), only=["large_numbers"])
    assert [f.name for f in found] == ["FINITE: finite", "COMPACT: compact", "CONVEX: convex"]
    assert {f.verdict for f in found} == {Verdict.REFUTED}
    assert all(f.judgement.reason for f in found)


def test_a_domain_with_an_end_says_what_would_do():
    assert [d.remedy for d in discharges(load("poisson"))][-1] == "on the interior of the domain"


def test_an_unbounded_domain_says_what_would_do():
    found = {d.condition: d.remedy for d in discharges(load("cauchy"))}
    assert found[Condition.COMPACT] == "on every compact part of the domain"
    assert found[Condition.CONVEX] == ""


def test_without_provers_nothing_holds():
    assert not any(d.holds for d in discharges(load("bernoulli"), ()))


@pytest.mark.parametrize("name", [*COMPACT, *CONVEX])
@pytest.mark.slow
def test_what_is_left_to_assume_can_hold_for_some_law_and_is_about_it(name):
    """Where no law were known that meets it, the condition would not hold."""
    (found,) = holding(load(name))
    assert {o.kind for o in found.hypotheses} <= {"fact", "minimisers", "bounded below"}
    blind = [(n, prove) for n, prove in provers() if n != "satisfiability"]
    assert bool(holding(load(name), blind)) is (found.hypotheses == ())


def test_a_loss_that_is_written_out_is_never_assumed_to_be_convex():
    (convex,) = [d for d in discharges(load("discrete_uniform")) if d.condition is Condition.CONVEX]
    verdicts = {j.obligation.kind: j.verdict for j in convex.judgements}
    assert verdicts["convex"] is Verdict.UNKNOWN
