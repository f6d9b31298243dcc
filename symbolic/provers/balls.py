"""Closed numeric statements, by ball arithmetic (python-flint's arb). Balls never show that two numbers are equal."""

from __future__ import annotations

from symbolic.calculus.points import first, inside
from symbolic.core.domains import RealInterval
from symbolic.core.terms import symbols
from symbolic.kernel import Answer, Obligation, Verdict


def prove(obligation: Obligation) -> Answer:
    """`within`, PROVED for numbers: whatever symbolic.calculus.points evaluates without a parameter or a datum."""
    match obligation.kind, obligation.about:
        case "within", (expression, RealInterval() as interval) if not symbols(expression):
            if first(expression, lambda value: inside(value, interval)) is not None:
                return Answer(Verdict.PROVED)
    return Answer(Verdict.UNKNOWN)
