"""The one minimiser of a mean loss, in closed form and for all data, by the lemma of symbolic.calculus.minimising."""

from __future__ import annotations

from sympy import sympify

from symbolic.calculus.minimising import minimised
from symbolic.core.errors import Open
from symbolic.kernel import Answer, Obligation, Verdict


def prove(obligation: Obligation) -> Answer:
    """`estimate`, and `solutions` with one point: PROVED where the lemma shows that it is the one minimiser."""
    match obligation.kind, obligation.about:
        case "estimate", (objective, unknowns, values, when):
            pass
        case "solutions", (objective, unknowns, (values,)):
            when = ()
        case "solutions", _:
            return Answer(Verdict.UNKNOWN, "more than one minimiser")
        case _:
            return Answer(Verdict.UNKNOWN)
    try:
        minimised(objective, unknowns, {u: sympify(v) for u, v in values}, when)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.PROVED)
