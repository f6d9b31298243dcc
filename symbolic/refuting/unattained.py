"""Infima that nothing attains, refuted by a member of the domain where the objective is smaller than the claimed limit."""

from __future__ import annotations

from itertools import islice, product

from sympy import Expr, oo, sympify

from symbolic.calculus.enclosing import Values
from symbolic.calculus.points import Beyond, compiled, precision, shown
from symbolic.core.domains import members
from symbolic.core.terms import Parameter
from symbolic.statements.unattained import Unattained

MAX_POINTS = 200

ABOUT = (Unattained,)


def refute(obligation: Unattained) -> str | None:
    """`unattained`: a member with a smaller value, where the objective has one everywhere.

    Raises Undefined where it may have none.
    """
    Values().of(obligation.objective)
    return _smaller(obligation.objective, obligation.unknowns, sympify(obligation.limit))


def _smaller(objective: Expr, unknowns: tuple[Parameter, ...], limit: Expr) -> str | None:
    """A member of the domain where the objective is smaller than the limit, in words; None where none is known."""
    grids = [members(u.domain) for u in unknowns]
    if limit == oo or not all(grids):
        return None
    value = compiled(objective - limit)
    with precision():
        for point in islice(product(*grids), MAX_POINTS):
            at = dict(zip(unknowns, point, strict=True))
            try:
                if value(at) < 0:
                    return f"at {shown(at)} the value is smaller than {limit}"
            except Beyond:
                continue
    return None
