"""A map is continuous and strictly increasing on an interval."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, mapsto
from symbolic.core.statement import Expression, Interval, Statement, Variable


@dataclass(frozen=True, slots=True, repr=False)
class Increasing(Statement):
    """The map of the variable is continuous and strictly increasing on the interval."""

    kind = "increasing"
    by_a_file = True

    map_: Expression
    variable: Variable
    interval: Interval

    def sentence(self, say: Language) -> str:
        return f"{mapsto(say, self.variable, self.map_)} is continuous and strictly increasing on {say.math(self.interval)}"
