"""Expectations: the mean over the rows under an empirical distribution, linear in constants under every law."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Basic

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    AnyAtom,
    CountAtom,
    KeptAtom,
    LawAtom,
    MeanAtom,
    Monomial,
    Number,
    Polynomial,
    Undecided,
    looks,
)
from symbolic.calculus.normal_form.integrability import integrable, lower_integrable
from symbolic.calculus.normal_form.joint_laws import free, marginal, together
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import ONE, UNIT, fixed, lead, negated, rational, single
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
    within = known.inside(law)
    return _of_polynomial(known, within, known.law(law), divided(within, within.of(body)))


def _of_polynomial(known: Knowledge, within: Knowledge, law: LawAtom, p: Polynomial) -> Polynomial:
    """The mean of a polynomial under a law, within which `within` is known."""
    parts: list[Polynomial] = []
    whole: dict[Monomial, Polynomial] = {}  # of which the mean may be infinite, with its coefficient
    for tight, factor in _by_outcomes(known, law, p).items():
        if tight and factor != {ONE: UNIT}:
            known.cite(laws.FACTOR_LEAVES_MEAN)
        if not tight:
            known.cite(laws.MEAN_OF_CONSTANT)
            parts.append(factor)
        elif integrable(within, law, {tight: UNIT}):
            parts.append(multiply(known, factor, _one_mean(known, law, {tight: UNIT}, factor)))
        else:
            whole[tight] = factor
    if whole:
        factor, rest = _common_factor(within, law, whole)
        parts.append(multiply(known, factor, _one_mean(known, law, rest, factor)))
    if len(parts) > 1:
        known.cite(laws.MEAN_SPLITS)
    return add(known, *parts)


def _by_outcomes(known: Knowledge, law: LawAtom, p: Polynomial) -> dict[Monomial, Polynomial]:
    """The products of what depends on the outcomes, each with what leaves the mean. Raises Undecided."""
    found: dict[Monomial, Polynomial] = {}
    for m, c in p.items():
        loose = frozenset((a, e) for a, e in m if free(frozenset({(a, e)}), law))
        if not known.tame(loose):
            raise Undecided("an expectation of what may be infinite for every outcome")
        factor: Polynomial = {frozenset(part for part in loose if not _is_kept(part)): c}
        for a, _ in filter(_is_kept, loose):
            factor = multiply(known, factor, dict(a.items))  # type: ignore[union-attr]
        tight = m - loose
        found[tight] = add(known, found[tight], factor) if tight in found else factor
    return {tight: factor for tight, factor in found.items() if factor}


def _is_kept(part: tuple[AnyAtom, Number]) -> bool:
    return isinstance(part[0], KeptAtom) and part[1] == 1


def _common_factor(
    within: Knowledge, law: LawAtom, whole: Mapping[Monomial, Polynomial]
) -> tuple[Polynomial, Polynomial]:
    """(c, u) with the sum c u, where c is free of the outcomes and one coefficient of u is 1."""
    lead_term = min(whole, key=looks)
    first = whole[lead_term]
    ratios = {m: _ratio(factor, first) for m, factor in whole.items()}
    if all(ratios.values()):
        scale = lead(ratios)
        return {k: rational(c * scale) for k, c in first.items()}, {m: rational(r, scale) for m, r in ratios.items()}
    p = add(within, *(multiply(within, factor, {m: UNIT}) for m, factor in whole.items()))
    common = frozenset.intersection(*p)
    shared = frozenset((a, e) for a, e in common if free(frozenset({(a, e)}), law))
    scale = lead(p)
    return {shared: scale}, {m - shared: rational(c, scale) for m, c in p.items()}


def _ratio(p: Polynomial, q: Polynomial) -> Number:
    """r with p = r q, and 0 where there is none."""
    ratios = {rational(c, q[m]) for m, c in p.items() if m in q}
    return ratios.pop() if p.keys() == q.keys() and len(ratios) == 1 else 0


def _one_mean(known: Knowledge, law: LawAtom, p: Polynomial, factor: Polynomial) -> Polynomial:
    """The mean of what stays together: under the joint law, where it is one of conditional means, else of fewest columns.

    It is multiplied by a finite factor: where that is 0 it may be anything.
    """
    if (joint := _joint(known, law, p)) is not None and _has_a_mean(joint, factor):
        known.cite(laws.TOWER)
        inside, whole, q = joint
        return _of_polynomial(known, inside, whole, divided(inside, q))
    where = marginal(law, p)
    if where != law:
        known.cite(laws.MARGINAL)
    return single(MeanAtom(where, fixed(p)))


def _joint(known: Knowledge, law: LawAtom, p: Polynomial) -> tuple[Knowledge, LawAtom, Polynomial] | None:
    try:
        return together(known, law, p)
    except Undecided:
        return None


def _has_a_mean(joint: tuple[Knowledge, LawAtom, Polynomial], factor: Polynomial) -> bool:
    """Has what is under the joint law surely a mean: as it is, or times the factor?"""
    inside, law, q = joint
    if lower_integrable(inside, law, q) or lower_integrable(inside, law, negated(q)):
        return True
    try:
        scaled = multiply(inside, factor, q)
    except Undecided:
        return False
    return lower_integrable(inside, law, scaled) or lower_integrable(inside, law, negated(scaled))
