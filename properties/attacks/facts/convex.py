"""A loss is convex in the unknowns, jointly, whatever the data: refuted by a point of a segment that lies above its chord."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from flint import fmpq

from properties.attacks.search import Check
from properties.attacks.statement import Prepared, numeric, outcomes_in
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import INFINITY, NotEvaluable, add, multiply, ordered, show
from symbolic.core.domains import is_interval
from symbolic.statements.convex import Convex

ABOUT, PROPERTY = Convex, "convex"
SHARE = 1
WEIGHTS = tuple(fmpq(p, q) for p, q in ((1, 2), (1, 4), (3, 4), (1, 16), (15, 16)))


def prepare(statement: Prepared[Convex]) -> Check:
    stated = statement.obligation
    loss, unknowns = stated.loss, stated.unknowns
    statement.unknowns = numeric(unknowns)
    for u in unknowns:
        if not is_interval(u.domain):
            raise NotEvaluable(f"{u} lives in {u.domain}, where no segment joins two points")
    columns = outcomes_in(loss)
    compiled = statement.compile(loss, columns)
    abstract = [*compiled.needs.functions, *compiled.needs.laws]
    if any(key[1] for key in abstract):
        raise NotEvaluable(f"{loss}: an abstract function of the unknowns has no values between two of them")
    names = [u.name for u in unknowns]

    def check(trial: Trial) -> Finding | None:
        members = trial.instance.members
        for j, k in combinations(trial.members, 2):
            between = [members[j] | {n: w * members[j][n] + (1 - w) * members[k][n] for n in names} for w in WEIGHTS]
            there = trial.among([members[j], members[k], *between])
            for cell in trial.instance.cells(columns):
                found = _above(there, compiled, cell)
                if found is not None:
                    point, value, chord = found
                    data = f"for {trial.cell(columns, cell)}, " if columns else ""
                    return Finding(
                        f"{data}{loss} is {show(value)} at {there.member(point)}, which lies between {there.member(0)} and "
                        f"{there.member(1)}; the chord is {show(chord)} there"
                    )
            trial.undecided = trial.undecided or there.undecided
        trial.skipped = len(members) < 2
        return None

    return check


def _above(there: Trial, loss: Any, cell: tuple[int, ...]) -> tuple[int, Any, Any] | None:
    """The member, the value there and the value of the chord, where the first certainly exceeds the second."""
    ends = [there.at(loss, k, cell) for k in (0, 1)]
    if any(v is None or isinstance(v, Exception) or v in (INFINITY, -INFINITY) for v in ends):
        return None
    for point, w in enumerate(WEIGHTS, 2):
        value = there.at(loss, point, cell)
        if value is None or isinstance(value, Exception):
            continue
        chord = add(multiply(w, ends[0]), multiply(1 - w, ends[1]))
        if ordered(value, chord) == 1:
            return point, value, chord
    return None
