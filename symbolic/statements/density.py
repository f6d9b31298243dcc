"""The definition of a symbol is a density."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, several
from symbolic.core.statement import Expression, Statement
from symbolic.core.terms import Applied


@dataclass(frozen=True, slots=True, repr=False)
class DensityOf(Statement):
    """The definition is a density of the new symbol's points, given what that is given."""

    kind = "density"

    new: Applied
    definition: Expression

    def sentence(self, say: Language) -> str:
        given = f", given {several(say, self.new.given)}" if self.new.given else ""
        return f"{say.math(self.definition)} is a density of {several(say, self.new.points)}{given}"
