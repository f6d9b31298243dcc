"""Tests of measuring: ranges are nested and inside of the domains, and a form that loses digits is seen to lose them."""

from __future__ import annotations

import numpy as np
import pytest

from properties.conformance.accuracy import Edge, Output
from properties.conformance.measured import FURTHER, at_boundaries, further, measure, near_worst, sample
from properties.conformance.ranges import Range
from properties.conformance.reference import reference
from properties.loading import load


@pytest.fixture(scope="module")
def exponential():
    return sample(reference(load("exponential")[0]))


def test_a_form_that_keeps_its_digits_has_a_range(exponential):
    found = measure(exponential, Output.VALUE, "", lambda x, rate: rate * x - np.log(rate))
    assert found.range == Range(1e100) and found.worst < 1.5 and found.points > 300
    slope = measure(exponential, Output.GRADIENT, "lambda", lambda x, rate: x - 1 / rate)
    assert slope.range == Range(1e100)
    turn = measure(exponential, Output.HESSIAN, ("lambda", "lambda"), lambda x, rate: 1 / rate**2)
    assert turn.range is not None and turn.range.reach >= 1e100


def test_a_form_that_loses_them_has_none_or_a_smaller_one(exponential):
    far = measure(exponential, Output.VALUE, "", lambda x, rate: -np.log(rate * np.exp(-rate * x)))
    assert far.range is None or far.range.reach < 100
    wrong = measure(exponential, Output.VALUE, "", lambda x, rate: rate * x - np.log(rate) + 1e-12)
    assert wrong.range is None and wrong.lost is not None and wrong.worst > 4
    nothing = measure(exponential, Output.VALUE, "", lambda x, rate: rate * np.nan)
    assert nothing.range is None and nothing.lost.edge is Edge.NAN


def test_further_points_lie_in_the_range_and_at_its_ends(exponential):
    found = further(exponential, {Range(40.0)}, seed=3)
    new = found.compared[len(exponential.compared) :]
    assert len(new) > FURTHER / 2 and all(Range(40.0).holds(found.reference.inputs, c.point) for c in new)
    assert {40.0, 0.025} <= {c.point[1] for c in new}


def test_what_is_lost_at_an_end_alone_is_seen_by_further_points(exponential):
    def function(x, rate):
        return np.where(rate == 700.0, 0.0, rate * x - np.log(rate))

    reach, first = Range(700.0), measure(exponential, Output.VALUE, "", function)
    assert first.range.reach > reach.reach
    more = further(exponential, {reach})
    second = measure(more, Output.VALUE, "", function, first)
    assert second.range.reach < reach.reach and second.looked == len(more.compared)
    assert first.points < second.points and second.refuted > first.refuted


def test_where_a_function_begins_to_overflow_is_looked_at():
    found = sample(reference(load("gamma_regression")[0]))

    def early(y, f):  # exp(-f) overflows where y exp(-f) does not
        return f + y * np.exp(-f)

    place = Range(1e8)
    more = at_boundaries(found, [(early, place)])
    new = [c.point for c in more.compared[len(found.compared) :]]
    assert new and all(place.holds(found.reference.inputs, point) for point in new)
    assert any(-709.783 < f < -709.782 for _, f in new) and any(-709.784 < f < -709.783 for _, f in new)
    assert measure(more, Output.VALUE, "", early).range.reach < place.reach


def test_points_near_the_worst_are_looked_at(exponential):
    found = measure(exponential, Output.VALUE, "", lambda x, rate: rate * x - np.log(rate))
    worst = max((e for depth, e in found.found if depth > found.refuted), key=lambda e: e.blamed).at.point
    more = near_worst(exponential, [found])
    new = [c.point for c in more.compared[len(exponential.compared) :]]
    assert len(new) > 20 and all(found.range.holds(more.reference.inputs, point) for point in new)
    assert any(point != worst and point == pytest.approx(worst, rel=0.3) for point in new)
    nothing = measure(exponential, Output.VALUE, "", lambda x, rate: rate * np.nan)
    assert near_worst(exponential, [nothing]) == exponential


def test_what_is_refuted_is_measured_no_more(exponential):
    first = measure(exponential, Output.VALUE, "", lambda x, rate: rate * np.nan)
    calls = []
    again = measure(further(exponential, {Range(5.0)}), Output.VALUE, "", lambda x, rate: calls.append(x), first)
    assert not calls and again.range is None and again.looked > first.looked


def test_digits_of_tiny_numbers_are_not_counted():
    found = sample(reference(load("poisson_regression")[0]))
    slope = measure(found, Output.HESSIAN, ("f", "f"), lambda y, f: np.where(f < -691, 1.5 * np.exp(f), np.exp(f)))
    assert slope.range is not None and slope.range.reach > 1e5
    wrong = measure(found, Output.HESSIAN, ("f", "f"), lambda y, f: np.where(f < -40, 1.5 * np.exp(f), np.exp(f)))
    assert wrong.range is None or wrong.range.reach <= 1e5
