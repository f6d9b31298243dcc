"""Integrals that are infinite: a nonnegative integrand that is too large at an end of its domain."""

from __future__ import annotations

from fractions import Fraction

from sympy import Abs, Add, Expr, Integer, Mul, Pow, Rational

from symbolic.calculus.integrals.kinks import resolved
from symbolic.calculus.integrals.one_variable import free_name, number, variable
from symbolic.calculus.integrals.shapes import positive as surely_positive
from symbolic.calculus.normal_form import NormalForm, Undecided, negated, written_polynomial
from symbolic.core.domains import INFINITY, consecutive, continuum, ends, positive
from symbolic.core.terms import Applied, AtMost, Outcome, replace, walk


def diverges(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None = None) -> bool:
    """Does a nonnegative integrand surely behave like c x^d at an end of its domain, with a d for which that is too much?

    At an infinite end that is c > 0 and d >= -1; at a finite end, at the distance 1/x from it, d >= 1 as x -> oo. Sums
    over whole numbers are compared in the same way. Source: Rudin, Principles of Mathematical Analysis, theorem 3.28
    and exercise 6.8.
    """
    if len(outcomes) != 1 or total is not None or any(isinstance(t, Applied) for t in walk(integrand)):
        return False
    (x,) = outcomes
    domain = x.column.domain
    if not continuum(domain) and not consecutive(domain):
        return False
    forms, w = NormalForm(), variable(free_name(integrand), positive)
    tails = []
    if domain.hull.upper == INFINITY:
        tails.append((w, -1))
    if domain.hull.lower == -INFINITY:
        tails.append((-w, -1))
    if continuum(domain):
        tails += [(number(end) + end.inward / w, 1) for end in ends(domain)]
    for map_, least in tails:
        try:
            degree, sign = _growth(forms, resolved(forms, replace(integrand, {x: map_}.get)), w)
        except Undecided:
            continue
        if sign > 0 and degree >= least:
            return True
    return False


def _growth(forms: NormalForm, tree: Expr, w: Outcome) -> tuple[Fraction, int]:
    """(d, s) where the tree is s c w^d (1 + o(1)) as w -> oo, with s = 1 or -1 and a c > 0 free of w. Raises Undecided."""
    if tree == w:
        return Fraction(1), 1
    if w not in walk(tree):
        form = forms.of(tree)
        if surely_positive(forms, form):
            return Fraction(0), 1
        if surely_positive(forms, negated(form)):
            return Fraction(0), -1
        raise Undecided(f"the sign of {tree}")
    match tree:
        case Mul():
            parts = [_growth(forms, a, w) for a in tree.args]
            return sum((d for d, _ in parts), Fraction(0)), -1 if sum(s < 0 for _, s in parts) % 2 else 1
        case Pow(exp=Rational() as r):
            d, s = _growth(forms, tree.base, w)
            if s < 0 and r.q != 1:
                raise Undecided(f"the sign of {tree.base}")
            return d * Fraction(int(r.p), int(r.q)), 1 if s > 0 or r.p % 2 == 0 else -1
        case Abs():
            return _growth(forms, tree.args[0], w)[0], 1
        case AtMost():
            if _growth(forms, tree.args[1] - tree.args[0], w)[1] > 0:
                return Fraction(0), 1
        case Add():
            try:
                return _leading(forms, tree, w)
            except Undecided:
                return _leading(forms, written_polynomial(forms.of(tree)), w)
    raise Undecided(f"the growth of {tree}")


def _leading(forms: NormalForm, tree: Expr, w: Outcome) -> tuple[Fraction, int]:
    """The growth of a sum: that of its parts of the highest order, where they have one sign."""
    rest, parts = Integer(0), []
    for a in tree.args if isinstance(tree, Add) else (tree,):
        if w in walk(a):
            parts.append(_growth(forms, a, w))
        else:
            rest += a
    top = max(d for d, _ in parts)
    signs = {s for d, s in parts if d == top}
    if top <= 0 and rest != 0:
        bounded = top < 0 or signs == {_growth(forms, rest, w)[1]}
        if not bounded:
            raise Undecided(f"the growth of {tree}")
        top, signs = Fraction(0), {_growth(forms, rest, w)[1]}
    if len(signs) > 1:
        raise Undecided(f"the growth of {tree}")
    return top, signs.pop()
