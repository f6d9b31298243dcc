"""Unknowns range over a finite set."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, ranging
from symbolic.core.statement import Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class Finite(Statement):
    """The product of the unknowns' domains is a finite set."""

    kind = "finite"
    by_a_step = True
    of_the_family = True

    unknowns: Unknowns

    def sentence(self, say: Language) -> str:
        return f"{ranging(say, self.unknowns)} over a finite set"

    def abstract(self) -> bool:
        """Does one of the unknowns range over a set of which nothing is known?"""
        return any(u.domain.hull is None for u in self.unknowns)
