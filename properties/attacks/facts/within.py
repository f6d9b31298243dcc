"""An expression has a value, and it lies in an interval: refuted by a value outside, or by a point where there is none."""

from __future__ import annotations

from typing import Any

from properties.attacks.search import Check
from properties.attacks.statement import Prepared, outcomes_in
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import NoValue, inside, show
from symbolic.core.terms import Parameter, symbols
from symbolic.statements.within import Within

ABOUT, PROPERTY = Within, "within"
SHARE = 1


def prepare(statement: Prepared[Within]) -> Check:
    stated = statement.obligation
    expression, interval = stated.expression, stated.interval
    columns = outcomes_in(expression)
    statement.unknowns = parameters_of(expression)
    compiled = statement.compile(expression, columns)

    def check(trial: Trial) -> Finding | None:
        for k in trial.members:
            for cell in trial.instance.cells(columns):
                value = trial.at(compiled, k, cell)
                where = ", ".join(filter(None, (trial.cell(columns, cell), trial.parameters(k))))
                if isinstance(value, NoValue):
                    return Finding(f"{expression} has no value ({value}) at {where}")
                if value is not None and inside(interval, value) is False:
                    return Finding(f"{expression} is {show(value)} at {where}, which does not lie in {interval}")
        return None

    return check


def parameters_of(*trees: Any) -> tuple[Any, ...]:
    """Every parameter that occurs, by name: all of them may vary."""
    found = {s for tree in trees for s in symbols(tree) if isinstance(s, Parameter)}
    return tuple(sorted(found, key=lambda s: str(s.name)))
