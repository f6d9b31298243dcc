"""The values of an expression lie in a set."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language
from symbolic.core.statement import Expression, Interval, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Within(Statement):
    """All values lie in the interval; of what stands for a parameter, in that parameter's domain."""

    kind = "within"
    by_a_file = True
    of_the_family = True
    beyond = ""

    expression: Expression
    interval: Interval

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.expression)} lies in {say.math(self.interval)}"
