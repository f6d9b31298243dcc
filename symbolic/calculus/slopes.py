"""Continuity and differentiation in the unknowns, by structure, and signs of what comes out. Nothing here is a verdict.

An expression is looked at as a function of the unknowns alone: data and known constants are fixed, whatever they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Abs, Add, Basic, Expr, Integer, Max, Min, Mul, Pow, Rational, Symbol, exp, log, polygamma

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import (
    ExpAtom,
    LogAtom,
    LogOfSumAtom,
    Monomial,
    NormalForm,
    Polynomial,
    Terms,
    mentions,
    written_polynomial,
)
from symbolic.core import domains
from symbolic.core.domains import RealInterval, nonnegative, positive
from symbolic.core.terms import AtMost, NegativePart, Parameter, RowSum, Same, Total, raw, replace, symbols, walk
from symbolic.functions import Row, row_of

BOTH = frozenset({"lower", "upper"})
NEITHER: frozenset[str] = frozenset()
SMOOTH = (Add, Mul, Pow, exp, log, RowSum, Total)


def moves(e: Expr, unknowns: Iterable[Basic]) -> bool:
    """Does an unknown occur?"""
    return not symbols(e).isdisjoint(unknowns)


# ---- continuity ------------------------------------------------------------------------------------------------------


def continuity(e: Expr, unknowns: Iterable[Basic], values: Values) -> frozenset[str]:
    """Which semicontinuities, "lower" and "upper", are known of `e` with values in the extended reals.

    As a function of the unknowns jointly, on the product of their domains, for all fixed data. Raises Undefined where the
    expression may have no value. Source: Rockafellar and Wets, Variational Analysis, chapter 1.
    """
    values.of(e)
    return _continuity(e, frozenset(unknowns), values)


def _continuity(e: Expr, unknowns: frozenset[Basic], values: Values) -> frozenset[str]:
    if not moves(e, unknowns):
        return BOTH
    if isinstance(e, Parameter):
        return BOTH
    if isinstance(e, RowSum | Total):  # finitely many terms
        return _continuity(e.body, unknowns, values)
    parts = [_continuity(a, unknowns, values) for a in e.args]
    together = frozenset.intersection(*parts)
    match e:
        case Add() | Max() | Min():
            return together
        case Mul():
            return _product(e, unknowns, values)
        case Pow():
            return _power(e, unknowns, values)
        case AtMost() | Same():  # a closed set's indicator
            return frozenset({"upper"}) if together == BOTH else NEITHER
        case Abs() | NegativePart():
            return together if together == BOTH else NEITHER
        case exp() | log(args=(_,)):  # continuous and increasing on the extended reals
            return together
    row = row_of(e)
    return NEITHER if row is None else _of_a_function(e, row, unknowns, values)


def _of_a_function(e: Expr, row: Row, unknowns: frozenset[Basic], values: Values) -> frozenset[str]:
    """A monotone one keeps or turns what its argument has, a continuous one keeps continuity."""
    *orders, argument = e.args
    inner, reached = _continuity(argument, unknowns, values), values.of(argument)
    if any(moves(order, unknowns) for order in orders):
        return NEITHER
    if direction := row.direction(reached):
        return inner if direction == 1 else _turned(inner)
    known = row.continuous is not None and reached.within(row.continuous)
    return BOTH if known and inner == BOTH else NEITHER


def _turned(parts: frozenset[str]) -> frozenset[str]:
    return frozenset({"lower": "upper", "upper": "lower"}[p] for p in parts)


def _product(e: Mul, unknowns: frozenset[Basic], values: Values) -> frozenset[str]:
    moving = [a for a in e.args if moves(a, unknowns)]
    fixed = [values.of(a) for a in e.args if not moves(a, unknowns)]
    if not all(f.bounded_values for f in fixed):
        return NEITHER
    negative = sum(f.nonpositive and not f.nonnegative for f in fixed)
    signed = all(f.nonnegative or f.nonpositive for f in fixed)
    found = _moving_product(moving, unknowns, values)
    if found == BOTH:
        return BOTH
    return (_turned(found) if negative % 2 else found) if signed else NEITHER


def _moving_product(factors: list[Expr], unknowns: frozenset[Basic], values: Values) -> frozenset[str]:
    parts = [_continuity(a, unknowns, values) for a in factors]
    if len(factors) == 1:
        return parts[0]
    where = [values.of(a) for a in factors]
    infinite = [k for k, w in enumerate(where) if not w.bounded_values]
    if not infinite and all(p == BOTH for p in parts):
        return BOTH
    if not infinite and all(w.nonnegative for w in where):
        return frozenset.intersection(*parts)
    for k in infinite or range(len(factors)):  # continuous positive finite factors, and one that may be anything
        others = [j for j in range(len(factors)) if j != k]
        if all(where[j].positive and where[j].bounded_values and parts[j] == BOTH for j in others):
            return parts[k]
    return NEITHER


def _power(e: Pow, unknowns: frozenset[Basic], values: Values) -> frozenset[str]:
    base, exponent = values.of(e.base), values.of(e.exp)
    inner = _continuity(e.base, unknowns, values)
    if moves(e.exp, unknowns):
        whole = inner & _continuity(e.exp, unknowns, values)
        finite = base.positive and base.bounded_values and exponent.bounded_values
        return BOTH if whole == BOTH and finite else NEITHER
    if inner == BOTH and isinstance(e.exp, Rational):
        return BOTH
    if base.nonnegative and exponent.nonnegative and exponent.bounded_values:
        return inner
    if base.positive and base.bounded_values and ((exponent.bounded_values and exponent.negative) or inner == BOTH):
        return _turned(inner)
    return NEITHER


# ---- the interior ----------------------------------------------------------------------------------------------------


def interior(unknowns: Iterable[Parameter], *trees: Basic) -> dict[Parameter, Expr] | None:
    """What stands for each unknown in the interior of its domain: u, or -v for v > 0 where the domain is negative.

    The new parameters range over open intervals. None where a domain is no interval of more than one number, and where one of
    the `trees`, in which they are to stand, speaks of such a parameter already and means another number.
    """
    found: dict[Parameter, Expr] = {}
    for u in unknowns:
        if not domains.continuum(u.domain):
            return None
        opened = domains.interior(u.domain)
        exact = domains.interval(opened)
        turned = exact is not None and exact.negative
        inside = Parameter(u.name, -exact if exact is not None and turned else opened)
        if inside != u and any(inside in symbols(t) for t in trees):
            return None
        found[u] = -inside if turned else inside
    return found


def is_open(u: Parameter) -> bool:
    """Is its domain an open interval?"""
    return domains.is_open(u.domain)


def substituted(e: Expr, changes: Mapping[Basic, Basic]) -> Expr:
    """The expression with some of its parts replaced, and nothing else changed."""
    return replace(e, lambda t: changes.get(t))


def analytic(e: Expr, unknowns: Iterable[Basic], values: Values) -> bool:
    """Is `e` finite and analytic in the unknowns, at every point of their (open) domains, whatever the data?

    Then formal differentiation is right everywhere. Raises Undefined where the expression may have no value.
    """
    unknowns = frozenset(unknowns)
    if not values.of(e).bounded_values:
        return False
    for t in walk(e):
        if isinstance(t, Parameter) or not moves(t, unknowns):
            continue
        row = row_of(t)
        if not (isinstance(t, SMOOTH) or row is not None) or not values.of(t).bounded_values:
            return False
        if row is not None and not _analytic_there(t, row, unknowns, values):
            return False
        if isinstance(t, log) and not values.of(t.args[-1]).positive:
            return False
        if isinstance(t, Pow) and not (isinstance(t.exp, Rational) and t.exp.q == 1 and t.exp.p > 0):
            base = values.of(t.base)
            whole = isinstance(t.exp, Rational) and t.exp.q == 1
            if not (base.positive or (whole and base.negative)):
                return False
    return True


def _analytic_there(e: Expr, row: Row, unknowns: frozenset[Basic], values: Values) -> bool:
    *orders, argument = e.args
    if row.analytic is None or any(moves(order, unknowns) for order in orders):
        return False
    return values.of(argument).within(row.analytic)


def derivative(e: Expr, u: Parameter, forms: NormalForm) -> Expr:
    """The derivative of what is analytic in `u`, written in normal form. Raises Undecided."""
    return written_polynomial(forms.of(differentiated(e, u)))


def differentiated(e: Expr, u: Symbol) -> Expr:
    """The derivative by the rules of sums, products, powers and chains, as they give it: SymPy's own simplifies each part."""
    if u not in symbols(e):
        return Integer(0)
    match e:
        case Symbol():
            return Integer(1)
        case Add():
            return _sum(differentiated(a, u) for a in e.args)
        case Mul():
            slopes = [(k, differentiated(a, u)) for k, a in enumerate(e.args)]
            return _sum(_product_of(*e.args[:k], d, *e.args[k + 1 :]) for k, d in slopes if d != 0)
        case Pow() if isinstance(e.exp, Rational):
            return _product_of(e.exp, _power_of(e.base, e.exp - 1), differentiated(e.base, u))
        case RowSum():
            return RowSum(differentiated(e.body, u), e.index, e.count)
        case Total():
            return Total(differentiated(e.body, u), e.each)
        case exp(args=(inner,)):
            return _product_of(e, differentiated(inner, u))
        case log(args=(inner,)):
            return _product_of(_power_of(inner, Integer(-1)), differentiated(inner, u))
    row = row_of(e)
    if row is not None and row.slope is not None and all(u not in symbols(order) for order in e.args[:-1]):
        return _product_of(row.slope(*e.args), differentiated(e.args[-1], u))
    return e.diff(u)


