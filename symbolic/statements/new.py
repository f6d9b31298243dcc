"""A symbol is new: nothing in use determines it."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement
from symbolic.core.terms import Applied


@dataclass(frozen=True, slots=True, repr=False)
class New(Statement):
    """The symbol names nothing yet: no density among the roles that are in use determines it."""

    kind = "new"

    new: Applied
    definition: Expression
    used: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.new)} is a new symbol, and no density in use determines it"
