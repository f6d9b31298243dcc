"""A limit has minimisers, and they do not run away."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class Minimisers(Statement):
    """The set of minimisers of the limit over the unknowns is non-empty and compact."""

    kind = "minimisers"
    by_a_step = True

    limit: Expression
    unknowns: Unknowns

    def sentence(self, say: Language) -> str:
        return f"the set of minimisers of {say.math(self.limit)} is non-empty and compact"
