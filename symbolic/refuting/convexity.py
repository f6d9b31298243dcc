"""Convexity, refuted by three points in one line: what lies half way between two has a value beyond their mean."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any

from sympy import Expr

from symbolic.calculus.points import Beyond, compiled, precision, shown
from symbolic.calculus.slopes import moves
from symbolic.core.domains import is_interval, members
from symbolic.core.terms import Outcome, Parameter, walk
from symbolic.kernel import Obligation

MAX_PLACES, MAX_PAIRS = 12, 300  # values of the data, and segments


def refute(obligation: Obligation) -> str | None:
    """`convex`: data and two members of the domain between which the value is too high half way."""
    if obligation.kind != "convex":
        return None
    loss, unknowns = obligation.about
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
    value = compiled(loss)
    indices = sorted(product(*(range(len(g)) for g in grids)), key=sum)
    pairs = list(islice(combinations(indices, 2), MAX_PAIRS))
    with precision():
        for chosen in islice(sorted(product(*(range(len(p)) for p in places)), key=sum), MAX_PLACES):
            data = {t: p[k] for t, p, k in zip(others, places, chosen, strict=True)}
            memo: dict[Any, Any] = {}

            def at(point: tuple[Fraction, ...], data: Any = data, memo: Any = memo) -> Any:
                if point not in memo:
                    try:
                        memo[point] = value({**data, **dict(zip(unknowns, point, strict=True))})
                    except Beyond:
                        memo[point] = None
                return memo[point]

            for one, other in pairs:
                a, b = (tuple(g[k] for g, k in zip(grids, member, strict=True)) for member in (one, other))
                middle = tuple((s + t) / 2 for s, t in zip(a, b, strict=True))
                left, half_way, right = at(a), at(middle), at(b)
                if None in (left, half_way, right) or not 2 * half_way > left + right:
                    continue
                ends = " and at ".join(shown(dict(zip(unknowns, point, strict=True))) for point in (a, b))
                where = shown(data)
                return (
                    (f"for {where}, " if where else "")
                    + f"at {ends} the values are {left.str(5, radius=False)} and {right.str(5, radius=False)}, half way "
                    f"{half_way.str(5, radius=False)}, which is greater than their mean"
                )
    return None
