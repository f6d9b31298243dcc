"""An expression has a finite mean."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, OptionalTotal, Outcomes, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Integrable(Statement):
    """The integral of the density times the size of the expression is finite."""

    kind = "integrable"
    by_a_file = True
    beyond = ""

    density: Expression
    expression: Expression
    outcomes: Outcomes
    total: OptionalTotal

    def sentence(self, say: Language) -> str:
        size = say.formula("|{}|", r"\left|{}\right|", self.expression)
        return f"the mean of {size} under {say.math(self.density)} is finite"
