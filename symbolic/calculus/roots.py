"""Sums under roots, each with a number that stands for it: what is equal whatever that number is, is equal.

The normal form stops at a root of a sum; with a number in its place it does not. Nothing here is a verdict.
"""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, Rational, Symbol

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Polynomial
from symbolic.calculus.slopes import fresh
from symbolic.core.domains import nonnegative
from symbolic.core.errors import DerivationError
from symbolic.core.terms import RowSum, Total, walk, well_formed


def roots(forms: NormalForm, *trees: Expr) -> dict[Expr, Polynomial]:
    """Closed sums under roots, finite and at least 0, each with a number that stands for it."""
    nodes = {
        t for tree in trees for t in walk(tree) if isinstance(t, Pow) and isinstance(t.exp, Rational) and t.exp.q > 1
    }
    names = {s.name for tree in trees for s in walk(tree) if isinstance(s, Symbol)}
    values, found = Values(forms.given), dict[Expr, Polynomial]()
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
