"""An expression has a value, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Defined(Statement):
    """The expression is defined for all values of unknowns and data."""

    kind = "defined"
    by_a_file = True

    expression: Expression

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.expression)} is defined"
