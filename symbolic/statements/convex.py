"""A loss is convex in its unknowns, whatever the data."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement, Unknowns
from symbolic.core.terms import Applied, symbols, walk


@dataclass(frozen=True, slots=True, repr=False)
class Convex(Statement):
    """The loss is convex in the unknowns, jointly, whatever the data."""

    kind = "convex"
    by_a_step = True
    by_a_file = True
    of_the_family = True
    beyond = ""

    loss: Expression
    unknowns: Unknowns

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.loss)} is convex in {say.math(self.unknowns)}, whatever the data"

    def abstract(self) -> bool:
        """Does something abstract in the loss depend on the unknowns? Of anything else there is nothing to assume."""
        return any(isinstance(t, Applied) and not symbols(t).isdisjoint(self.unknowns) for t in walk(self.loss))
