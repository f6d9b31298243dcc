"""Convexity, refuted by three points in one line: what lies half way between two has a value beyond their mean."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import combinations, islice, product

from sympy import Expr

from symbolic.calculus.points import Ball, Beyond, NumericPoint, compiled, precision, shown
from symbolic.calculus.slopes import moves
from symbolic.core.domains import is_interval, members
from symbolic.core.terms import Outcome, Parameter, walk
from symbolic.statements.convex import Convex

MAX_PLACES, MAX_PAIRS = 12, 300  # values of the data, and segments
Place = tuple[Fraction, ...]  # of the unknowns

ABOUT = (Convex,)


def refute(obligation: Convex) -> str | None:
    """`convex`: data and two members of the domain between which the value is too high half way."""
    loss, unknowns = obligation.loss, obligation.unknowns
    if not all(is_interval(u.domain) for u in unknowns):
        return None
    return _violation(loss, tuple(u for u in unknowns if moves(loss, [u])))


def _violation(loss: Expr, unknowns: tuple[Parameter, ...]) -> str | None:
    """Data and two members of the domain half way between which the value exceeds the mean, in words; None if unknown."""
    others = sorted(
        {t for t in walk(loss) if isinstance(t, Parameter | Outcome) and t not in unknowns},
        key=lambda t: (isinstance(t, Outcome), str(t)),
    )
    grids = [members(u.domain) for u in unknowns]
    places = [members(t.domain if isinstance(t, Parameter) else t.column.domain) for t in others]
    if not unknowns or not all(grids) or not all(places):
        return None
    indices = sorted(product(*(range(len(g)) for g in grids)), key=sum)
    corners = [tuple(g[k] for g, k in zip(grids, index, strict=True)) for index in indices]
    segments = list(islice(combinations(corners, 2), MAX_PAIRS))
    value = compiled(loss)
    with precision():
        for chosen in islice(sorted(product(*(range(len(p)) for p in places)), key=sum), MAX_PLACES):
            data = {t: p[k] for t, p, k in zip(others, places, chosen, strict=True)}
            found = _too_high(value, data, unknowns, segments)
            if found is not None:
                return f"for {shown(data)}, {found}" if data else found
    return None


def _too_high(
    value: Callable[[NumericPoint], Ball],
    data: NumericPoint,
    unknowns: tuple[Parameter, ...],
    segments: list[tuple[Place, Place]],
) -> str | None:
    """The ends of a segment half way between which the value exceeds the mean of theirs, in words; None if unknown."""

    @cache
    def at(place: Place) -> Ball | None:
        try:
            return value({**data, **dict(zip(unknowns, place, strict=True))})
        except Beyond:
            return None

    for a, b in segments:
        left, half_way, right = at(a), at(tuple((s + t) / 2 for s, t in zip(a, b, strict=True))), at(b)
        if left is None or half_way is None or right is None or not 2 * half_way > left + right:
            continue
        ends = " and at ".join(shown(dict(zip(unknowns, place, strict=True))) for place in (a, b))
        return (
            f"at {ends} the values are {left.str(5, radius=False)} and {right.str(5, radius=False)}, half way "
            f"{half_way.str(5, radius=False)}, which is greater than their mean"
        )
    return None
