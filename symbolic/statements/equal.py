"""Two expressions have the same values."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, equation
from symbolic.core.statement import Expression, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Equal(Statement):
    """Both sides have the same value wherever both are defined."""

    kind = "equal"
    by_a_file = True
    beyond = ""

    left: Expression
    right: Expression

    def sentence(self, say: Language) -> str:
        return equation(say, self.left, self.right)
