"""The one minimiser of a mean loss, in closed form and for all data, by the lemma of symbolic.calculus.minimising."""

from __future__ import annotations

from symbolic.calculus.minimising import by_unknown, minimised
from symbolic.core.errors import Open
from symbolic.kernel import Answer, Verdict
from symbolic.statements.estimate import EstimateIs
from symbolic.statements.solutions import Solutions

ABOUT = (EstimateIs, Solutions)


def prove(obligation: EstimateIs | Solutions) -> Answer:
    """`estimate`, and `solutions` with one point: PROVED where the lemma shows that it is the one minimiser."""
    points, when = obligation.claimed()
    if len(points) != 1:
        return Answer(Verdict.UNKNOWN, "more than one minimiser")
    try:
        minimised(obligation.objective, obligation.unknowns, by_unknown(points[0]), when)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.PROVED)
