"""Tests of measuring: ranges are nested and inside of the domains, and a form that loses digits is seen to lose them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from properties.conformance.accuracy import Edge, Output
from properties.conformance.measured import AGAIN, REACH, Range, measure, sample, second_look
from properties.conformance.reference import reference
from properties.loading import load
from symbolic.core.domains import contains


@pytest.fixture(scope="module")
def exponential():
    return sample(reference(load("exponential")[0]))


def test_a_form_that_keeps_its_digits_has_a_range(exponential):
    found = measure(exponential, Output.VALUE, "", lambda x, rate: rate * x - np.log(rate))
    assert found.range == Range(1e300) and found.worst < 1.5 and found.points > 300
    slope = measure(exponential, Output.GRADIENT, "lambda", lambda x, rate: x - 1 / rate)
    assert slope.range == Range(1e300)
    turn = measure(exponential, Output.HESSIAN, ("lambda", "lambda"), lambda x, rate: 1 / rate**2)
    assert turn.range is not None and turn.range.reach >= 1e100


def test_a_form_that_loses_them_has_none_or_a_smaller_one(exponential):
    far = measure(exponential, Output.VALUE, "", lambda x, rate: -np.log(rate * np.exp(-rate * x)))
    assert far.range is None or far.range.reach < 100
    wrong = measure(exponential, Output.VALUE, "", lambda x, rate: rate * x - np.log(rate) + 1e-12)
    assert wrong.range is None and wrong.lost is not None and wrong.worst > 4
    nothing = measure(exponential, Output.VALUE, "", lambda x, rate: rate * np.nan)
    assert nothing.range is None and nothing.lost.edge is Edge.NAN


@pytest.mark.parametrize("name", ["normal", "beta", "poisson", "bernoulli", "geometric", "von_mises"])
def test_ranges_are_nested_and_in_the_domains(name):
    held = reference(load(name)[0])
    for i in held.inputs:
        spans = [Range(r).interval(i) for r in REACH]
        assert all(low <= a and b <= high for (low, high), (a, b) in pairwise(spans))
        assert all(contains(i.domain, Fraction(x)) for x in spans[-1])


def test_a_second_look_lies_in_the_range_and_at_its_ends(exponential):
    found = second_look(exponential, {Range(40.0)}, seed=3)
    new = found.compared[len(exponential.compared) :]
    assert len(new) > AGAIN / 2 and all(Range(40.0).holds(found.reference.inputs, c.point) for c in new)
    assert {40.0, 0.025} <= {c.point[1] for c in new}


def test_what_is_lost_at_an_end_alone_is_seen_by_the_second_look(exponential):
    def function(x, rate):
        return np.where(rate == 700.0, 0.0, rate * x - np.log(rate))

    reach = Range(700.0)
    assert measure(exponential, Output.VALUE, "", function).range.reach > reach.reach
    assert measure(second_look(exponential, {reach}), Output.VALUE, "", function).range.reach < reach.reach
