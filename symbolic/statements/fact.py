"""A comparison that an author states."""

from __future__ import annotations

from dataclasses import dataclass

from sympy.core.relational import Relational

from symbolic.core.language import Language
from symbolic.core.statement import Statement, Unknowns
from symbolic.core.terms import Entry, RowSum, walk


@dataclass(frozen=True, slots=True, repr=False)
class StatedFact(Statement):
    """The comparison holds, for all values of the unknowns, and in every row where it speaks of one."""

    kind = "fact"
    by_a_step = True

    comparison: Relational
    unknowns: Unknowns

    def abstract(self) -> bool:
        """Is it about something abstract: a law, an abstract density or function, or the data themselves?"""
        return Statement.abstract(self) or any(map(_is_datum, walk(self.comparison)))

    def sentence(self, say: Language) -> str:
        varies = tuple(u for u in self.unknowns if u in self.comparison.free_symbols)
        every = f" for every {say.math(varies)}" if varies else ""
        at_rows = not isinstance(self.comparison.lhs, RowSum) and any(map(_is_datum, walk(self.comparison)))
        return f"{say.math(self.comparison)}{every}" + (" in every row" if at_rows else "")


def _is_datum(t: object) -> bool:
    return isinstance(t, Entry)
