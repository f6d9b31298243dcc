"""Tests of properties.conformance.compared: the truth beside what came back, and by how much rounding would move it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest
from flint import arb

from properties.conformance.calling import Implementation, Observed, observer
from properties.conformance.compared import CalledPoints, apart, compare, float_of, moved, scale, unit_of
from properties.conformance.inputs import FLOAT32, FLOAT64
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from symbolic import families

HELD = bind(reference(families.load("normal_mean")), {"x": "x", "m": "mu", "sigma": 1})
LOSS = HELD.bound


def test_points_without_a_value_are_kept_and_told() -> None:
    made = Implementation(lambda x, m: (x - m) ** 2 / 2, HELD)
    found = list(compare(LOSS, observer(made), [(1.0, 0.0), (3.0, 3.0)]))
    assert [c.seen.value for c in found] == [0.5, 0.0] and all(c.finite for c in found)
    log = bind(reference(families.load("exponential")), {"x": "x", "rate": "lambda"})
    none = next(compare(log.bound, observer(Implementation(lambda x, rate: rate, log)), [(1.0, -1.0)]))
    assert none.truth is None and not none.finite and math.isinf(none.scale)


def test_what_is_called_at_once_is_certified_when_it_is_asked_for() -> None:
    asked: list[int] = []
    made = observer(Implementation(lambda x, m: (x - m) ** 2 / 2, HELD))

    def observe(points: Sequence[Mapping[str, float]]) -> list[Observed]:
        asked.append(len(points))
        return made(points)

    points = [(1.0, 0.0), (3.0, 3.0), (1.0, 0.0)]
    called = CalledPoints(LOSS, observe, points)
    found = [c for p in points if (c := called.at(p)) is not None]
    assert [c.point for c in found] == points and [c.seen.value for c in found] == [0.5, 0.0, 0.5] and asked == [2]
    assert found[0] is found[2] and found[0].finite and found[0].scale > 1
    assert called.at((5.0, 5.0)) is None


def test_the_scale_is_the_value_and_what_each_input_moves() -> None:
    truth = LOSS.at([3.0, 1.0])
    value = 2 + math.log(2 * math.pi) / 2
    assert abs(scale(LOSS, (3.0, 1.0), truth) - (value + 3 * 2 + 1 * 2)) < 1e-12


def test_what_an_input_moves_is_known_where_its_slope_is_out_of_range() -> None:
    point, slopes = (1e200, 0.0), {0: arb(10) ** -400, 1: arb(7)}
    assert moved(LOSS, point, slopes) == pytest.approx(1e-200)
    assert moved(LOSS, (1e-200, 0.0), {0: arb(10) ** 400, 1: arb(10) ** 400}) == pytest.approx(1e200)


def test_distances_are_exact_and_units_those_of_the_type() -> None:
    assert apart(1.0, arb(1)) == 0 and apart(1 + 2**-52, arb(1)) == 2**-52
    assert unit_of(arb(1), FLOAT64) == 2**-52 and unit_of(arb(1), FLOAT32) == 2**-23
    assert unit_of(arb(0), FLOAT64) == 5e-324
    assert float_of(arb(10) ** 400) == math.inf and float_of(math.inf) == math.inf
