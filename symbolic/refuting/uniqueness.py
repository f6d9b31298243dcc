"""At most one minimiser, refuted by a convex objective that is constant on a segment.

A convex function on an interval that has one value at three different points has its least value there: were it smaller
elsewhere, it would have to be strictly monotone between that place and two of the points.
"""

from __future__ import annotations

from itertools import combinations

from sympy import Expr

from symbolic.calculus.enclosing import Values
from symbolic.calculus.points import Beyond, compiled, precision, shown
from symbolic.calculus.samples import samples
from symbolic.calculus.shapes import CONVEX, Shapes
from symbolic.calculus.slopes import moves
from symbolic.core.domains import is_interval, members
from symbolic.core.terms import Parameter
from symbolic.statements.at_most_one import AtMostOne

ABOUT = (AtMostOne,)


def refute(obligation: AtMostOne) -> str | None:
    """`at most one`, of one unknown: data for which a segment minimises.

    Raises Undefined where the objective may have no value.
    """
    objective, unknowns = obligation.objective, obligation.unknowns
    alone = len(unknowns) == 1 and is_interval(unknowns[0].domain) and moves(objective, unknowns)
    return _flat(objective, unknowns[0]) if alone else None


def _flat(objective: Expr, u: Parameter) -> str | None:
    """Data and two members of the domain between which a convex objective is constant, in words; None if unknown."""
    if CONVEX not in Shapes(frozenset({u}), Values()).of(objective):
        return None
    value = compiled(objective)
    with precision():
        for data in samples([objective], (u,)):
            for a, b in combinations(members(u.domain), 2):
                try:
                    left, middle, right = (value({**data, u: v}) for v in (a, (a + b) / 2, b))
                except Beyond:
                    continue
                if left == middle and middle == right:  # exact balls
                    return f"for {shown(data)}, every {u} between {min(a, b)} and {max(a, b)} is a minimiser"
    return None
