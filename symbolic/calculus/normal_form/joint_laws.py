"""Joint laws, their marginals and conditionals: which columns a mean needs, and means of conditional means."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Tuple

from symbolic.calculus.normal_form.atoms import (
    ClassAtom,
    EntryAtom,
    LawAtom,
    MeanAtom,
    Monomial,
    OutcomeAtom,
    Polynomial,
    Terms,
    ValueAtom,
    mentions,
)
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.calculus.normal_form.ring import add, multiply
from symbolic.core.terms import Applied, Class, Entry, Index, Outcome, Value


def applied(law: LawAtom) -> Applied:
    """A law as an expression."""
    points, given = (Tuple(*map(_written, part)) for part in (law.points, law.given))
    return Applied(law.head, law.parameters, points, given)


def _written(a: ValueAtom) -> Value:
    if isinstance(a, EntryAtom):
        value: Value = Entry(a.column, Index("i", a.row.size))
        return value
    written: Value = Class(a.column) if isinstance(a, ClassAtom) else Outcome(a.column)
    return written


def free(thing: Polynomial | Monomial, law: LawAtom) -> bool:
    """Is it free of the outcomes that a law binds?"""
    what = frozenset(thing)
    return not any(mentions(what, a) for a in law.points)


def marginal(law: LawAtom, p: Polynomial) -> LawAtom:
    """The law of those columns alone that a polynomial mentions, where it mentions some and nothing is given.

    With a condition it stays: only for almost all conditions are two conditional densities of one distribution sure to fit.
    """
    what = frozenset(p)
    points = tuple(a for a in law.points if mentions(what, a))
    return law._replace(points=points) if points and not law.given and len(points) < len(law.points) else law


def _joint(law: LawAtom, more: Iterable[OutcomeAtom]) -> LawAtom:
    points = {*law.points, *more}
    return law._replace(points=tuple(sorted(points, key=lambda a: str(a.column.name))))


def together(known: Knowledge, law: LawAtom, p: Polynomial) -> tuple[Knowledge, LawAtom, Polynomial] | None:
    """What is known inside the joint law, the law, and what has under it the mean that p has, which holds conditional means.

    E[g(x) E[f(x, y) | x]] = E[g(x) f(x, y)] for a finite g, where the joint law is the one of which both laws are parts and
    the right-hand side is defined, which is left to whoever asks; None where there is no such mean in p. Raises Undecided.
    """
    if law.given:
        return None
    inner: dict[Monomial, MeanAtom] = {}
    for m in p:
        found = [a for a, e in m if isinstance(a, MeanAtom) and e == 1 and _fits(a.law, law, m)]
        if len(found) == 1:
            inner[m] = found[0]
    bound = {x for a in inner.values() for x in a.law.points}
    for m in p:
        others = frozenset(part for part in m if part[0] != inner.get(m))
        if any(mentions(others, x) for x in bound) or (m in inner and not known.tame(others)):
            return None
    if not inner:
        return None
    whole = _joint(law, bound)
    within = known.inside(applied(whole))
    parts: list[Polynomial] = []
    for m, c in p.items():
        rest: Terms = {frozenset(part for part in m if part[0] != inner.get(m)): c}
        parts.append(multiply(within, rest, dict(inner[m].items)) if m in inner else rest)
    return within, whole, add(within, *parts)


def _fits(inner: LawAtom, law: LawAtom, m: Monomial) -> bool:
    """Is the inner law the conditional one, given all the outcomes of the outer law that stand in a monomial?"""
    same = inner.head == law.head and inner.parameters == law.parameters
    return same and bool(inner.given) and set(inner.given) == {a for a in law.points if mentions(m, a)}
