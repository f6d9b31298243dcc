"""Closed numeric statements, by ball arithmetic (python-flint's arb): `equal` is refuted, `within` proved or refuted.

Balls separate values; they never show that two numbers are equal.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Mul

from symbolic.calculus.points import Beyond, ball, evaluated, precision
from symbolic.core.domains import RealInterval
from symbolic.core.terms import symbols
from symbolic.kernel import Answer, Obligation, Verdict

BITS = (64, 256, 1024)


def prove(obligation: Obligation) -> Answer:
    """`equal` and `within` for numbers: whatever symbolic.calculus.points evaluates without a parameter or a datum."""
    match obligation.kind, obligation.about:
        case "equal", (left, right) if not symbols(left) and not symbols(right):
            return _separate(Add(left, Mul(-1, right, evaluate=False), evaluate=False), RealInterval(0, 0))
        case "within", (expression, RealInterval() as interval) if not symbols(expression):
            return _separate(expression, interval)
    return Answer(Verdict.UNKNOWN)


def _separate(expression: Any, interval: RealInterval) -> Answer:
    low, high = (None if isinstance(end, float) else end for end in (interval.lower, interval.upper))
    try:
        for bits in BITS:
            with precision(bits):
                value = evaluated(expression, {})
                if (low is not None and value < ball(low)) or (high is not None and value > ball(high)):
                    return Answer(Verdict.REFUTED, f"{expression} is {value.str(20)}")
                if (low is None or value > ball(low)) and (high is None or value < ball(high)):
                    return Answer(Verdict.PROVED)
    except Beyond:
        pass
    return Answer(Verdict.UNKNOWN)
