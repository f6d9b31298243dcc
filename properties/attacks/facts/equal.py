"""Two expressions agree for all values of parameters and data: refuted where their values are certain to differ."""

from __future__ import annotations

from properties.attacks.facts.within import parameters_of
from properties.attacks.search import Check
from properties.attacks.statement import Prepared, outcomes_in
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import show
from symbolic.statements.equal import Equal

ABOUT, PROPERTY = Equal, "equal"
SHARE = 1


def prepare(statement: Prepared[Equal]) -> Check:
    stated = statement.obligation
    left, right = stated.left, stated.right
    columns = outcomes_in(left, right)
    statement.unknowns = parameters_of(left, right)
    sides = [statement.compile(side, columns) for side in (left, right)]

    def check(trial: Trial) -> Finding | None:
        for k in trial.members:
            for cell in trial.instance.cells(columns):
                if trial.order((sides[0], k), (sides[1], k), cell) in (-1, 1):
                    one, other = (show(trial.at(side, k, cell)) for side in sides)
                    values = f"{left} is {one}, and {right} is {other},"
                    where = ", ".join(filter(None, (trial.cell(columns, cell), trial.parameters(k))))
                    return Finding(f"{values} at {where or 'every parameter'}, for\n{trial.describe()}")
        return None

    return check
