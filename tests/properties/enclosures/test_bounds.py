"""Intervals with exact ends: infinities never cancel, and nothing is divided by what may be zero."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb

from properties.enclosures.bounds import Bounds, Unbounded, reciprocal, times
from properties.enclosures.bounds import plus as added

INF = float("inf")


def interval(a: Any, b: Any) -> Bounds:
    return Bounds(*(v if isinstance(v, float) else arb(v) for v in (a, b)))


def test_infinities_never_cancel() -> None:
    assert added(interval(-INF, 1), interval(2, INF)) == interval(-INF, INF)
    assert times(interval(0, 1), interval(2, INF)) == interval(0, INF)
    assert times(interval(0, 0), interval(-INF, INF)) == interval(0, 0)
    assert times(interval(-2, 1), interval(3, INF)) == interval(-INF, INF)


def test_nothing_is_divided_by_what_may_be_zero() -> None:
    assert reciprocal(interval(2, INF)).lower == 0
    for bad in (interval(-1, 1), interval(0, 1), interval(-INF, 0)):
        with pytest.raises(Unbounded):
            reciprocal(bad)
