"""Tests of symbolic.models.facts.estimates: declared closed forms are judged against the mean loss, never believed."""

import pytest
from sympy import exp, sqrt

from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample
from symbolic.families import load, names
from symbolic.kernel import Verdict
from symbolic.models.family import Estimate, Family, mean
from symbolic.models.judging import facts

x, rate = sample("x", domain=positive), parameter("rate", positive)


def exponential(*estimates):
    return Family(
        "exponential", variables=(x,), parameters=(rate,), density=rate * exp(-rate * x.outcome), estimates=estimates
    )


def test_a_right_estimate_is_proved():
    (fact,) = facts(exponential(Estimate({rate: 1 / mean(x)})), only=["estimates"])
    assert fact.verdict is Verdict.PROVED
    assert fact.judgement.prover == "estimates"


@pytest.mark.parametrize("wrong", [mean(x), 1 / sqrt(mean(x, x.i**2)), 2 / mean(x), -1 / mean(x)], ids=str)
def test_a_wrong_estimate_is_refuted_with_data(wrong):
    (fact,) = facts(exponential(Estimate({rate: wrong})), only=["estimates"])
    assert fact.verdict is Verdict.REFUTED
    assert "for x = (" in fact.judgement.reason


def test_without_a_closed_form_nothing_is_claimed():
    assert facts(exponential(), only=["estimates"]) == ()


@pytest.mark.parametrize("name", [n for n in names() if load(n).estimates])
def test_the_estimates_that_ship_are_proved(name):
    assert {f.verdict for f in facts(load(name), only=["estimates"])} == {Verdict.PROVED}
