"""Estimates of a parameter that bounds the support: the largest or the smallest datum.

Lemma. Let f(u, w) = g(u, w) - c sum_i log 1[x_i <= u] with c > 0, g finite and, for every w, continuous and strictly
increasing in u. Let M be the largest of the data, and in the domain of u. Then f is oo for u < M and g for u >= M; so (u, w)
minimises f if and only if u = M and w minimises g(M, w). In the same way for 1[u <= x_i], g decreasing, and the smallest.

That M is the largest of the data is what two conditions on them say: prod_i 1[x_i <= M] > 0 and sum_i 1[M <= x_i] > 0.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, log
from sympy.core.relational import Relational, StrictGreaterThan

from symbolic.calculus.enclosing import Values
from symbolic.calculus.minimising import by_unknown, minimised
from symbolic.calculus.normal_form import NormalForm, Undecided, written_polynomial
from symbolic.calculus.slopes import analytic, derivative, fresh, moves, sign, substituted
from symbolic.core.domains import subset
from symbolic.core.errors import Open
from symbolic.core.terms import AtMost, Count, Entry, Parameter, RowProduct, RowSum, symbols, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.estimate import EstimateIs

UNKNOWN = Answer(Verdict.UNKNOWN)

ABOUT = (EstimateIs,)


def prove(obligation: EstimateIs) -> Answer:
    """`estimate`: PROVED by the lemma where one unknown bounds the data; what is left are estimates of the others."""
    objective, unknowns, when = obligation.objective, obligation.unknowns, obligation.conditions
    bounds = [u for u in unknowns if any(isinstance(t, AtMost) and moves(t, [u]) for t in walk(objective))]
    try:
        claimed = by_unknown(obligation.point)
        if len(bounds) != 1 or set(claimed) != set(unknowns):
            return UNKNOWN
        (u,) = bounds
        rest, left = _without(objective, u, claimed[u], when)
        others = tuple(w for w in unknowns if w != u)
        if others:
            minimised(substituted(rest, {u: claimed[u]}), others, {w: claimed[w] for w in others}, left)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.PROVED)


def _without(
    objective: Expr, u: Parameter, bound: Expr, when: tuple[Relational, ...]
) -> tuple[Expr, tuple[Relational, ...]]:
    """(g, the other conditions), where the lemma holds for u with this bound. Raises Undecided, Undefined."""
    Values().of(objective)
    (indicator, *more) = {t for t in walk(objective) if isinstance(t, AtMost) and moves(t, [u])}
    (datum,) = [a for a in indicator.args if a != u] if u in indicator.args else (None,)
    if more or not isinstance(datum, Entry):
        raise Undecided(
            f"{u} bounds the data in more than one way, or otherwise than by 1[x_i <= {u}] or 1[{u} <= x_i]"
        )
    largest = indicator.args[1] == u
    if not isinstance(bound, Parameter) or bound == u or not subset(bound.domain, u.domain):
        raise Undecided(f"{bound} is not known to lie in the domain of {u}")
    index = datum.args[1]
    rows = index, Count(index.size)
    inside, reached = (
        (AtMost(datum, bound), AtMost(bound, datum)) if largest else (AtMost(bound, datum), AtMost(datum, bound))
    )
    needed = [StrictGreaterThan(RowProduct(inside, *rows), 0), StrictGreaterThan(RowSum(reached, *rows), 0)]
    if not all(w in when for w in needed):
        raise Undecided(f"{bound} is not said to be the {'largest' if largest else 'smallest'} datum: {needed}")
    forms = NormalForm()
    barrier = tuple(forms.of(RowSum(log(indicator), *rows) / rows[1]))  # of no term where the indicator is always 1
    form = dict(forms.of(objective))
    if len(barrier) != 1 or not form.pop(barrier[0], 0) < 0:
        raise Undecided(f"{objective} does not contain the mean of -log {indicator}")
    rest = written_polynomial(form)
    if any(isinstance(t, AtMost) and moves(t, [u]) for t in walk(rest)):
        raise Undecided(f"{indicator} stands in {objective} otherwise than in the mean of its logarithm")
    if not Values().of(rest).bounded_values:
        raise Undecided(f"{rest} may be infinite")
    hull: Any = u.domain.hull
    real = fresh({s.name for s in symbols(objective)}, "u", hull)
    moved = substituted(rest, {u: real})
    slope = derivative(moved, real, forms)
    if analytic(moved, (real,), Values()) is not True or sign(slope if largest else -slope, forms) != 1:
        raise Undecided(f"{rest} is not known to be strictly {'increasing' if largest else 'decreasing'} in {u}")
    return rest, tuple(w for w in when if w not in needed)
