"""The information inequality: a divergence is at least 0."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, OptionalTotal, Outcomes, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Gibbs(Statement):
    """The Kullback-Leibler divergence from the density to the other one is at least 0."""

    kind = "gibbs"
    by_a_file = True
    beyond = ""

    density: Expression
    other_density: Expression
    outcomes: Outcomes
    total: OptionalTotal

    def sentence(self, say: Language) -> str:
        one, other = say.math(self.density), say.math(self.other_density)
        return f"the Kullback-Leibler divergence from {one} to {other} is at least 0"
