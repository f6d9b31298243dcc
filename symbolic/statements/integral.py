"""An integral over outcomes has a given value."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, integral
from symbolic.core.statement import Expression, OptionalTotal, Outcomes, Statement


@dataclass(frozen=True, slots=True, repr=False)
class IntegralIs(Statement):
    """The integral over the outcomes (their sum is the total, where there is one) has the value."""

    kind = "integral"
    by_a_file = True
    beyond = ""

    integrand: Expression
    outcomes: Outcomes
    value: Expression
    total: OptionalTotal

    def sentence(self, say: Language) -> str:
        written = integral(say, self.integrand, self.outcomes, self.total)
        return say.formula("{} = {}", "{} = {}", written, self.value)
