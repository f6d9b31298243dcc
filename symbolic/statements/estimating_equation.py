"""The minimisers of an objective solve an equation."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.core.language import Language, equation
from symbolic.core.statement import Equation, Expression, Statement, Unknowns


@dataclass(frozen=True, slots=True, repr=False)
class EstimatingEquation(Statement):
    """The objective is minimal where the equation holds, and nowhere else, whatever the data."""

    kind = "estimating equation"
    by_a_file = True
    beyond = "values at points, however many, do not certify that one of them is the least of all"

    objective: Expression
    unknowns: Unknowns
    equation: Equation

    def sentence(self, say: Language) -> str:
        return f"{say.math(self.objective)} is minimal where {equation(say, *self.equation)}, and nowhere else"
