"""Tests of large_numbers: which condition holds for a family, what it leaves to assume, and NONE with why."""

from dataclasses import replace

import pytest

from symbolic.asking import provers
from symbolic.families import load, names
from symbolic.kernel import Condition, Verdict
from symbolic.models.facts.large_numbers import available, discharges
from symbolic.models.judging import facts

COMPACT = ("bernoulli", "binomial", "multinomial")
CONVEX = (
    *("asymmetric_laplace", "beta", "chi_square", "dirichlet", "exponential", "exponential_dispersion"),
    *("exponential_family", "gamma", "huber", "inverse_gamma", "laplace", "multivariate_normal", "normal_mean"),
)
HOLDING = {name: [Condition.COMPACT] * (name in COMPACT) + [Condition.CONVEX] * (name in CONVEX) for name in names()}


@pytest.mark.parametrize("name", HOLDING)
def test_the_conditions_that_hold(name):
    holding, why = available(load(name))
    assert [d.condition for d in holding] == HOLDING[name]
    assert (why == "") is bool(holding)
    assert holding or all(f"{c.name}: " in why for c in (Condition.FINITE, Condition.COMPACT, Condition.CONVEX))


def test_what_is_abstract_owes_what_its_file_takes_for_granted():
    bare = replace(load("exponential_family"), hypotheses=())
    assert available(bare)[0] == ()


def test_what_is_left_to_assume_is_listed():
    (convex,), _ = available(load("gamma"))
    assert [o.kind for o in convex.hypotheses] == ["fact", "minimisers"]
    (compact,), _ = available(load("bernoulli"))
    assert compact.hypotheses == ()


def test_the_facts_say_which_condition_holds():
    found = facts(load("gamma"), only=["large_numbers"])
    assert [f.name for f in found] == ["CONVEX: open and convex", "CONVEX: convex"]
    assert {f.verdict for f in found} == {Verdict.PROVED}
    assert "non-empty and compact" in found[0].claim.note


def test_none_with_the_reason_of_each():
    found = facts(load("cauchy"), only=["large_numbers"])
    assert [f.name for f in found] == ["FINITE: finite", "COMPACT: compact", "CONVEX: convex"]
    assert {f.verdict for f in found} == {Verdict.REFUTED}
    assert all(f.judgement.reason and "None of the conditions" in f.claim.note for f in found)


def test_a_domain_with_an_end_says_what_would_do():
    found = facts(load("poisson"), only=["large_numbers"])
    assert found[-1].claim.note.endswith("CONVEX is, on the interior of the domain.")
    assert "fulfilled on the interior of the domain" in available(load("poisson"))[1]
    assert "interior" not in available(load("cauchy"))[1]


def test_an_unbounded_domain_says_what_would_do():
    found = {f.name: f.claim.note for f in facts(load("cauchy"), only=["large_numbers"])}
    assert found["COMPACT: compact"].endswith("COMPACT is, on every compact part of the domain.")
    assert found["CONVEX: convex"] == "None of the conditions is fulfilled."


def test_without_provers_nothing_holds():
    assert not any(d.holds for d in discharges(load("bernoulli"), ()))


@pytest.mark.parametrize("name", [*COMPACT, *CONVEX])
def test_what_is_left_to_assume_can_hold_for_some_law_and_is_about_it(name):
    """Where no law were known that meets it, the condition would not hold."""
    (holding,), _ = available(load(name))
    assert {o.kind for o in holding.hypotheses} <= {"fact", "minimisers", "bounded below"}
    blind = [(n, prove) for n, prove in provers() if n != "satisfiability"]
    assert bool(available(load(name), blind)[0]) is (holding.hypotheses == ())


def test_a_loss_that_is_written_out_is_never_assumed_to_be_convex():
    (convex,) = [d for d in discharges(load("discrete_uniform")) if d.condition is Condition.CONVEX]
    verdicts = {j.obligation.kind: j.verdict for j in convex.judgements}
    assert verdicts["convex"] is Verdict.UNKNOWN
