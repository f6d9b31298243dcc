"""Bounds all over the neighbourhood of an end: they hold at every point that is tried."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from flint import fmpq
from sympy import (
    Rational,
    exp,
    gamma,
    log,
    loggamma,
    pi,
    polygamma,
)

from properties.enclosures.bounds import Unbounded
from properties.enclosures.near import Near
from properties.instances.numbers import NoValue, TooWide
from tests.properties.enclosures.near_values import at, holds, s

ATOMS = (
    s, s + 3, s - 2, s**2 + 1, s**2 - 3 * s + 5, exp(-s), exp(-(s**2) / 3), exp(s - exp(-s)), 1 + exp(-s), 1 + exp(s),
    s ** Rational(1, 3), log(s), log(s + 7), log(1 + exp(-s)), gamma(s + Rational(1, 2)), gamma(2 * s + 5), 1 + 1 / s,
    Rational(2, 3) ** s, loggamma(s + 8), polygamma(0, s + 6), exp(-1 / s), 5 - 1 / s, pi * s - 1, s * log(s) + 3,
)  # fmt: skip


def drawn(rnd: Random) -> Any:
    e = rnd.choice(ATOMS)
    for _ in range(rnd.randrange(3)):
        other = rnd.choice(ATOMS)
        e = rnd.choice((e * other, e / other, e + other, e - other, e * other**2, exp(-(other**2)) * e))
    return e


@pytest.mark.parametrize("seed", range(60))
def test_values_and_elasticities_lie_within_their_bounds(seed: int) -> None:
    rnd = Random(seed)
    e, far = drawn(rnd), rnd.random() < 0.7
    edge = fmpq(rnd.choice((4, 10, 33))) if far else fmpq(1, rnd.choice((4, 10, 33)))
    near = Near(edge, far)
    points = [edge * k for k in (1, 2, 5, 30)] if far else [edge / k for k in (1, 2, 5, 300)]
    try:
        value = near.value(e)
    except Unbounded:
        value = None
    try:
        slope = near.slope(e)
    except Unbounded:
        slope = None
    for point in points:
        try:
            there = at(e, point)
            steep = at(s * e.diff(s), point) / there
        except (NoValue, TooWide):
            assert value is None, "what has no value somewhere has no bounds"
            continue
        assert value is None or holds(value, there), (e, edge, point)
        assert slope is None or not steep.is_finite() or holds(slope, steep), (e, edge, point)


def test_most_of_what_is_drawn_does_get_bounds() -> None:
    found = 0
    for seed in range(60):
        rnd = Random(seed)
        e = drawn(rnd)
        try:
            Near(fmpq(33), True).slope(e)
            found += 1
        except Unbounded:
            continue
    assert found > 30
