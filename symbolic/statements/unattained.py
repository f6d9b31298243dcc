"""An objective has an infimum that it does not attain."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, place
from symbolic.core.statement import Expression, Point, Statement, Unknowns, Variable


@dataclass(frozen=True, slots=True, repr=False)
class Unattained(Statement):
    """As the variable grows the objective tends to the limit along the point, which moves; everywhere it is greater."""

    kind = "unattained"
    by_a_file = True
    beyond = ""

    objective: Expression
    unknowns: Unknowns
    point: Point
    variable: Variable
    limit: Expression

    def sentence(self, say: Language) -> str:
        end = say.formula("{} -> oo", r"{} \to \infty", self.variable)
        along = f"along {place(say, self.point)} it tends to {say.math(self.limit)} as {end}"
        return f"{say.math(self.objective)} has no minimiser: {along}, and it is greater everywhere"