def _sum(parts: Iterable[Expr]) -> Expr:
    terms = tuple(p for p in parts if p != 0)
    return raw(Add, terms) if len(terms) > 1 else terms[0] if terms else Integer(0)


def _product_of(*factors: Expr) -> Expr:
    rest = tuple(f for f in factors if f != 1)
    return Integer(0) if 0 in rest else raw(Mul, rest) if len(rest) > 1 else rest[0] if rest else Integer(1)


def _power_of(base: Expr, exponent: Expr) -> Expr:
    return base if exponent == 1 else raw(Pow, (base, exponent))


# ---- signs -----------------------------------------------------------------------------------------------------------


def sign(e: Expr, forms: NormalForm) -> int | None:
    """1: in (0, oo). 0: in [0, oo). None: not known. Raises Undecided beyond the normal form."""
    tried = [forms.of(e)]
    tried.append(forms.cleared(tried[0]))
    for p in tried:
        if (known := _known(p, forms)) is not None:
            return known
    remainders = with_remainders(written_polynomial(tried[-1]))
    more = (
        forms.of(remainders) if remainders is not None else None,
        without_logarithms(tried[-1], forms),
        without_exponentials(tried[-1], forms),
    )
    for q in more:
        if q is not None and (known := _known(forms.cleared(q), forms)) is not None:
            return known
    return None


