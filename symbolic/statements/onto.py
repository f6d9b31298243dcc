"""A map takes a set onto another."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.domains import Domain
from symbolic.core.language import Language, mapsto
from symbolic.core.statement import Expression, Statement, Variable


@dataclass(frozen=True, slots=True, repr=False)
class Onto(Statement):
    """The map of the variable takes its source onto its target."""

    kind = "onto"

    map_: Expression
    variable: Variable
    source: Domain
    target: Domain

    def sentence(self, say: Language) -> str:
        arrow = mapsto(say, self.variable, self.map_)
        return f"{arrow} maps {say.math(self.source)} onto {say.math(self.target)}"
