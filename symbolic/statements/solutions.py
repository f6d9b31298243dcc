"""An objective has these minimisers."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, place
from symbolic.core.statement import Conditions, Expression, Points, Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class Solutions(Statement):
    """The objective is minimal at the points and nowhere else; there may be none."""

    kind = "solutions"
    by_a_file = True
    beyond = ""

    objective: Expression
    unknowns: Unknowns
    points: Points

    def sentence(self, say: Language) -> str:
        where = ", and at ".join(place(say, point) for point in self.points)
        found = f"is minimal at {where}, and nowhere else" if where else "has no minimiser"
        return f"{say.math(self.objective)} {found}"

    def claimed(self) -> tuple[Points, Conditions]:
        """All points that are claimed to be minimisers, and the conditions under which they are."""
        return self.points, ()
