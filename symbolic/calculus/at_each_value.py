"""Enclosures at one value after another of a quantity with finitely many, where what lies between has none.

What is defined at each value of a label is defined, and lies in an interval that holds the enclosures at each of them.
Nothing here is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sympy import Basic, Expr
from sympy.core.relational import Relational

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.finitely_many import at, quantity
from symbolic.core.domains import RealInterval
from symbolic.core.intervals import moderate

MAX_CASES = 64


class ValuesAtEach(Values):
    """Enclosures of what has a value at each value of its quantities with finitely many."""

    def __init__(self, given: Iterable[Relational] = (), known: Mapping[Basic, RealInterval] | None = None) -> None:
        super().__init__(given, known)
        self.cases = 0

    def _anew(self) -> Values:
        return ValuesAtEach((), self.known)

    def of(self, e: Expr) -> RealInterval:
        """An enclosure of the values of `e`, at one value after another where intervals do not tell. Raises Undefined."""
        known = self.known.get(e) or self._memo.get(e)
        listed = quantity(e) if known is None else None
        if listed is None:
            return known or super().of(e)
        try:
            found = moderate(self._of(e))
        except RecursionError:
            raise Undefined("an expression that is nested too deeply") from None
        except Undefined:
            self.cases += len(listed[1])
            if self.cases > MAX_CASES:
                raise
            found = _hull([self.of(at(e, listed[0], v)) for v in listed[1]])
        self._memo[e] = found
        return found


def _hull(parts: list[RealInterval]) -> RealInterval:
    """The smallest interval that holds them all."""
    lower, upper = min(p.lower for p in parts), max(p.upper for p in parts)
    closed = (
        any(p.lower == lower and p.lower_closed for p in parts),
        any(p.upper == upper and p.upper_closed for p in parts),
    )
    return RealInterval(lower, upper, *closed)
