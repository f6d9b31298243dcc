"""Estimates and solutions, refuted by data for which another point is better, or the claimed one is no member."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import islice, product

from sympy import Expr, sympify
from sympy.core.relational import Relational, StrictGreaterThan

from symbolic.calculus.points import Ball, Beyond, compiled, evaluated, outside, precision, shown
from symbolic.calculus.samples import samples
from symbolic.core.domains import members
from symbolic.core.statement import Point
from symbolic.core.terms import Parameter
from symbolic.statements.estimate import EstimateIs
from symbolic.statements.solutions import Solutions

MAX_SAMPLES, MAX_RIVALS = 12, 40

ABOUT = (EstimateIs, Solutions)


def refute(obligation: EstimateIs | Solutions) -> str | None:
    """`estimate` and `solutions`: data, and a point that is better than a claimed one, which is no minimiser then."""
    claimed, when = obligation.claimed()
    points = tuple(tuple((u, sympify(v)) for u, v in point) for point in claimed)
    return _better(obligation.objective, obligation.unknowns, points, when)


def _better(
    objective: Expr, unknowns: tuple[Parameter, ...], points: tuple[Point, ...], when: tuple[Relational, ...]
) -> str | None:
    """Data for which a claimed minimiser lies outside of the domain, or another point has a smaller value, in words."""
    grids = [members(u.domain) for u in unknowns]
    if not points or not all(grids) or any(set(dict(p)) != set(unknowns) for p in points):
        return None
    if not all(isinstance(w, StrictGreaterThan) and w.rhs == 0 for w in when):
        return None
    value = compiled(objective)
    with precision():
        for data in islice(samples([objective, *(v for p in points for _, v in p)], unknowns), MAX_SAMPLES):
            where = f"for {shown(data)}, " if shown(data) else ""
            try:
                if not all(evaluated(w.lhs, data) > 0 for w in when):
                    continue
                places = [{u: evaluated(v, data) for u, v in point} for point in points]
            except Beyond:
                continue
            for place in places:
                for u, v in place.items():
                    if outside(v, u.domain):
                        return f"{where}{u} = {v.str(8, radius=False)} lies outside of {u.domain}"
            rivals = [dict(zip(unknowns, r, strict=True)) for r in islice(product(*grids), MAX_RIVALS)]
            others: list[Mapping[Parameter, Fraction | Ball]] = [*rivals, *places]
            for place in places:
                for rival in others:
                    try:
                        there, here = value({**data, **place}), value({**data, **rival})
                    except Beyond:
                        continue
                    if here < there:
                        return (
                            f"{where}the value {here.str(8, radius=False)} at {_words(rival)} is smaller than "
                            f"{there.str(8, radius=False)} at {_words(place)}"
                        )
    return None


def _words(place: Mapping[Parameter, Fraction | Ball]) -> str:
    return ", ".join(f"{u} = {v if isinstance(v, Fraction) else v.str(8, radius=False)}" for u, v in place.items())
