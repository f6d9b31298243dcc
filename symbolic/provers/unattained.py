"""Objectives without a minimiser: a curve in the domain along which they tend to a limit that they exceed everywhere."""

from __future__ import annotations

from sympy import Expr, Symbol, oo, sympify

from symbolic.calculus.enclosing import Values
from symbolic.calculus.growth import START, Growth
from symbolic.calculus.minimising import member
from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.slopes import fresh, moves, sign, substituted
from symbolic.core.domains import INFINITY
from symbolic.core.errors import Open
from symbolic.core.terms import Parameter, symbols
from symbolic.kernel import Answer, Verdict
from symbolic.statements.unattained import Unattained

Curve = tuple[tuple[Parameter, Expr], ...]

ABOUT = (Unattained,)


def prove(obligation: Unattained) -> Answer:
    """`unattained`: PROVED by enclosures for "greater everywhere", and by the order of growth for the limit.

    REFUTED where the limit is surely another one.
    """
    objective, unknowns, limit = obligation.objective, obligation.unknowns, sympify(obligation.limit)
    try:
        _greater(objective, unknowns, limit)
        found = _limit(objective, unknowns, obligation.point, obligation.variable, limit)
        infinite, forms = found in (oo, -oo) or limit in (oo, -oo), NormalForm()
        if found == limit if infinite else forms.equal(forms.of(found), forms.of(limit)):
            return Answer(Verdict.PROVED)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.REFUTED if infinite else Verdict.UNKNOWN, f"along the curve {objective} tends to {found}")


def _greater(objective: Expr, unknowns: tuple[Parameter, ...], limit: Expr) -> None:
    """Returns where the objective exceeds the limit on the whole domain. Raises Open, Undefined or Undecided."""
    where = Values().of(objective)
    if limit == -oo:
        if where.has(-INFINITY):
            raise Open(f"{objective} may be -oo")
    elif moves(limit, unknowns):
        raise Open(f"{limit} mentions an unknown")
    elif not (Values().of(objective - limit).positive or sign(objective - limit, NormalForm()) == 1):
        raise Open(f"{objective} is not known to be greater than {limit}")


def _limit(objective: Expr, unknowns: tuple[Parameter, ...], curve: Curve, t: Symbol, claimed: Expr) -> Expr:
    """To what the objective tends along the curve, which lies in the domain. Raises Open, Undefined or Undecided."""
    if sorted(map(str, dict(curve))) != sorted(map(str, unknowns)) or len(curve) != len(unknowns):
        raise Open("the curve must give every unknown")
    given = frozenset().union(*map(symbols, (objective, claimed, *(sympify(e) for _, e in curve)))) - {t, *unknowns}
    time = fresh({s.name for s in (*given, *unknowns)}, "t", START)
    path = {u: substituted(sympify(e), {t: time}) for u, e in curve}
    forms = NormalForm()
    for u, e in path.items():
        if moves(e, unknowns):
            raise Open(f"{u} = {e} mentions an unknown")
        if not member(e, u.domain, forms):
            raise Open(f"{u} = {e} is not known to lie in {u.domain}")
    growth = Growth(time, given)
    found = growth.of(growth.form(substituted(objective, path))).limit
    if found is None:
        raise Open(f"the limit of {objective} along the curve is not known")
    return found
