"""Tests of symbolic.models.facts.uniqueness: at most one estimate, where the loss is convex and no closed form says more."""

import pytest

from symbolic.families import load
from symbolic.models.judging import facts
from symbolic.report.sentences import text

VERDICTS = {"beta": "proved", "dirichlet": "proved", "laplace": "refuted", "huber": "refuted"}


@pytest.mark.parametrize("name", VERDICTS)
def test_at_most_one_estimate(name):
    (fact,) = facts(load(name), only=["uniqueness"])
    assert fact.verdict.value == VERDICTS[name]
    assert fact.judgement.prover == "uniqueness"
    assert text(fact.claim.obligation).endswith("has at most one minimiser, whatever the data")


@pytest.mark.parametrize("name", ["gamma", "inverse_gamma"])
def test_exactly_one_estimate_unless_all_data_are_equal(name):
    (fact,) = facts(load(name), only=["uniqueness"])
    assert (fact.name, fact.verdict.value, fact.judgement.prover) == ("exactly one estimate", "proved", "existence")
    assert "has exactly one minimiser, whenever log(" in text(fact.claim.obligation)
    assert "unless all data are equal" in fact.claim.note


def test_exactly_one_estimate_whatever_the_data():
    (fact,) = facts(load("chi_square"), only=["uniqueness"])
    assert fact.claim.obligation.about[2] == ()
    assert text(fact.claim.obligation).endswith("has exactly one minimiser")


@pytest.mark.parametrize("name", ["bernoulli", "cauchy", "uniform", "discrete_uniform", "categorical"])
def test_nothing_is_claimed_with_a_closed_form_or_without_convexity(name):
    assert facts(load(name), only=["uniqueness"]) == ()
