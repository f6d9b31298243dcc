"""Intervals with exact ends, or without: what a number or every value of a function lies between."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any, NamedTuple

from flint import arb

from properties.instances.numbers import (
    INFINITY,
    ExtendedNumber,
    multiply,
    show,
)


class Unbounded(Exception):
    """No bound was found near an end; the message says for which part. Never evidence for anything."""

    def __init__(self, message: str, *parts: Any) -> None:
        super().__init__(message, *parts)

    def __str__(self) -> str:  # put together when asked for: most of them are never read
        try:
            return str(self.args[0]).format(*self.args[1:])
        except ValueError:  # numbers with too many digits to print
            return str(self.args[0]).format(*("..." for _ in self.args[1:]))


class Bounds(NamedTuple):
    """An interval that holds a number, or every value of a function; an end is an exact ball or an infinity (a float)."""

    lower: ExtendedNumber
    upper: ExtendedNumber

    def __str__(self) -> str:
        return f"[{show(self.lower)}, {show(self.upper)}]"


def down(v: ExtendedNumber) -> ExtendedNumber:
    return v if isinstance(v, float) else _finite(arb(v).lower())


def up(v: ExtendedNumber) -> ExtendedNumber:
    return v if isinstance(v, float) else _finite(arb(v).upper())


def _finite(v: arb) -> arb:
    if not v.is_finite():
        raise Unbounded("a ball without bound")
    return v


def bounds(v: ExtendedNumber) -> Bounds:
    """The interval of a single number."""
    return Bounds(down(v), up(v))


ZERO, ONE = Bounds(arb(0), arb(0)), Bounds(arb(1), arb(1))


EVERYTHING, NONNEGATIVE = Bounds(-INFINITY, INFINITY), Bounds(arb(0), INFINITY)


def plus(a: Bounds, b: Bounds) -> Bounds:
    """{u + v}; where an infinity meets its opposite, the end is open."""
    low = -INFINITY if -INFINITY in (a.lower, b.lower) else INFINITY if INFINITY in (a.lower, b.lower) else None
    high = INFINITY if INFINITY in (a.upper, b.upper) else -INFINITY if -INFINITY in (a.upper, b.upper) else None
    return Bounds(down(a.lower + b.lower) if low is None else low, up(a.upper + b.upper) if high is None else high)


def times(a: Bounds, b: Bounds) -> Bounds:
    """{u v} for finite u and v."""
    if not any(isinstance(v, float) for v in (*a, *b)):
        corners = [u * v for u in a for v in b]
        return Bounds(down(reduce(arb.min, corners)), up(reduce(arb.max, corners)))
    corners = [multiply(u, v) for u in a for v in b]
    return Bounds(least(map(down, corners)), -least(-up(v) for v in corners))


def least(values: Iterable[ExtendedNumber]) -> ExtendedNumber:
    """The smallest of exact numbers and infinities."""
    found: ExtendedNumber = INFINITY
    for v in values:
        if not isinstance(v, float) and ((isinstance(found, float) and found > 0) or found > v):
            found = v
        elif isinstance(v, float) and v < 0:
            return v
    return found


def meet(a: Bounds, b: Bounds) -> Bounds:
    """What both hold."""
    return Bounds(-least((-a.lower, -b.lower)), least((a.upper, b.upper)))


def reciprocal(a: Bounds) -> Bounds:
    """{1/u}. Raises Unbounded where 0 may be among the u."""
    if not (a.lower > 0 or a.upper < 0):
        raise Unbounded("a division by what may be 0")
    low, high = ((Bounds(arb(0), arb(0)) if isinstance(v, float) else bounds(1 / v)) for v in (a.upper, a.lower))
    return Bounds(low.lower, high.upper)
