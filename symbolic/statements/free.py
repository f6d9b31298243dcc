"""An expression does not depend on unknowns."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class Free(Statement):
    """The value is the same whatever the unknowns are."""

    kind = "free"

    expression: Expression
    unknowns: Unknowns

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.expression)} does not depend on {say.math(self.unknowns)}"
