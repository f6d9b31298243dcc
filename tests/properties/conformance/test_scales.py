"""Tests of the numbers along the axes of a picture."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import pytest

from properties.conformance.inputs import FLOAT32, FLOAT64
from properties.conformance.reference import Input, Role
from properties.conformance.scales import PictureAxis, axis
from symbolic.core.domains import (
    Arc,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    contains,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)

DOMAINS = {
    "reals": reals,
    "positive": positive,
    "nonnegative": nonnegative,
    "probabilities": unit_interval,
    "correlations": RealInterval(-1, 1, False, False),
    "negative": RealInterval(-math.inf, 0, False, False),
    "beyond 2": RealInterval(2, math.inf, False, False),
    "angles": Arc(-1, 1),
    "counts": Integers(0, math.inf),
    "whole numbers": Integers(-math.inf, math.inf),
    "labels": FiniteSet((Fraction(0), Fraction(1))),
    "hundreds": Integers(0, 500),
}


def _axis(domain: Domain, *shown: float, count: int = 91, kind=FLOAT64) -> PictureAxis:
    return axis(Input("u", domain, Role.PREDICTION), kind, count, shown)


@pytest.mark.parametrize("name", DOMAINS)
@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda k: k.name)
def test_all_numbers_are_members_in_order_and_of_the_type(name, kind):
    domain = DOMAINS[name]
    found = _axis(domain, kind=kind)
    assert list(found.numbers) == sorted(set(found.numbers)) and 2 <= len(found.numbers) <= 95
    assert all(contains(domain, Fraction(x)) and kind.rounded(x) == x for x in found.numbers)


@pytest.mark.parametrize("name", DOMAINS)
def test_marks_stand_on_the_axis_and_apart(name):
    found = _axis(DOMAINS[name])
    places = [found.place(x) for x, _ in found.marks]
    assert len(places) >= 2 and all(p is not None for p in places)
    assert all(b - a >= 0.06 * (len(found.numbers) - 1) for a, b in pairwise(places))
    assert len({text for _, text in found.marks}) == len(places)


def test_zero_and_the_ends_that_belong_to_a_domain_are_looked_at():
    assert 0.0 in _axis(reals).numbers and 0.0 in _axis(nonnegative).numbers and 0.0 not in _axis(positive).numbers
    assert {0.0, 1.0} <= set(_axis(unit_interval).numbers)
    assert not {0.0, 1.0} & set(_axis(open_unit_interval).numbers)


def test_what_must_be_shown_lies_on_the_axis_with_room_beyond():
    for domain, numbers in ((reals, (-1e9, 7.0)), (positive, (1e-30, 1e40)), (DOMAINS["counts"], (3.0, 1e9))):
        found = _axis(domain, *numbers)
        assert all(found.place(x) is not None for x in numbers)
        assert found.numbers[-1] > max(numbers)


def test_a_place_is_between_its_neighbours():
    found = PictureAxis("u", (0.0, 1.0, 10.0), ())
    assert [found.place(x) for x in (0.0, 0.25, 1.0, 5.5, 10.0)] == [0.0, 0.25, 1.0, 1.5, 2.0]
    assert found.place(-1.0) is None and found.place(11.0) is None and found.place(math.nan) is None
