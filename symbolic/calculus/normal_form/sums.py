"""Sums over the rows of a table, and over all classes of a column."""

from __future__ import annotations

from typing import Any

from sympy import Basic

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    AnyAtom,
    AppliedAtom,
    BoundRow,
    ClassAtom,
    ClassesAtom,
    CountAtom,
    EntryAtom,
    KeptAtom,
    Monomial,
    OutcomeAtom,
    Polynomial,
    SameAtom,
    SumAtom,
    TotalAtom,
    Undecided,
    mentions,
)
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.polynomials import ONE, UNIT, single
from symbolic.calculus.normal_form.ring import add, divided, multiply, power
from symbolic.calculus.normal_form.writing import written_atom
from symbolic.core.domains import discrete, is_counted, unit_interval
from symbolic.core.terms import (
    Class,
    Column,
    Entry,
    Expectation,
    Index,
    RowProduct,
    RowSum,
    Total,
    is_empirical,
    replace,
    walk,
)


def sum_over_rows(known: Knowledge, size: str, p: Polynomial) -> Polynomial:
    """The sum over the rows of a table: linear, and what does not depend on the row leaves it. Raises Undecided."""
    p = divided(known, p)
    if len(p) > 1 and len(known.directions(p)) > 1:
        raise Undecided("a sum over rows that may be infinite in both directions")
    if len(p) > 1:
        known.cite(laws.SUM_SPLITS)
    parts, row = [], BoundRow(size)
    for m, c in p.items():
        loose = frozenset((a, e) for a, e in m if not mentions(a, row))
        tight = m - loose
        if not known.tame(loose) and tight and known.sign_of_term(tight) is None:
            raise Undecided("a factor outside the rows that may be infinite")
        if not tight:
            known.cite(laws.COUNT)
        if loose or c != 1:
            known.cite(laws.FACTOR_LEAVES_SUM)
        kept = [a for a, e in tight if isinstance(a, KeptAtom) and len(tight) == e == 1]
        whole = _exchanged(known, row, tight)
        if whole is None:
            whole = single(SumAtom(size, tight) if tight else CountAtom(size))
        apart = sum_over_rows(known, size, dict(kept[0].items)) if kept else whole
        if known.tame(loose) or known.sign_of(apart) is not None:  # else the sign of the whole sum would be lost
            whole = apart
        parts.append(multiply(known, {loose: c}, whole))
    return add(known, *parts)


def total(known: Knowledge, column: Column, p: Polynomial) -> Polynomial:
    """The sum over all classes y' of a column: linear, and sum_y' 1[y' = z] g(y') = g(z). Raises Undecided."""
    p = divided(known, p)
    if len(p) > 1 and len(known.directions(p)) > 1:
        raise Undecided("a sum over all classes that may be infinite in both directions")
    if len(p) > 1:
        known.cite(laws.TOTAL_IS_LINEAR)
    parts, bound = [], ClassAtom(column)
    for m, c in p.items():
        loose = frozenset((a, e) for a, e in m if not mentions(a, bound))
        tight = m - loose
        if not known.tame(loose) and tight and known.sign_of_term(tight) is None:
            raise Undecided("a factor outside a sum over all classes that may be infinite")
        if loose or c != 1:
            known.cite(laws.TOTAL_IS_LINEAR)
        chosen = next(((a, v) for a, _ in tight if (v := _selected(a, column)) is not None), None)
        if chosen is not None:
            known.cite(laws.CHOSEN)
            inner: Polynomial = {ONE: UNIT}
            for a, e in tight:
                if a != chosen[0]:
                    factor = known.of(at_class(written_atom(a), column, written_atom(chosen[1])))
                    inner = multiply(known, inner, power(known, factor, e))
        elif (mass := _mass(tight, bound)) is not None:
            known.cite(laws.MASS)
            inner = mass
        elif (exchanged := _exchanged(known, bound, tight)) is not None:
            inner = exchanged
        else:
            inner = single(TotalAtom(column, tight) if tight else ClassesAtom(column))
        parts.append(multiply(known, {loose: c}, inner))
    return add(known, *parts)


