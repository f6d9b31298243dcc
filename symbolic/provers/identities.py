"""Equality in the log/exp/sum/product/expectation fragment, by comparing normal forms (symbolic.calculus.normal_form)."""

from __future__ import annotations

from typing import Any

from sympy import Add, Mul, Pow, Rational, Symbol

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Polynomial, Undecided, shared, written_out
from symbolic.calculus.slopes import fresh
from symbolic.core.domains import nonnegative
from symbolic.core.errors import DerivationError
from symbolic.core.terms import RowSum, Total, measure, walk, well_formed
from symbolic.kernel import Answer, Obligation, Verdict

MAX_SHOWN = 200


def prove(obligation: Obligation) -> Answer:
    """`equal`: PROVED where both sides have one normal form; UNKNOWN otherwise. Definedness is an obligation of its own."""
    if obligation.kind != "equal":
        return Answer(Verdict.UNKNOWN)
    left, right = obligation.about
    forms = shared(obligation.given)
    try:
        if forms.equal(forms.of(left), forms.of(right)):
            return Answer(Verdict.PROVED)
        return Answer(Verdict.UNKNOWN, _difference(left, right, obligation))
    except Undecided as reason:
        if _with_roots(forms, left, right):
            return Answer(Verdict.PROVED)
        return Answer(Verdict.UNKNOWN, f"the normal form stops at {reason}")


def _with_roots(forms: NormalForm, left: Any, right: Any) -> bool:
    """Equal, whatever number at least 0 each sum under a root is?"""
    known = roots(forms, left, right)
    if not known:
        return False
    try:
        abstract = forms.where(known)
        return abstract.equal(abstract.of(left), abstract.of(right))
    except Undecided:
        return False


def roots(forms: NormalForm, *trees: Any) -> dict[Any, Polynomial]:
    """Closed sums under roots, finite and at least 0, each with a number that stands for it."""
    nodes = {
        t for tree in trees for t in walk(tree) if isinstance(t, Pow) and isinstance(t.exp, Rational) and t.exp.q > 1
    }
    names = {s.name for tree in trees for s in walk(tree) if isinstance(s, Symbol)}
    values, found = Values(forms.given), dict[Any, Polynomial]()
    for part in sorted(
        {a for t in nodes for a in Mul.make_args(t.base) if isinstance(a, Add | RowSum | Total)}, key=str
    ):
        try:
            well_formed(part)
            where = values.of(part)
        except (DerivationError, Undefined):
            continue
        if where.nonnegative and where.bounded_values:
            found[part] = forms.of(fresh(names, "root", nonnegative))
    return found


def _difference(left: object, right: object, obligation: Obligation) -> str:
    sides = [written_out(side, obligation.given) for side in (left, right)]
    if sum(measure(s)[1] for s in sides) > MAX_SHOWN:
        return "the two sides have different normal forms"
    return f"in normal form the two sides are {sides[0]} and {sides[1]}"
