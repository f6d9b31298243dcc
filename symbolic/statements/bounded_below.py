"""The least loss of a row has a mean."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Statement, Unknowns
from symbolic.core.terms import Applied


@dataclass(frozen=True, slots=True, repr=False)
class BoundedBelow(Statement):
    """The mean of the infimum of the loss over the unknowns is more than -oo, under the law."""

    kind = "bounded below"
    by_a_step = True

    loss: Expression
    unknowns: Unknowns
    law: Applied

    def sentence(self, say: Language) -> str:
        below = r"\mathbb{{E}}_{{{1}}}\left[\inf_{{{2}}} \left({3}\right)\right] > -\infty"
        return say.formula(
            "E_{{{0}}}[inf over {2} of {3}] > -oo", below, self.law, say.drawn(self.law), self.unknowns, self.loss
        )