def _known(p: Polynomial, forms: NormalForm) -> int | None:
    return forms.sign_of(p) if p else 0


def without_exponentials(p: Polynomial, forms: NormalForm) -> Polynomial | None:
    """The polynomial less pairs c g e^u - c g with c g u >= 0, each of which is at least 0; None where there are none.

    For e^u - 1 has the sign of u. Source: NIST DLMF, section 4.5(ii).
    """
    rest = dict(p)
    for m in p:
        for a, e in m:
            g = m - {(a, e)}
            if not isinstance(a, ExpAtom) or rest.get(m, 0) * rest.get(g, 0) >= 0:
                continue
            whole = forms.multiply({g: rest[m]}, {a.exponent: e})
            if forms.sign_of(whole) is None:
                continue
            one, other = (max(rest[k], -rest[k]) for k in (m, g))
            paired = one if one < other else other
            for k in (m, g):
                rest[k] -= paired if rest[k] > 0 else -paired
    rest = {m: c for m, c in rest.items() if c}
    return rest if rest != p else None


def without_logarithms(p: Polynomial, forms: NormalForm) -> Polynomial | None:
    """The polynomial with log u written as u - 1 - r, or as 1 - 1/u + r, r >= 0 and r > 0 where u is not 1; None without any.

    Logarithms with one and the same factor are that of a product first. Of the two, the one whose r is added to the sum.
    Source: NIST DLMF, section 4.5(i).
    """
    products: dict[tuple[Monomial, Any], Polynomial] = {}
    rest: Terms = {}
    for m, c in p.items():
        logs = [(a, e) for a, e in m if isinstance(a, LogAtom | LogOfSumAtom) and e == 1]
        if len(logs) != 1 or forms.sign_of({m - set(logs): 1}) is None:
            rest[m] = c
            continue
        ((a, _),) = logs
        u: Polynomial = dict(a.items) if isinstance(a, LogOfSumAtom) else {frozenset({(a.inner, 1)}): 1}
        key = (m - set(logs), c)
        products[key] = forms.multiply(products[key], u) if key in products else u
    if not products:
        return None
    names = {s.name for m in p for s in _symbols(m)}
    parts: list[Polynomial] = [rest]
    for (factor, c), u in products.items():
        u = u if c < 0 else forms.power(u, -1)  # log u = -log(1/u)
        gap = forms.add(u, {frozenset(): -1})
        apart = 1 in (forms.sign_of(gap), forms.sign_of({m: -d for m, d in gap.items()}))
        left = fresh(names, "remainder", positive if apart else nonnegative)
        inside = forms.add({m: -d for m, d in gap.items()}, forms.of(left))
        parts.append(forms.multiply({factor: max(c, -c)}, inside))
    return forms.add(*parts)


