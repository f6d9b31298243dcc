"""Closed numeric statements, by ball arithmetic (python-flint's arb). Balls never show that two numbers are equal."""

from __future__ import annotations

from symbolic.calculus.points import first, inside
from symbolic.core.domains import RealInterval
from symbolic.core.terms import symbols
from symbolic.kernel import Answer, Verdict
from symbolic.statements.within import Within

ABOUT = (Within,)


def prove(obligation: Within) -> Answer:
    """`within`, PROVED for numbers: whatever symbolic.calculus.points evaluates without a parameter or a datum."""
    expression, interval = obligation.expression, obligation.interval
    if symbols(expression) or not isinstance(interval, RealInterval):
        return Answer(Verdict.UNKNOWN)
    found = first(expression, lambda value: inside(value, interval))
    return Answer(Verdict.UNKNOWN if found is None else Verdict.PROVED)
