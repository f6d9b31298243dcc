"""Integrals and sums in closed form, by the table of integrals, and integrals that are infinite, by their tails."""

from __future__ import annotations

from sympy import Expr, Rational

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.integrals import diverges, value_of
from symbolic.calculus.integrals.shapes import positive, tidied
from symbolic.calculus.normal_form import NormalForm, Undecided, negated, written_polynomial
from symbolic.core.domains import elements, extended_nonnegative
from symbolic.core.terms import Applied, Outcome, Parameter, breaks, replace, symbols, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.diverges import Diverges
from symbolic.statements.integral import IntegralIs

ABOUT = (IntegralIs, Diverges)
MAX_VALUES = 64  # of a parameter that are tried one after the other


def prove(obligation: IntegralIs | Diverges) -> Answer:
    """`integral`: PROVED where the table gives the claimed value, REFUTED where it surely gives another; and `diverges`."""
    integrand, outcomes, total = obligation.integrand, obligation.outcomes, obligation.total
    if isinstance(obligation, Diverges):
        return _diverges(integrand, outcomes, total)
    return _integral(integrand, outcomes, obligation.value, total)


def _integral(integrand: Expr, outcomes: tuple[Outcome, ...], value: Expr, total: Expr | None) -> Answer:
    """At once; at each value of a parameter on which cases depend, where it has a few of them."""
    cases = [t for t in walk(integrand) if breaks(t) is not None]
    candidates = sorted({s for t in cases for s in symbols(t) if _listed(s, integrand, value)}, key=str)
    if not candidates or total is not None:
        return _at_once(integrand, outcomes, value, total)
    u, *_ = candidates
    for number in elements(u.domain) or ():
        at = {u: Rational(number.numerator, number.denominator)}
        here = _integral(replace(integrand, at.get), outcomes, replace(value, at.get), None)
        if here.verdict is not Verdict.PROVED:
            return Answer(here.verdict, f"at {u} = {number}, {here.reason}")
    return Answer(Verdict.PROVED)


def _listed(s: object, *trees: Expr) -> bool:
    """Is it a parameter with a few numbers as its values, and none of anything abstract?"""
    if not isinstance(s, Parameter) or s.domain.hull is None or not s.domain.finite:
        return False
    abstract = any(isinstance(t, Applied) and s in t.parameters for tree in trees for t in walk(tree))
    return not abstract and 0 < len(elements(s.domain) or ()) <= MAX_VALUES


def _at_once(integrand: Expr, outcomes: tuple[Outcome, ...], value: Expr, total: Expr | None) -> Answer:
    if any(x in outcomes for x in walk(value)):
        return Answer(Verdict.UNKNOWN, f"{value} mentions what is integrated over")
    try:
        found = value_of(integrand, outcomes, total)
        forms = NormalForm()
        claimed = forms.of(value)
        if forms.equal(found, claimed):
            return Answer(Verdict.PROVED)
        gap = tidied(forms, forms.add(found, negated(claimed)))
        if not gap:
            return Answer(Verdict.PROVED)
        shown = written_polynomial(found)
        if positive(forms, gap) or positive(forms, negated(gap)):
            return Answer(Verdict.REFUTED, f"it is {shown} for all values of the parameters, never {value}")
        return Answer(Verdict.UNKNOWN, f"it is {shown}, which is not known to be {value}")
    except Undecided as reason:
        return Answer(Verdict.UNKNOWN, f"no closed form is known: {reason}")


def _diverges(integrand: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> Answer:
    try:
        inside = Values().of(integrand)
    except Undefined as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    if not inside.within(extended_nonnegative):
        return Answer(Verdict.UNKNOWN, f"{integrand} is not known to be nonnegative")
    if diverges(integrand, outcomes, total):
        return Answer(Verdict.PROVED)
    return Answer(Verdict.UNKNOWN, "no tail is known to be at least c / x")
