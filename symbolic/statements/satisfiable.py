"""The hypotheses of a chain can hold."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr

from symbolic.core.language import Language
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied


@dataclass(frozen=True, slots=True, repr=False)
class Satisfiable(Statement):
    """In some case all hypotheses hold at once, and what is defined is as it is defined."""

    kind = "satisfiable"

    hypotheses: tuple[Statement, ...]
    definitions: tuple[tuple[Applied, Expr], ...]

    def sentence(self, say: Language) -> str:
        return "the hypotheses can hold, all at once"
