"""Equality in the log/exp/sum/product/expectation fragment, by comparing normal forms (symbolic.calculus.normal_form)."""

from __future__ import annotations

from sympy import Expr, atanh, cos, cosh, sin, sinh, tanh

from symbolic.calculus.normal_form import NormalForm, Undecided, shared, tally, written_out
from symbolic.calculus.normal_form.laws import WHATEVER
from symbolic.calculus.roots import roots
from symbolic.core.statement import Statement
from symbolic.core.terms import RowSum, Total, measure, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.equal import Equal

MAX_SHOWN = 200
TURNING = (cos, sin, tanh, cosh, sinh, atanh)  # what is written out by other functions

ABOUT = (Equal,)


def prove(obligation: Equal) -> Answer:
    """`equal`: PROVED where both sides have one normal form; UNKNOWN otherwise. Definedness is an obligation of its own."""
    left, right = obligation.left, obligation.right
    forms = shared(obligation.given)
    with forms.citing() as used:
        try:
            if forms.equal(forms.of(left), forms.of(right)):
                return Answer(Verdict.PROVED, used=tally(used))
            stopped = _difference(left, right, obligation)
        except Undecided as reason:
            stopped = f"the normal form stops at {reason}"
    for otherwise in (_with_roots, _factored, _written_out):
        with forms.citing() as used:
            if otherwise(forms, left, right):
                return Answer(Verdict.PROVED, used=tally(used))
    return Answer(Verdict.UNKNOWN, stopped)


def _with_roots(forms: NormalForm, left: Expr, right: Expr) -> bool:
    """Equal, whatever number at least 0 each sum under a root is?"""
    known = roots(forms, left, right)
    if not known:
        return False
    try:
        abstract = forms.where(known)
        forms.cite(WHATEVER, len(known))
        return abstract.equal(abstract.of(left), abstract.of(right))
    except Undecided:
        return False


def _factored(forms: NormalForm, left: Expr, right: Expr) -> bool:
    """Equal, once sums are taken apart into their factors?"""
    factored = forms.factored()
    try:
        return factored.equal(factored.of(left), factored.of(right)) or _with_roots(factored, left, right)
    except Undecided:
        return _with_roots(factored, left, right)


def _written_out(forms: NormalForm, left: Expr, right: Expr) -> bool:
    """Equal, once functions are written out by others and sums stand in one order?"""
    nodes = [t for side in (left, right) for t in walk(side)]
    sums = [t for t in nodes if isinstance(t, RowSum | Total)]
    nested = any(isinstance(t, RowSum | Total) for s in sums for t in walk(s.body))
    if not nested and not any(isinstance(t, TURNING) for t in nodes):
        return False
    try:
        out = forms.written_out(left, right)
        return out.equal(out.of(left), out.of(right))
    except Undecided:
        return False


def _difference(left: Expr, right: Expr, obligation: Statement) -> str:
    sides = [written_out(side, obligation.given) for side in (left, right)]
    if sum(measure(s)[1] for s in sides) > MAX_SHOWN:
        return "the two sides have different normal forms"
    return f"in normal form the two sides are {sides[0]} and {sides[1]}"
