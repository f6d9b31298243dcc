"""An objective has one minimiser, which is known."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, place, whenever
from symbolic.core.statement import Conditions, Expression, Point, Points, Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class EstimateIs(Statement):
    """The objective is minimal at the point and nowhere else, for all data that meet the conditions."""

    kind = "estimate"
    by_a_file = True
    beyond = ""

    objective: Expression
    unknowns: Unknowns
    point: Point
    conditions: Conditions

    def sentence(self, say: Language) -> str:
        where = f"{place(say, self.point)} alone{whenever(say, self.conditions)}"
        return f"{say.math(self.objective)} is minimal at {where}"

    def claimed(self) -> tuple[Points, Conditions]:
        """All points that are claimed to be minimisers, and the conditions under which they are."""
        return (self.point,), self.conditions
