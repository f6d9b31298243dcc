"""Integrals and sums in closed form, by the table of integrals, and integrals that are infinite, by their tails."""

from __future__ import annotations

from sympy import Expr

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.integrals import diverges, value_of
from symbolic.calculus.integrals.shapes import positive, tidied
from symbolic.calculus.normal_form import NormalForm, Undecided, negated, written_polynomial
from symbolic.core.domains import extended_nonnegative
from symbolic.core.terms import Outcome, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.diverges import Diverges
from symbolic.statements.integral import IntegralIs

ABOUT = (IntegralIs, Diverges)


def prove(obligation: IntegralIs | Diverges) -> Answer:
    """`integral`: PROVED where the table gives the claimed value, REFUTED where it surely gives another; and `diverges`."""
    integrand, outcomes, total = obligation.integrand, obligation.outcomes, obligation.total
    if isinstance(obligation, Diverges):
        return _diverges(integrand, outcomes, total)
    return _integral(integrand, outcomes, obligation.value, total)


def _integral(integrand: Expr, outcomes: tuple[Outcome, ...], value: Expr, total: Expr | None) -> Answer:
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