def _exchanged(known: Knowledge, bound: BoundRow | ClassAtom, m: Monomial) -> Polynomial | None:
    """The sum of m over what is bound, with the one sum in m outside of it: over rows before classes, then by names."""
    inner = [(a, e) for a, e in m if isinstance(a, SumAtom | TotalAtom)] if known.angles is not None else []
    if len(inner) != 1 or inner[0][1] != 1:
        return None
    ((a, _),) = inner
    other = BoundRow(a.size) if isinstance(a, SumAtom) else ClassAtom(a.column)
    factors = frozenset((b, e) for b, e in m if b != a)
    finite = known.tame(factors) or known.sign_of_term(a.term) is not None
    if _place(other) >= _place(bound) or mentions(factors, other) or not finite:
        return None
    body = multiply(known, {factors: UNIT}, {a.term: UNIT})
    if len(known.directions(body)) > 1:
        return None
    known.cite(laws.EXCHANGED)
    for each in (bound, other):
        if isinstance(each, BoundRow):
            body = sum_over_rows(known, each.size, body)
        else:
            body = total(known, each.column, body)
    return body


def _place(bound: BoundRow | ClassAtom) -> tuple[bool, str]:
    return (False, bound.size) if isinstance(bound, BoundRow) else (True, bound.column.name)


def _mass(m: Monomial, bound: ClassAtom) -> Polynomial | None:
    """The sum of a density over the classes of a point of it: 1, or the density of its other points; None of all else."""
    ((a, e), *others) = m or ((bound, UNIT),)
    if others or e != 1 or not isinstance(a, AppliedAtom) or a.head.kind == "function" or bound not in a.points:
        return None
    rest = tuple(x for x in a.points if x != bound)
    if not rest:
        return {ONE: UNIT}
    if a.given or not all(discrete(x.column.domain) for x in rest):
        return None  # densities of a continuous column are those of one distribution almost everywhere only
    values = unit_interval if all(is_counted(x.column.domain) for x in rest) else a.values
    return single(AppliedAtom(a.head, a.parameters, rest, (), values))


def _selected(a: AnyAtom, column: Column) -> EntryAtom | OutcomeAtom | None:
    """The z of 1[y' = z], where y' is the class that a sum over all classes of this column binds; None for other atoms."""
    if not isinstance(a, SameAtom):
        return None
    values = [v for v in (a.one, a.other) if v != ClassAtom(column)]
    value = values[0] if len(values) == 1 else None
    return value if isinstance(value, EntryAtom | OutcomeAtom) and value.column == column else None


def at_class(tree: Basic, column: Column, value: Basic) -> Any:
    """A tree at the class `value`. Raises Undecided where a binder in it would catch that value."""
    each = Class(column)

    def change(node: Basic) -> Basic | None:
        if node == each:
            return value
        if isinstance(node, Total) and node.each == each:
            return node  # a class of its own
        catches = isinstance(node, RowSum | RowProduct) and isinstance(value, Entry) and node.index == value.args[1]
        if catches or (isinstance(node, Expectation) and value in node.law.points):
            raise Undecided("a class that is chosen outside a sum or an expectation over its column")
        return None

    return replace(tree, change)


def one_row(body: Basic, size: str, index: Index | None = None) -> None:
    """A bound row is named by its table alone: raises Undecided where a body knows a row of it that is not `index`."""
    for t in walk(body):
        if isinstance(t, Entry):
            other = t.args[1].size == size and t.args[1] != index
        elif isinstance(t, RowSum | RowProduct):
            other = t.index.size == size
        else:
            other = isinstance(t, Expectation) and is_empirical(t.law) and t.law.points[0].column.size == size
        if other:
            raise Undecided("sums over the rows of one table inside one another")
