"""Landmarks of data: places, spreads and ends; starts are members of the domains."""

from __future__ import annotations

import pytest
from flint import fmpq

from properties.data.family_data import Data
from properties.estimation.landmarks import as_decimal, as_float, closed_ends, extremes, landmarks, open_ends, starts
from properties.instances.numbers import inside
from symbolic import families
from symbolic.core.domains import Integers, nonnegative, open_unit_interval, positive, reals, unit_interval

GAMMA = families.load("gamma")
DATA = Data(GAMMA, "", ("x",), 4, {"x": (fmpq(1), fmpq(2), fmpq(7))}, {(0,): 1, (1,): 2, (2,): 1}, {})


def test_median_mean_ends_and_spread_are_landmarks() -> None:
    marks, scale = landmarks(DATA)
    assert marks[:4] == [2.0, 3.0, 1.0, 7.0] and scale == pytest.approx(5.5**0.5)
    assert scale in marks and 1 / 3 in marks


def test_data_that_do_not_spread_have_a_scale_all_the_same() -> None:
    alone = Data(GAMMA, "", ("x",), 2, {"x": (fmpq(3),)}, {(0,): 2}, {})
    assert landmarks(alone)[1] == 1.0


def test_starts_are_members_and_the_landmarks_come_first() -> None:
    found = list(starts(DATA, landmarks(DATA)[0]))
    assert len(found) <= 200
    assert all(inside(p.domain, point[str(p.name)]) for point in found for p in GAMMA.parameters)
    assert found == list(starts(DATA, landmarks(DATA)[0])), "drawn alike each time"


def test_extremes_are_those_that_occur() -> None:
    fewer = Data(GAMMA, "", ("x",), 1, {"x": (fmpq(1), fmpq(2), fmpq(7))}, {(1,): 1}, {})
    assert extremes(DATA) == [1, 7] and extremes(fewer) == [2, 2]


def test_ends_belong_to_an_interval_or_do_not() -> None:
    assert closed_ends(unit_interval) == [0, 1] and open_ends(unit_interval) == []
    assert closed_ends(open_unit_interval) == [] and open_ends(open_unit_interval) == [(0, 1), (1, -1)]
    assert open_ends(positive) == [(0, 1)] and closed_ends(nonnegative) == [0] and closed_ends(reals) == []
    assert closed_ends(Integers(0)) == open_ends(Integers(0)) == []


def test_numbers_beyond_all_floats_are_infinite() -> None:
    assert as_float(fmpq(10) ** 400) == float("inf") and as_float(-(fmpq(10) ** 400)) == -float("inf")
    assert as_float(fmpq(1, 3)) == 1 / 3 and as_decimal(0.1) == fmpq(1, 10)
