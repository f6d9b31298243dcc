"""Tests of ranges: they are nested and inside of the domains, and hard points are in them, at ends and ties."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from properties.conformance.ranges import LEAST, REACH, Range, drawn, hard
from properties.conformance.reference import reference
from properties.loading import load
from symbolic.core.domains import contains


@pytest.mark.parametrize("name", ["normal", "beta", "poisson", "bernoulli", "geometric", "von_mises"])
def test_ranges_are_nested_and_in_the_domains(name):
    held = reference(load(name)[0])
    for i in held.inputs:
        spans = [Range(r).interval(i) for r in REACH]
        assert all(low <= a and b <= high for (low, high), (a, b) in pairwise(spans))
        assert all(contains(i.domain, Fraction(x)) for x in spans[-1])


def test_nothing_tiny_is_beside_0():
    x, _, sigma = reference(load("normal")[0]).inputs
    assert Range(40.0).least(x) == LEAST and Range(40.0).least(sigma) == 0
    assert Range(40.0).has(x, 0.0) and Range(40.0).has(x, -LEAST) and not Range(40.0).has(x, LEAST / 2)
    (count, _) = reference(load("poisson")[0]).inputs
    assert Range(40.0).least(count) == 0 and Range(40.0).interval(count) == (0, 40)


@pytest.mark.parametrize("name", ["normal", "beta", "poisson", "bernoulli", "exponential", "von_mises"])
def test_hard_points_are_in_the_range(name):
    inputs, random = reference(load(name)[0]).inputs, Random(1)
    for place in map(Range, REACH):
        for point in (hard(inputs, place, random) for _ in range(60)):
            assert place.holds(inputs, point) and all(
                contains(i.domain, Fraction(x)) for i, x in zip(inputs, point, strict=True)
            )


def test_hard_points_are_at_ends_ties_and_where_exponentials_overflow():
    inputs, random = reference(load("normal")[0]).inputs, Random(2)
    points = [hard(inputs, Range(1e5), random) for _ in range(1500)]
    assert any(point == (1e5, -1e5, 1e-5) for point in points)
    assert any(x == mu for x, mu, _ in points) and any(0 < abs(x - mu) < 1e-9 * abs(x) for x, mu, _ in points)
    assert any(700 < abs(x) < 750 for x, _, _ in points) and any(0 < abs(x) < 1e-70 for x, _, _ in points)


def test_drawn_numbers_have_any_order_of_magnitude():
    i, random = reference(load("exponential")[0]).inputs[1], Random(3)
    found = [drawn(i, 1e-30, 1e30, random) for _ in range(200)]
    assert min(found) < 1e-20 and max(found) > 1e20 and all(1e-30 <= x <= 1e30 for x in found)
