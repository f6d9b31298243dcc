"""Equality in the log/exp/sum/product/expectation fragment, by comparing normal forms (symbolic.normal_form)."""

from __future__ import annotations

from symbolic.kernel import Answer, Obligation, Verdict
from symbolic.normal_form import Undecided, shared, written_out
from symbolic.terms import measure

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
        return Answer(Verdict.UNKNOWN, f"the normal form stops at {reason}")


def _difference(left: object, right: object, obligation: Obligation) -> str:
    sides = [written_out(side, obligation.given) for side in (left, right)]
    if sum(measure(s)[1] for s in sides) > MAX_SHOWN:
        return "the two sides have different normal forms"
    return f"in normal form the two sides are {sides[0]} and {sides[1]}"