def _symbols(part: object) -> Iterable[Parameter]:
    """The parameters in a nest of atoms."""
    if isinstance(part, Parameter):
        yield part
    elif isinstance(part, tuple | frozenset):
        for inner in part:
            yield from _symbols(inner)


def with_remainders(e: Expr) -> Expr | None:
    """The expression with psi'(u) written as 1/u + 1/(2 u^2) + (what is positive), for u > 0; None where there is none.

    Let g(u) = psi'(u) - 1/u - 1/(2 u^2). By psi'(u) - psi'(u + 1) = 1/u^2 (NIST DLMF, section 5.15), g(u) - g(u + 1) is
    1/(2 u^2 (u + 1)^2) > 0, and g(u + n) tends to 0: so g > 0.
    """
    values, names = Values(), {s.name for s in symbols(e)}
    changes: dict[Basic, Basic] = {}
    for t in walk(e):
        if isinstance(t, polygamma) and t.args[0] == 1 and t not in changes:
            u = t.args[1]
            try:
                if not (values.of(u).positive and values.of(u).bounded_values):
                    continue
            except Undefined:
                continue
            changes[t] = 1 / u + 1 / (2 * u**2) + fresh(names, "remainder", positive)
    return substituted(e, changes) if changes else None


def fresh(names: set[str], stem: str, domain: RealInterval) -> Parameter:
    """A parameter whose name is not among `names`, where it is then noted."""
    number = 1
    while f"{stem}{number}" in names:
        number += 1
    names.add(f"{stem}{number}")
    return Parameter(f"{stem}{number}", domain)


def depends(m: Monomial, u: Parameter) -> Monomial:
    """Those factors of a monomial that mention `u`."""
    return frozenset((a, e) for a, e in m if mentions(a, u))
