"""At most one minimiser, by strict convexity (symbolic.calculus.minimising)."""

from __future__ import annotations

from symbolic.calculus.minimising import at_most_one
from symbolic.core.errors import Open
from symbolic.kernel import Answer, Obligation, Verdict


def prove(obligation: Obligation) -> Answer:
    """`at most one`: PROVED where the objective is strictly convex, or is the mean of what is."""
    if obligation.kind != "at most one":
        return Answer(Verdict.UNKNOWN)
    try:
        at_most_one(*obligation.about)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.PROVED)
