"""What Wald's theorem asks of a loss: lower semicontinuity in the unknowns and joint measurability, and a bound from below.

Both by structure, for losses that are written out: what is built from Borel functions is one, jointly in unknowns and data.
An abstract density depends on its parameters in ways that nothing is known of.
"""

from __future__ import annotations

from sympy.core.relational import StrictLessThan

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.slopes import continuity
from symbolic.core.domains import INFINITY
from symbolic.core.terms import Expectation, NegativePart
from symbolic.kernel import Answer, Verdict
from symbolic.statements.bounded_below import BoundedBelow
from symbolic.statements.fact import StatedFact
from symbolic.statements.semicontinuous import Semicontinuous

ABOUT = (Semicontinuous, BoundedBelow, StatedFact)


def prove(obligation: Semicontinuous | BoundedBelow | StatedFact) -> Answer:
    """`semicontinuous` by structure; `bounded below`, and the `fact` E[(l)^-] < oo, by an enclosure of l."""
    try:
        match obligation:
            case Semicontinuous(loss=loss, unknowns=unknowns):
                if "lower" in continuity(loss, unknowns, Values(obligation.given)):
                    return Answer(Verdict.PROVED)
                return Answer(Verdict.UNKNOWN, f"{loss} is not known to be lower semicontinuous")
            case (
                BoundedBelow(loss=loss)
                | StatedFact(comparison=StrictLessThan(args=(Expectation(args=(NegativePart(args=(loss,)), _)), _)))
            ):
                where = Values(obligation.given).of(loss)
                if where.lower != -INFINITY:
                    return Answer(Verdict.PROVED)
                return Answer(Verdict.UNKNOWN, f"{loss} is only known to lie in {where}")
    except Undefined as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.UNKNOWN)
