"""Equality where absolute values, maxima, minima or indicators occur: by cases of signs, each an identity of normal forms.

The search is `symbolic.calculus.casework`.
"""

from __future__ import annotations

from sympy import Expr, Pow

from symbolic.calculus.normal_form import Undecided, shared, tally
from symbolic.core.errors import Open
from symbolic.core.terms import breaks, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.equal import Equal

ABOUT = (Equal,)


def prove(obligation: Equal) -> Answer:
    """`equal`: PROVED where the two sides have one normal form in every case; UNKNOWN otherwise, and where no case helps."""
    left, right = obligation.left, obligation.right
    if not any(_in_pieces(t) for side in (left, right) for t in walk(side)):
        return Answer(Verdict.UNKNOWN)
    from symbolic.calculus.casework import equal_in_every_case  # when it is first needed

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


def _in_pieces(node: Expr) -> bool:
    """Is it of several pieces, or a power of 0, which is 1 or 0?"""
    return breaks(node) is not None or (isinstance(node, Pow) and node.base == 0)
