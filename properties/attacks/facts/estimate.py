"""A closed form is the one and only minimiser of an objective: refuted by data and a parameter that is no worse.

The data are drawn from the columns' domains, ends and repeated rows included; what does not meet the conditions is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import arb, fmpq

from properties.attacks.search import Check
from properties.attacks.statement import Prepared, numeric
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import ExtendedNumber, NoValue, inside, ordered, show
from symbolic.core.domains import whole as whole_numbers
from symbolic.statements.estimate import EstimateIs

ABOUT, PROPERTY = EstimateIs, "estimate"
SHARE = 2
STEPS = tuple(fmpq(p, q) for p, q in ((1, 2), (1, 8), (1, 100)))


def prepare(statement: Prepared[EstimateIs]) -> Check:
    stated = statement.obligation
    objective, unknowns = stated.objective, stated.unknowns
    values, when = stated.point, stated.conditions
    statement.unknowns = numeric(unknowns)
    statement.vacuous = "no data that were drawn meet the conditions"
    compiled = statement.compile(objective)
    estimates = {u: statement.compile(e) for u, e in values}
    conditions = [statement.compile(w.lhs) for w in when]

    def check(trial: Trial) -> Finding | None:
        met = [trial.at(c) for c in conditions]
        if any(v is None or isinstance(v, Exception) or ordered(v, fmpq(0)) != 1 for v in met):
            trial.skipped = True
            return None
        claimed: dict[str, ExtendedNumber] = {}
        for u, e in estimates.items():
            found = trial.at(e)
            if isinstance(found, NoValue):
                return Finding(f"the estimate of {u} has no value ({found}) for\n{trial.describe()}")
            if found is None:
                return None
            if inside(u.domain, found) is False:
                return Finding(
                    f"the estimate of {u} is {show(found)}, which is not in {u.domain}, for\n{trial.describe()}"
                )
            claimed[u.name] = found
        return better(trial, compiled, [trial.instance.members[0] | claimed], unknowns)

    return check


def better(trial: Trial, objective: Any, claimed: list[dict[str, Any]], unknowns: tuple[Any, ...]) -> Finding | None:
    """A parameter that is certainly none of the claimed minimisers, and at which the objective is not larger."""
    near = candidates(trial, claimed[0], unknowns)
    others = [m for m in near if all(_differ(m, point, unknowns) for point in claimed)]
    there = trial.among([claimed[0], *others])
    value = there.at(objective, 0)
    if isinstance(value, NoValue):
        return Finding(f"the objective has no value ({value}) at {there.member(0)}, for\n{trial.describe()}")
    for k in range(1, len(others) + 1):
        if there.order((objective, k), (objective, 0)) in (-1, 0):
            return Finding(
                f"the objective is {there.shown(objective, k)} at {there.member(k)}, and {there.shown(objective, 0)} at the "
                f"claimed minimiser, {there.member(0)}, for\n{trial.describe()}"
            )
    trial.undecided = trial.undecided or value is None
    return None


def candidates(trial: Trial, claimed: dict[str, Any], unknowns: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """Other parameters: those drawn, and some close to the claimed ones, all of them in their domains."""
    yield from trial.instance.members
    for u in unknowns:
        middle = _rational(claimed[u.name])
        whole = whole_numbers(u.domain)
        for step in (fmpq(1),) if whole else STEPS:
            for way in (1, -1):
                for size in {fmpq(1), abs(middle)} - {fmpq(0)}:
                    v = middle + way * step * (fmpq(1) if whole else size)
                    if inside(u.domain, v) is True:
                        yield claimed | {u.name: v}


def _rational(v: ExtendedNumber) -> fmpq:
    """A rational number close to it."""
    if isinstance(v, fmpq):
        return v
    return fmpq((arb(v).mid().fmpq() * 2**32).floor(), 2**32)


def _differ(member: dict[str, Any], claimed: dict[str, Any], unknowns: tuple[Any, ...]) -> bool:
    return any(ordered(member[u.name], claimed[u.name]) in (-1, 1) for u in unknowns)
