"""Integrals and sums over the domains of columns, exactly: by linearity, substitution, and a table of standard integrals.

An integrand is brought to its normal form, and integrated monomial by monomial (each converges absolutely, so their sum
does). What is not in the table at once is brought there by cutting the domain where the integrand has a kink or a jump,
by moving and scaling, by x = e^u and by x = -log(t) / r. Nothing here is a verdict, and no integral is taken from
SymPy.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sympy import Add, Expr, Rational, count_ops, factor, factor_terms, together

from symbolic.calculus.integrals.abstract import of_densities
from symbolic.calculus.integrals.kinks import resolved
from symbolic.calculus.integrals.one_variable import MAX_CASES, one_variable
from symbolic.calculus.integrals.several import normal_columns, with_total
from symbolic.calculus.integrals.shapes import tidied
from symbolic.calculus.normal_form import (
    UNIT,
    NormalForm,
    Polynomial,
    Undecided,
    constant,
    mentions,
    written_polynomial,
)
from symbolic.core.domains import classes, elements
from symbolic.core.terms import Applied, Class, Outcome, Total, replace, walk

MAX_FACTORED = 80


def compute(integrand: Expr, outcomes: Iterable[Outcome], total: Expr | None = None) -> Expr:
    """The value of an integral, or sum, that converges absolutely for all values of the parameters.

    Arguments: `integrand`, an expression in `outcomes` and parameters; each outcome ranges over its column's domain,
    with the counting measure where that is discrete, else Lebesgue's; where `total` is given, over those outcomes that
    add up to it (with Lebesgue's measure on all but one of them). Raises Undecided where the value is not known here,
    or the convergence not sure.
    """
    return _shortest(value_of(integrand, tuple(outcomes), total))


def _shortest(value: Polynomial) -> Expr:
    """The value as an expression, factored where that is shorter: SymPy proposes it, and the normal form makes sure of it."""
    plain, forms = written_polynomial(value), NormalForm()
    if not isinstance(plain, Add) or count_ops(plain) > MAX_FACTORED:
        return plain
    found = [plain]
    for proposal in (factor_terms(plain), factor(plain), together(plain)):
        try:
            if forms.equal(forms.of(proposal), value):
                found.append(proposal)
        except Undecided:
            continue
    return min(found, key=count_ops)


def value_of(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None = None) -> Polynomial:
    """The normal form of `compute`'s value. Raises Undecided."""
    found = _remembered(integrand, outcomes, total)
    if isinstance(found, str):
        raise Undecided(found)
    return dict(found)


@lru_cache(maxsize=512)
def _remembered(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> Polynomial | str:
    try:
        found = _value(integrand, outcomes, total)
    except Undecided as reason:
        return str(reason)
    forms = NormalForm()
    if any(mentions(m, NormalForm.argument(x)) for m in found for x in outcomes):
        return "a value that depends on what is integrated over"
    return tidied(forms, found) if all(map(forms.tame, found)) else "a value that may be infinite"


def _value(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> Polynomial:
    abstract = [t for t in walk(integrand) if isinstance(t, Applied) and {*t.points, *t.given} & set(outcomes)]
    if abstract == [integrand] and total is None and _is_law(integrand, outcomes):
        return constant(1)
    by_classes = total is None and len(outcomes) == 1 and classes(outcomes[0].column.domain)
    summed = any(isinstance(t, Total) and set(outcomes) & set(walk(t)) for t in walk(integrand))
    if total is None and (abstract or (summed and not by_classes)):
        try:
            return of_densities(integrand, outcomes, value_of)
        except Undecided as reason:
            if abstract and not by_classes:
                raise Undecided(f"an integral of the abstract {abstract[0]} ({reason})") from None
    if by_classes:
        return _over_classes(integrand, outcomes[0])
    if abstract:
        raise Undecided(f"an integral of the abstract {abstract[0]}")
    if total is not None:
        return with_total(integrand, outcomes, total)
    if len(outcomes) == 1:
        return one_variable(integrand, outcomes)
    listed = next((x for x in outcomes if elements(x.column.domain) is not None), None)
    if listed is not None:
        return _over_each(integrand, listed, tuple(x for x in outcomes if x != listed))
    return normal_columns(integrand, outcomes)


def _is_law(t: Applied, outcomes: tuple[Outcome, ...]) -> bool:
    """Is it declared to be a density of just these columns?"""
    return t.head.kind == "density" and set(t.points) == set(outcomes)


def _over_each(integrand: Expr, x: Outcome, others: tuple[Outcome, ...]) -> Polynomial:
    """A finite sum over one variable, of integrals over the others: each of them converges absolutely."""
    values = elements(x.column.domain) or ()
    if len(values) > MAX_CASES:
        raise Undecided(f"a sum of {len(values)} terms")
    numbers = (Rational(v.numerator, v.denominator) for v in values)
    forms = NormalForm()
    return forms.add({}, *(value_of(resolved(forms, replace(integrand, {x: v}.get)), others) for v in numbers))


def _over_classes(integrand: Expr, x: Outcome) -> Polynomial:
    """A sum over all classes: what mentions the class stays under the sum, sums over all classes themselves leave it."""
    forms, each = NormalForm(), Class(x.column)
    parts = []
    for m, c in forms.of(integrand).items():
        tight = frozenset((a, e) for a, e in m if mentions(a, NormalForm.argument(x)))
        if not forms.tame(m):
            raise Undecided("a term that may be infinite")
        body = written_polynomial({tight: UNIT})
        if any(isinstance(t, Total) for t in walk(body)):
            raise Undecided("sums over all classes inside one another")
        summed = forms.of(Total(replace(body, {x: each}.get), each))
        parts.append(forms.multiply({m - tight: c}, summed))
    return forms.add({}, *parts)
