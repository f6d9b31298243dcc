"""An objective has exactly one minimiser."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, whenever
from symbolic.core.statement import Conditions, Expression, Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class ExactlyOne(Statement):
    """The objective has exactly one minimiser over the unknowns, for all data that meet the conditions."""

    kind = "exactly one"
    by_a_file = True
    beyond = "values at points, however many, do not certify that one of them is the least of all"

    objective: Expression
    unknowns: Unknowns
    conditions: Conditions

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.objective)} has exactly one minimiser{whenever(say, self.conditions)}"
