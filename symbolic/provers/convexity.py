"""Convexity in the unknowns, by rules of composition and by the second derivatives (symbolic.calculus.shapes)."""

from __future__ import annotations

from itertools import combinations, product

from sympy import Expr

from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import NormalForm, Undecided, written_polynomial
from symbolic.calculus.shapes import CONVEX, Shapes, principal_minor, second_derivatives
from symbolic.calculus.slopes import BOTH, continuity, fresh, interior, is_open, moves, sign, substituted
from symbolic.core.domains import is_interval, positive, reals
from symbolic.core.errors import Open
from symbolic.core.statement import Statement
from symbolic.core.terms import Outcome, Parameter, symbols, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.convex import Convex

ABOUT = (Convex,)


def prove(obligation: Convex) -> Answer:
    """`convex`: PROVED by structure or by the second derivatives."""
    loss, unknowns = obligation.loss, obligation.unknowns
    other = [f"{u} in {u.domain}" for u in unknowns if not is_interval(u.domain)]
    if other:
        return Answer(Verdict.UNKNOWN, f"no interval of real numbers: {', '.join(other)}")
    try:
        _convex(loss, tuple(u for u in unknowns if moves(loss, [u])), obligation)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.PROVED)


def _convex(loss: Expr, unknowns: tuple[Parameter, ...], obligation: Statement) -> None:
    """Returns where the loss is convex. Raises Open or Undefined."""
    values = Values(obligation.given)
    if CONVEX in Shapes(frozenset(unknowns), values).of(loss):
        return
    inside = interior(unknowns, loss)
    if inside is None:
        raise Open("a domain of a single number")
    if not all(map(is_open, unknowns)) and continuity(loss, unknowns, values) != BOTH:
        raise Open(f"{loss} is not known to be continuous up to the ends of the domains")
    opened = substituted(loss, inside)
    variables = tuple(sorted({s for u in inside.values() for s in symbols(u)}, key=str))
    try:
        forms = NormalForm(obligation.given)
        written = written_polynomial(forms.of(opened))
        if CONVEX not in Shapes(frozenset(variables), values).of(written):
            _by_second_derivatives(_centred(opened, variables, forms), variables, forms, values)
    except Undecided as reason:
        raise Open(f"the normal form stops at {reason}") from reason


def _by_second_derivatives(e: Expr, unknowns: tuple[Parameter, ...], forms: NormalForm, values: Values) -> None:
    """Returns where every principal minor of the second derivatives is at least 0. Raises Open or Undecided.

    Source: Boyd and Vandenberghe, Convex Optimization, section 3.1.4; Horn and Johnson, Matrix Analysis, section 7.2.
    """
    second = second_derivatives(e, unknowns, forms, values)
    for size in range(1, len(unknowns) + 1):
        for rows in combinations(range(len(unknowns)), size):
            minor = principal_minor(second, rows)
            if sign(minor, forms) is None:
                names = ", ".join(str(unknowns[i]) for i in rows)
                if size == 1:
                    raise Open(f"the second derivative in {names}, {minor}, is not known to be nonnegative")
                raise Open(f"the determinant of second derivatives in {names} is not known to be nonnegative")


def _centred(e: Expr, unknowns: tuple[Parameter, ...], forms: NormalForm) -> Expr:
    """The expression at data x = r + m, or x = r m, where that frees it of a given number m: r ranges over what x does."""
    outcomes = sorted((t for t in walk(e) if isinstance(t, Outcome)), key=str)
    for x, m in product(outcomes, sorted(symbols(e) - set(unknowns), key=str)):
        domain = x.column.domain
        if domain not in (reals, positive) or getattr(m, "domain", None) != domain:
            continue
        r = fresh({s.name for s in symbols(e)}, x.column.name, domain)
        moved = written_polynomial(forms.of(substituted(e, {x: r + m if domain == reals else r * m})))
        if m not in symbols(moved) and x not in walk(moved):
            return moved
    return e
