"""What an expression is bounded by near an end of its domain: a rigorous enclosure of its integral, or sum, over that end.

The elasticity of h in s > 0 is s h'(s)/h(s), the derivative of log |h| with respect to log s. Lemma: if it lies in [a, b] for
every s >= S, then h keeps its sign there and h(s) / h(S) lies between (s/S)^a and (s/S)^b; so the integral of h from S to oo
lies between h(S) S / (-1 - a) and h(S) S / (-1 - b) where b < -1, and is infinite where a >= -1. In the same way for
0 < s <= S. Source: the mean value theorem; Bingham, Goldie and Teugels, Regular Variation, section 1.3 (representation).
Numbers are balls; nothing here is shared with what proves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, fmpq
from sympy import (
    Add,
)

from properties.enclosures.bounds import (
    EVERYTHING,
    NONNEGATIVE,
    ONE,
    ZERO,
    Bounds,
    Unbounded,
    bounds,
    least,
    plus,
    reciprocal,
    times,
)
from properties.enclosures.near import Near, S, expanded
from properties.enclosures.signs import nonnegative
from properties.instances.numbers import (
    INFINITY,
)


def integral(h: Any, edge: fmpq, far: bool) -> Bounds:
    """An interval that holds the integral of h over s >= edge, or over 0 < s <= edge; infinite where that is certain.

    Raises Unbounded.
    """
    return _whole_or_by_terms(h, edge, far, _integral)


def total(h: Any, edge: fmpq) -> Bounds:
    """An interval that holds h(N) + h(N + 1) + ..., where N is the edge. Raises Unbounded."""
    return _whole_or_by_terms(h, edge, True, _total)


def _whole_or_by_terms(h: Any, edge: fmpq, far: bool, of: Callable[[Any, Near], Bounds]) -> Bounds:
    if h == 0:
        return ZERO
    near = Near(edge, far)
    h = near.unfolded(h)
    try:
        return of(h, near)
    except Unbounded:
        parts = [part for part in Add.make_args(expanded(h)) if part != 0]
        if parts == [h]:
            raise
    whole = ZERO
    for part in parts:
        found = of(part, near.anew())
        if found.lower == INFINITY or found.upper == -INFINITY:
            raise Unbounded("{}: an infinite part of a sum", part)
        whole = plus(whole, found)
    return whole


def _integral(h: Any, near: Near) -> Bounds:
    slope = near.slope(h)
    room = Bounds(-1 - slope.upper, -1 - slope.lower) if near.far else Bounds(1 + slope.lower, 1 + slope.upper)
    return _scaled(h, near, room, ZERO)


def _total(h: Any, near: Near) -> Bounds:
    """h falls: the sum lies between its integral, or its first term alone, and both together."""
    slope = near.slope(h)
    return _scaled(h, near, Bounds(-1 - slope.upper, -1 - slope.lower), ONE)


def _scaled(h: Any, near: Near, room: Bounds, first: Bounds) -> Bounds:
    at = bounds(near.at(h))
    if not (at.lower > 0 or at.upper < 0):
        raise Unbounded("{}: its sign at {} = {} is open", h, S, near.edge)
    if room.upper <= 0:
        return Bounds(INFINITY, INFINITY) if at.lower > 0 else Bounds(-INFINITY, -INFINITY)
    if not room.lower > 0:
        raise Unbounded("{} is not seen to fall fast enough", h)
    size = times(bounds(near.edge), reciprocal(room))
    if first == ONE:
        size = Bounds(-least((arb(-1), -size.lower)), plus(ONE, size).upper)
    return times(at, size)


CLOSE = arb(2) ** -24  # an enclosure of an end is good enough when its width is at most this


def closest(h: Any, edges: Sequence[fmpq], of: Callable[..., Bounds]) -> tuple[fmpq, Bounds, str]:
    """The first edge whose enclosure is close, else the one with the closest; where none is finite, what the sign says."""
    best: tuple[Any, fmpq, Bounds] | None = None
    reason: Unbounded | None = None
    for edge in edges:
        try:
            found = of(h, edge)
        except Unbounded as why:
            reason = reason or why
            continue
        if sure(found):
            return edge, found, ""
        if isinstance(found.lower, float) or isinstance(found.upper, float):
            continue
        width = found.upper - found.lower
        if best is None or width < best[0]:
            best = width, edge, found
        if width <= CLOSE:
            break
    if best is not None:
        return best[1], best[2], ""
    known = NONNEGATIVE if nonnegative(h) else EVERYTHING
    return edges[min(3, len(edges) - 1)], known, str(reason or "no finite bound was found")


def sure(found: Bounds) -> bool:
    """Is it certain that the value is infinite?"""
    return isinstance(found.lower, float) and isinstance(found.upper, float) and bool(found.lower == found.upper)
