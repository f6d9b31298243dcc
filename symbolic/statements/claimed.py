"""What an author claims of a whole chain is what its steps give."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Statement


@dataclass(frozen=True, slots=True, repr=False)
class Claimed(Statement):
    """Both are relations between two sets of solutions, which the kernel has."""

    kind = "claimed"

    claimed: object
    derived: object

    def sentence(self, say: Language) -> str:
        claimed, derived = say.relation(self.claimed), say.relation(self.derived)
        return f"what is claimed ({claimed}) is what the steps give ({derived})"
