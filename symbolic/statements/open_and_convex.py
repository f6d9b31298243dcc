"""Unknowns range over an open convex set."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, ranging
from symbolic.core.statement import Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class OpenAndConvex(Statement):
    """The product of the unknowns' domains is an open convex subset of a space of numbers."""

    kind = "open and convex"
    by_a_step = True
    of_the_family = True

    unknowns: Unknowns

    def sentence(self, say: Language) -> str:
        space = say.formula("R^d", r"\mathbb{{R}}^d")
        return f"{ranging(say, self.unknowns)} over an open convex subset of {space}"

    def abstract(self) -> bool:
        """Does one of the unknowns range over a set of which nothing is known?"""
        return any(u.domain.hull is None for u in self.unknowns)
