"""Tests of properties.conformance.shrinking: failing points with few digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from properties.conformance.calling import Implementation, Observed, observer
from properties.conformance.compared import Compared, compare
from properties.conformance.inputs import FLOAT64
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.shrinking import cost, persistence, shrunk
from symbolic import families

HELD = bind(reference(families.load("normal_mean")), {"x": "x", "m": "mu", "sigma": 1})


def test_a_failing_point_becomes_simple_and_still_fails() -> None:
    observe = observer(Implementation(lambda x, m: (x + m) ** 2 / 2, HELD))

    def fails(c: Compared) -> bool:
        return c.truth is not None and abs(c.seen.value + 0.9189385332046727 - float(c.truth.value)) > 0.1

    bad = next(compare(HELD.bound, observe, [(1.84375, -2.71875)]))
    assert fails(bad)
    (found,) = shrunk(HELD.bound, observe, [bad], lambda rows: all(map(fails, rows)))
    assert fails(found) and found.point in {(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)}


def test_what_does_not_fail_elsewhere_stays() -> None:
    observe = observer(Implementation(lambda x, m: (x - m) ** 2 / 2, HELD))
    bad = next(compare(HELD.bound, observe, [(1.84375, -2.71875)]))
    assert shrunk(HELD.bound, observe, [bad], lambda rows: rows[0].point == bad.point) == [bad]


def test_points_of_one_case_share_all_but_the_predictions() -> None:
    observe = observer(Implementation(lambda x, m: (x - m) ** 2 / 2, HELD))
    bad = [*compare(HELD.bound, observe, [(1.84375, -2.71875), (1.84375, 3.25)])]
    one, other = shrunk(HELD.bound, observe, bad, lambda rows: rows[0].point != rows[1].point)
    assert one.point[0] == other.point[0] and one.point[1] != other.point[1]
    assert max(map(len, map(repr, one.point))) <= 4


def test_simple_numbers_cost_less() -> None:
    assert cost(0.0) < cost(1.0) < cost(0.5) < cost(-1.0) < cost(1.84375)
    assert cost(1.0) < cost(1000.0) < cost(1e38) < cost(0.9999999)


def test_numbers_that_must_stay_equal_are_changed_together() -> None:
    observe = observer(Implementation(lambda x, m: (x - m) ** 2 / 2, HELD))
    bad = [*compare(HELD.bound, observe, [(1.84375, 1.84375)])]
    (found,) = shrunk(HELD.bound, observe, bad, lambda rows: rows[0].point[0] == rows[0].point[1])
    assert found.point == (0.0, 0.0)


def test_the_declared_range_is_kept_to() -> None:
    observe = observer(Implementation(lambda x, m: (x - m) ** 2 / 2, HELD))
    bad = [*compare(HELD.bound, observe, [(7.84375, 5.25)])]
    (found,) = shrunk(HELD.bound, observe, bad, lambda rows: True, lambda point: point[0] > 7)
    assert found.point == (8.0, 0.0)


def test_how_far_a_failure_goes_on_is_found_by_halving() -> None:
    observe = observer(Implementation(lambda x, m: (x - m) ** 2 / 2, HELD))
    (at,) = compare(HELD.bound, observe, [(0.0, 1.0)])
    found = persistence(HELD.bound, observe, at, 1, lambda rows: 0.3 < rows[0].point[1] < 1234.5, FLOAT64)
    assert 0.3 < found.low < 0.301 and 1230 < found.high < 1234.5 and str(found) == "at m from 0.301 to 1.23e+03"
    assert all(0.3 < c.point[1] < 1234.5 for c in found.tried) and len(found.beside) == 2
    alone = persistence(HELD.bound, observe, at, 1, lambda rows: rows[0].point[1] == 1.0, FLOAT64)
    assert str(alone) == "at m = 1.0 alone" and all(0 < abs(c.point[1] - 1) <= 2**-24 for c in alone.beside)
    always = persistence(HELD.bound, observe, at, 1, lambda rows: True, FLOAT64)
    assert always.beside == () and always.low < -1e3 < 1e300 < always.high


def test_orders_of_magnitude_are_halved() -> None:
    """From 1e-300 to the largest power of ten that fails, in few looks."""
    looks = []
    observe = observer(Implementation(lambda x, m: (x - m) ** 2 / 2, HELD))

    def counted(points: Sequence[Mapping[str, float]]) -> list[Observed]:
        looks.append(len(points))
        return observe(points)

    bad = [*compare(HELD.bound, observe, [(0.0, 1.25e-290)])]
    (found,) = shrunk(HELD.bound, counted, bad, lambda rows: 0 < rows[0].point[1] < 2e-154)
    assert found.point == (0.0, 1e-154) and len(looks) < 40
