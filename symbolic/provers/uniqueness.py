"""At most one minimiser, by strict convexity (symbolic.calculus.minimising)."""

from __future__ import annotations

from symbolic.calculus.minimising import at_most_one
from symbolic.core.errors import Open
from symbolic.kernel import Answer, Verdict
from symbolic.statements.at_most_one import AtMostOne

ABOUT = (AtMostOne,)


def prove(obligation: AtMostOne) -> Answer:
    """`at most one`: PROVED where the objective is strictly convex, or is the mean of what is."""
    try:
        at_most_one(obligation.objective, obligation.unknowns)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.PROVED)
