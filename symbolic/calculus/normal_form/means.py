"""Expectations: the mean over the rows under an empirical distribution, linear in constants under every law."""

from __future__ import annotations

from sympy import Basic

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    CountAtom,
    Fixed,
    MeanAtom,
    OutcomeAtom,
    Polynomial,
    Terms,
    Undecided,
    mentions,
)
from symbolic.calculus.normal_form.integrability import integrable
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import UNIT, lead, rational, single
from symbolic.calculus.normal_form.ring import add, divided, multiply
from symbolic.calculus.normal_form.signs import Signs
from symbolic.calculus.normal_form.sums import one_row
from symbolic.core.terms import Applied, Count, Expectation, Index, Outcome, RowSum, at_row


def mean(known: Signs, e: Expectation) -> Polynomial:
    """The expectation `e`. Raises Undecided."""
    body, law = e.args
    if not all(isinstance(a, Outcome) for a in law.points):
        raise Undecided("an expectation under what is no law of outcomes")
    return _over_rows(known, body, law) if law.head.kind == "empirical" else _under(known, body, law)


def _over_rows(known: Knowledge, body: Basic, law: Applied) -> Polynomial:
    size = law.points[0].column.size
    one_row(body, size)
    known.cite(laws.EMPIRICAL_MEAN)
    i = Index("i", size)
    rows = known.of(RowSum(at_row(body, i, law.points), i, Count(size)))
    return multiply(known, single(CountAtom(size), -1), rows)


def _under(known: Signs, body: Basic, law: Applied) -> Polynomial:
    key = known.law(law)
    within = known.inside(law)
    columns = {OutcomeAtom(a.column) for a in law.points}
    parts: list[Polynomial] = []
    together: Terms = {}
    for m, c in divided(within, within.of(body)).items():
        loose = frozenset((a, k) for a, k in m if not any(mentions(a, x) for x in columns))
        tight = m - loose
        if not known.tame(loose):
            raise Undecided("an expectation of what may be infinite for every outcome")
        if tight and (loose or c != 1):
            known.cite(laws.FACTOR_LEAVES_MEAN)
        if not tight:
            known.cite(laws.MEAN_OF_CONSTANT)
            parts.append({loose: c})
        elif integrable(within, key, {tight: UNIT}):
            parts.append(multiply(known, {loose: c}, single(MeanAtom(key, frozenset({(tight, UNIT)})))))
        else:
            together[m] = c
    if together:
        common = frozenset.intersection(*together)
        shared = frozenset((a, k) for a, k in common if not any(mentions(a, x) for x in columns))
        scale = lead(together)
        rest: Fixed = frozenset((m - shared, rational(c, scale)) for m, c in together.items())
        parts.append(multiply(known, {shared: scale}, single(MeanAtom(key, rest))))
    if len(parts) > 1:
        known.cite(laws.MEAN_SPLITS)
    return add(known, *parts)
