"""Closed numeric statements, refuted by ball arithmetic (python-flint's arb): balls separate values."""

from __future__ import annotations

from sympy import Add, Expr, Mul

from symbolic.calculus.points import first, outside
from symbolic.core.domains import RealInterval
from symbolic.core.terms import symbols
from symbolic.statements.equal import Equal
from symbolic.statements.within import Within

ABOUT = (Equal, Within)


def refute(obligation: Equal | Within) -> str | None:
    """`equal` and `within` for numbers: a ball that separates what is written from what is claimed."""
    match obligation:
        case Equal(left=left, right=right) if not symbols(left) and not symbols(right):
            return _apart(Add(left, Mul(-1, right, evaluate=False), evaluate=False), RealInterval(0, 0))
        case Within(expression=expression, interval=RealInterval() as interval) if not symbols(expression):
            return _apart(expression, interval)
    return None


def _apart(expression: Expr, interval: RealInterval) -> str | None:
    value = first(expression, lambda ball: outside(ball, interval))
    return None if value is None else f"{expression} is {value.str(20)}"
