"""The simplex falls to the bottom of a valley, and its coordinates never leave a domain."""

from __future__ import annotations

import math

import pytest

from properties.estimation.simplex import Coordinate, fallen
from properties.instances.numbers import inside
from symbolic.core.domains import Domain, RealInterval, open_unit_interval, positive, reals


def test_it_finds_the_bottom_of_a_narrow_valley() -> None:
    def rosenbrock(u: list[float]) -> float:
        return (1 - u[0]) ** 2 + 100 * (u[1] - u[0] ** 2) ** 2

    low, best = fallen(rosenbrock, [-1.2, 1.0], 1e-12, 400)
    assert low < 1e-18 and best == pytest.approx([1, 1], abs=1e-8)


def test_it_goes_around_what_is_infinite_and_stops_in_time() -> None:
    calls = []

    def half(u: list[float]) -> float:
        calls.append(u)
        return u[0] if u[0] > 0 else math.inf

    low, _ = fallen(half, [2.0], 0.0, 50)
    assert 0 < low < 1e-3 and len(calls) <= 2 + 50 * 3


@pytest.mark.parametrize(
    "domain", [reals, positive, open_unit_interval, RealInterval(-float("inf"), 0, upper_closed=False)]
)
@pytest.mark.parametrize("u", [-1e9, -3.0, 0.0, 3.0, 1e9])
def test_every_coordinate_is_a_member(domain: Domain, u: float) -> None:
    start = {positive: 2.0, open_unit_interval: 0.25}.get(domain, -2.0)
    coordinate = Coordinate(domain, 1.0, start)
    there = coordinate.value(u)
    assert inside(domain, there) or (domain == open_unit_interval and abs(u) > 40), (
        "a share of 1 - exp(-60) rounds to 1"
    )
    assert float(coordinate.value(coordinate.start)) == pytest.approx(start)
