"""Equality where absolute values, maxima, minima or indicators occur: by cases of signs, each an identity of normal forms.

The search is `symbolic.calculus.casework`.
"""

from __future__ import annotations

from symbolic.calculus.casework import equal_in_every_case, has_kink
from symbolic.calculus.normal_form import Undecided, shared, tally
from symbolic.core.errors import Open
from symbolic.kernel import Answer, Verdict
from symbolic.statements.equal import Equal

ABOUT = (Equal,)


def prove(obligation: Equal) -> Answer:
    """`equal`: PROVED where the two sides have one normal form in every case; UNKNOWN otherwise, and where no case helps."""
    left, right = obligation.left, obligation.right
    if not has_kink(left, right):
        return Answer(Verdict.UNKNOWN)
    forms = shared(obligation.given)
    try:
        if forms.equal(forms.of(left), forms.of(right)):
            return Answer(Verdict.UNKNOWN)  # no case to distinguish
    except Undecided:
        pass
    try:
        used = equal_in_every_case(obligation.given, left, right, by_values=False)
        return Answer(Verdict.UNKNOWN) if used is None else Answer(Verdict.PROVED, used=tally(used))
    except Open as reason:
        return Answer(Verdict.UNKNOWN, f"by cases of signs: {reason}")
