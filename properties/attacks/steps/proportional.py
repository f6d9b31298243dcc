"""Proportional: on data whose counts are n p(x), the mean over the rows is the expectation under p, exactly.

Where the law varies with the unknowns, which no law of data may do, the counts follow the law at the first member.
"""

from __future__ import annotations

from math import lcm

from flint import fmpq

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import multiply

PROPERTY = "proportional"
PRIMITIVES = ("limit",)
MAX_ROWS = 10_000


def law_of(case: Case) -> tuple[Compiled, tuple[str, ...], str]:
    """The density of the law's outcomes, their columns, and the table they come from."""
    law = case.witness[1]
    columns = tuple(a.column.name for a in law.points)
    context = Context(case.new.unknowns, case.new.definitions, case.new.substitutes, columns)
    return case.compile(law, context), columns, law.points[0].column.size


def weights_of(trial: Trial, law: Compiled, columns: tuple[str, ...]) -> list[tuple[tuple[int, ...], fmpq]] | None:
    """The probability of each cell, at the first member; None where they are not exact or do not sum to 1."""
    i = trial.instance
    found = [(cell, multiply(law.value(i, 0, cell), i.volume(columns, cell))) for cell in i.cells(columns)]
    exact = all(isinstance(w, fmpq) for _, w in found) and sum((w for _, w in found), fmpq(0)) == 1
    return found if exact else None


def rows_of(
    i: Instance, size: str, others: tuple[str, ...], columns: tuple[str, ...], cells: list[tuple[int, ...]]
) -> Instance:
    """The instance with these rows in one table; columns that the law does not speak of hold their first outcome."""
    n = len(cells)
    data = {c: [0] * n for c in others} | {c: [cell[j] for cell in cells] for j, c in enumerate(columns)}
    return i.with_data({size: n}, data)


def prepare(case: Case) -> Check:
    law, columns, size = law_of(case)

    def check(trial: Trial) -> Finding | None:
        if trial.instance.turn % 4:  # a share of the instances is enough
            return None
        weights = weights_of(trial, law, columns)
        if weights is None:
            return None
        n = lcm(*(int(w.q) for _, w in weights))
        if n > MAX_ROWS:
            return None
        cells = [cell for cell, w in weights for _ in range(int((w * n).p))]
        others = tuple(c for c, column in case.shape.needs.columns.items() if column.size == size)
        instance = rows_of(trial.instance, size, others, columns, cells)
        if not case.shape.allows(instance):
            return None
        there = trial.with_rows(instance, case.g)
        for k in there.members:
            if there.order((case.f, k), (case.g, k)) in (-1, 1):
                return Finding(
                    "the data occur exactly in proportion to the law, and yet the mean is not the expectation:\n"
                    f"{case.both(there, (k,))}\nfor\n{there.describe()}"
                )
        trial.undecided = trial.undecided or there.undecided
        return None

    return check
