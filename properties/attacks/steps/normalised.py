"""Normalised: a definition of a density is nowhere negative and sums to 1 over its points, for each condition and theta."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Tuple

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Cell
from properties.instances.numbers import ONE, ZERO, ExtendedNumber, NoValue, add, compare, multiply, show
from symbolic.core.terms import Applied, Outcome

PROPERTY = "normalised"
PRIMITIVES = ("define",)


def at_outcomes(case: Case, new: Applied, context: Context) -> tuple[Compiled, tuple[str, ...], tuple[str, ...]]:
    """A density as a function of its outcomes: the compiled value, its points' columns, and what is given."""
    points, given = (tuple(a.column.name for a in part) for part in (new.points, new.given))
    tree = Applied(new.head, new.parameters, *(Tuple(*(Outcome(a.column) for a in p)) for p in (new.points, new.given)))
    free = Context(context.unknowns, context.definitions, context.substitutes, (*points, *given))
    return case.compile(tree, free), points, given


def prepare(case: Case) -> Check:
    new, meaning = case.witness[0], case.witness[1]
    density, points, given = at_outcomes(case, new, case.new)

    def check(trial: Trial) -> Finding | None:
        i = trial.instance
        if i.turn % 16:  # a share of the instances is enough
            return None
        for k in trial.members:
            for condition in i.cells(given):

                def excess(bits: int, k: int = k, condition: Cell = condition) -> Any:
                    total: ExtendedNumber = ZERO
                    for cell in i.cells(points):
                        mass = trial.value(density, k, bits, (*cell, *condition))
                        if mass < 0:
                            return -1, f"is {show(mass)} at one of its points"
                        total = add(total, multiply(mass, i.volume(points, cell)))
                    return compare(total, ONE), f"sums to {show(total)} over its points"

                try:
                    found = settled(trial, excess)
                except NoValue:
                    continue
                if found is not None and found[0] != 0:
                    where = "" if not given else f" given {', '.join(map(str, new.given))} at its outcome {condition}"
                    return Finding(
                        f"{new} := {meaning} is no density: it {found[1]}{where}, at "
                        f"{trial.member(k)}, for\n{trial.describe()}"
                    )
        return None

    return check


def settled(trial: Trial, question: Callable[[int], Any]) -> Any:
    """As `trial.settle`, but a tie of balls is no lack of precision here: sums of exact tables are exact."""
    before = trial.undecided
    answer = trial.settle(question)
    trial.undecided = before
    return answer
