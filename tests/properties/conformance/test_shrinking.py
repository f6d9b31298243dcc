"""Tests of properties.conformance.shrinking: failing points with few digits."""

from __future__ import annotations

from properties.conformance.calling import Implementation, observer
from properties.conformance.compared import Compared, compare
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.shrinking import cost, shrunk
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
    assert cost(0.0) < cost(1.0) < cost(-1.0) < cost(0.5) < cost(1.84375)
