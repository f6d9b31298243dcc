"""Integrals of sums of products of abstract densities, by linearity and the chain rule of probability.

Each summand is weights, free of what is integrated over, times densities that follow the chain rule: its integral is its
weights. So mixtures have the mass that their weights add up to. (Source: Titterington, Smith and Makov, Statistical Analysis
of Finite Mixture Distributions, section 1.1.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from sympy import Expr

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import (
    UNIT,
    AnyAtom,
    AppliedAtom,
    ClassAtom,
    Monomial,
    NormalForm,
    Polynomial,
    TotalAtom,
    Undecided,
    mentions,
    nested,
    written_polynomial,
)
from symbolic.core.domains import classes, nonnegative
from symbolic.core.terms import Class, Outcome, Total, replace, walk

Rest: TypeAlias = Callable[[Expr, tuple[Outcome, ...]], Polynomial]


def of_densities(integrand: Expr, outcomes: tuple[Outcome, ...], otherwise: Rest) -> Polynomial:
    """The integral over all outcomes; `otherwise` integrates what has no density in it.

    Raises Undecided where a summand does not follow the chain rule.
    """
    if any(isinstance(t, Total) and t.each.column in {x.column for x in outcomes} for t in walk(integrand)):
        raise Undecided("a sum over the classes of what is integrated over")
    try:
        return _integral(integrand, outcomes, otherwise)
    except Undecided:
        summed = [x for x in outcomes if classes(x.column.domain)]
        if not summed or (len(summed) < len(outcomes) and not _nonnegative(integrand)):
            raise  # sums over classes come first only where the order of nonnegative sums and integrals does not matter
    for x in summed:
        each = Class(x.column)
        integrand = written_polynomial(NormalForm().of(Total(replace(integrand, {x: each}.get), each)))
    left = tuple(x for x in outcomes if x not in summed)
    return _integral(integrand, left, otherwise) if left else NormalForm().of(integrand)


def _nonnegative(integrand: Expr) -> bool:
    try:
        return Values().of(integrand).within(nonnegative)
    except Undefined:
        return False


def _integral(integrand: Expr, outcomes: tuple[Outcome, ...], otherwise: Rest) -> Polynomial:
    forms = NormalForm()
    form = forms.of(integrand)
    points = [NormalForm.argument(x) for x in outcomes]
    concrete = {m: c for m, c in form.items() if not any(_abstract(a, points) for a in nested(m))}
    parts = [otherwise(written_polynomial(concrete), outcomes)] if concrete else []
    for m, c in form.items():
        if m not in concrete:
            parts.append(_of_term(forms, {m: c}, outcomes, otherwise))
    return forms.add({}, *parts)


def _abstract(a: AnyAtom, points: Sequence[AnyAtom]) -> bool:
    """Is it the value of a density or a function, or a sum over classes, that depends on one of the points?"""
    return isinstance(a, AppliedAtom | TotalAtom) and any(mentions(a, x) for x in points)


def _of_term(forms: NormalForm, term: Polynomial, outcomes: tuple[Outcome, ...], otherwise: Rest) -> Polynomial:
    """The integral of one term over all outcomes: its weights. Raises Undecided."""
    ((m, c),) = term.items()
    points = [NormalForm.argument(x) for x in outcomes]
    tight = frozenset((a, e) for a, e in m if any(mentions(a, x) for x in points))
    if not forms.tame(m - tight):
        raise Undecided("a weight that may be infinite")
    totals = [(a, e) for a, e in tight if isinstance(a, TotalAtom)]
    if totals:
        ((total, e), *more) = totals
        factors = tight - {(total, e)}
        each = ClassAtom(total.column)
        if more or e != 1 or mentions(factors, each):
            raise Undecided("an integral of a product of sums over all classes")
        term = forms.multiply({factors: UNIT}, {total.term: UNIT})
        try:
            inner = forms.total(total.column, _integral(written_polynomial(term), outcomes, otherwise))
        except Undecided:  # a joint density with the class
            inner = _with_class(forms, term, each, points)
        return forms.multiply({m - tight: c}, inner)
    _chain(tight, points)
    return {m - tight: c}


def _with_class(forms: NormalForm, term: Polynomial, each: ClassAtom, points: Sequence[AnyAtom]) -> Polynomial:
    """The sum over a class of the integral of one term, a joint density of that class and the points. Raises Undecided."""
    ((m, c),) = term.items()
    tight = frozenset((a, e) for a, e in m if any(mentions(a, x) for x in (*points, each)))
    _chain(tight, [*points, each])
    return {m - tight: c}


def _chain(m: Monomial, points: Sequence[AnyAtom]) -> None:
    """Raises Undecided where a product is no density of the points by the chain rule of probability."""
    left = [a for a, e in m if isinstance(a, AppliedAtom) and a.head.kind == "density" and e == 1]
    if len(left) < len(m):
        raise Undecided("an integral of what is no product of densities")
    made: set[AnyAtom] = set()
    while left:
        open_ = set(points) - made
        ready = next((a for a in left if set(a.points) <= open_ and not set(a.given) & open_), None)
        if ready is None:
            raise Undecided("a product of densities that does not follow the chain rule of probability")
        left.remove(ready)
        made |= set(ready.points)
    if made != set(points):
        raise Undecided("a product of densities of other columns")
