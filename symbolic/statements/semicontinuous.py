"""A loss is lower semicontinuous."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement, Unknowns
from symbolic.core.terms import Applied, symbols, walk


@dataclass(frozen=True, slots=True, repr=False)
class Semicontinuous(Statement):
    """The loss is lower semicontinuous in the unknowns, whatever the data, and jointly measurable."""

    kind = "semicontinuous"
    by_a_step = True
    of_the_family = True

    loss: Expression
    unknowns: Unknowns

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.loss)} is lower semicontinuous in {say.math(self.unknowns)}, and jointly measurable"

    def abstract(self) -> bool:
        """Does something abstract in the loss depend on the unknowns? Of anything else there is nothing to assume."""
        return any(isinstance(t, Applied) and not symbols(t).isdisjoint(self.unknowns) for t in walk(self.loss))
