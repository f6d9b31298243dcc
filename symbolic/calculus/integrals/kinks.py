"""Where an integrand has a kink or a jump: decided by signs, or the place where it changes its form."""

from __future__ import annotations

from sympy import Abs, Add, Expr, Heaviside, Integer, Max, Mul, sign

from symbolic.calculus.integrals.shapes import linear, tidied
from symbolic.calculus.integrals.shapes import positive as surely_positive
from symbolic.calculus.normal_form import AnyAtom, NormalForm, Polynomial, Undecided, negated
from symbolic.core.terms import AtMost, Break, NegativePart, Outcome, Same, breaks, raw, replace, walk


def difference(forms: NormalForm, left: Expr, right: Expr) -> Polynomial:
    """Right less left."""
    return forms.add(forms.of(right), negated(forms.of(left)))


def side_of(forms: NormalForm, gap: Polynomial) -> int:
    """1 where it is surely at least 0, -1 where it is surely negative, else 0."""
    if not gap or forms.sign_of(gap) is not None or surely_positive(forms, gap):
        return 1
    return -1 if surely_positive(forms, negated(gap)) else 0


def resolved(forms: NormalForm, tree: Expr) -> Expr:
    """The tree without those indicators, absolute values, maxima and minima that are decided by signs."""

    def change(node: Expr) -> Expr | None:
        if breaks(node) is None or isinstance(node, sign | Heaviside):
            return None
        try:
            if isinstance(node, Abs):
                side = side_of(forms, forms.of(node.args[0]))
                inner = node.args[0]
                return resolved(forms, inner if side > 0 else raw(Mul, (Integer(-1), inner))) if side else None
            if isinstance(node, NegativePart):
                side = side_of(forms, forms.of(node.args[0]))
                negative = raw(Mul, (Integer(-1), node.args[0]))
                return resolved(forms, Integer(0) if side > 0 else negative) if side else None
            if len(node.args) != 2:
                return None
            gap = difference(forms, *node.args)
            side = side_of(forms, gap)
        except Undecided:
            return None
        if isinstance(node, Same):
            if not gap:
                return Integer(1)
            apart = side < 0 or surely_positive(forms, gap)
            return Integer(0) if apart else None
        if side == 0:
            return None
        if isinstance(node, AtMost):
            return Integer(int(side > 0))
        larger = node.args[1] if side > 0 else node.args[0]
        smaller = node.args[0] if side > 0 else node.args[1]
        return resolved(forms, larger if isinstance(node, Max) else smaller)

    return replace(tree, change)


def zero(forms: NormalForm, tree: Expr, x: Outcome) -> Polynomial:
    """Where a sum a + b x that stands in the tree is 0. Raises Undecided."""
    for node in walk(tree):
        if isinstance(node, Add) and x in walk(node):
            try:
                found = crossing(forms, forms.of(node), NormalForm.argument(x))
            except Undecided:
                continue
            if found is not None:
                return found
    raise Undecided("an integrand whose sign nobody knows")


def changes_at(forms: NormalForm, node: Expr, x: Outcome) -> Polynomial:
    """Where an indicator, absolute value, maximum or minimum changes its form."""
    if isinstance(node, Abs | NegativePart | sign | Heaviside):
        gap = forms.of(node.args[0])
    elif len(node.args) == 2:
        gap = difference(forms, *node.args)
    else:
        raise Undecided(f"an integral with {node}")
    found = crossing(forms, gap, NormalForm.argument(x))
    if found is None:
        raise Undecided(f"an integral with {node}, whose sign changes nobody knows where")
    return found


def crossing(forms: NormalForm, gap: Polynomial, x: AnyAtom) -> Polynomial | None:
    """Where a + b x with b surely positive, or surely negative, is 0; None where it is no such form."""
    found = linear(gap, x)
    if found is None:
        return None
    a, b = found
    if surely_positive(forms, b):
        a, b = negated(a), negated(b)
    if not surely_positive(forms, negated(b)):
        return None
    return tidied(forms, forms.multiply(a, forms.power(negated(b), -1)))


def moves_on(node: Expr) -> bool:
    """Is it made of two pieces, of which the one follows where the other ends? (One value at a point is no piece.)"""
    return breaks(node) in (Break.KINK, Break.JUMP)
