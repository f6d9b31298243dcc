"""The integral of a nonnegative function is infinite."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import oo

from symbolic.core.language import Language, integral
from symbolic.core.statement import Expression, OptionalTotal, Outcomes, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Diverges(Statement):
    """The integral of a nonnegative function over the outcomes is infinite."""

    kind = "diverges"
    by_a_file = True
    beyond = ""

    integrand: Expression
    outcomes: Outcomes
    total: OptionalTotal

    def sentence(self, say: Language) -> str:
        written = integral(say, self.integrand, self.outcomes, self.total)
        return say.formula("{} = {}", "{} = {}", written, oo)
