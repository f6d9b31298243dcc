"""An objective has no two minimisers."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class AtMostOne(Statement):
    """The objective has at most one minimiser over the unknowns, whatever the data."""

    kind = "at most one"
    by_a_file = True
    beyond = "values at points, however many, do not certify that one of them is the least of all"

    objective: Expression
    unknowns: Unknowns

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.objective)} has at most one minimiser, whatever the data"
