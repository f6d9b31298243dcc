"""An objective has no minimiser, but a limit along a curve: refuted by a point at which it is not above that limit."""

from __future__ import annotations

from sympy import Integer, sympify

from properties.attacks.search import Check
from properties.attacks.statement import Prepared, numeric
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import NoValue, inside, ordered, show
from symbolic.statements.unattained import Unattained

ABOUT, PROPERTY = Unattained, "unattained"
SHARE = 1
TIMES = (1, 2, 5, 10, 20, 40)


def prepare(statement: Prepared[Unattained]) -> Check:
    stated = statement.obligation
    objective, unknowns = stated.objective, stated.unknowns
    curve, t, limit = stated.point, stated.variable, stated.limit
    statement.unknowns = numeric(unknowns)
    compiled, bound = statement.compile(objective), statement.compile(limit)
    places = [{u: statement.compile(sympify(e).xreplace({t: Integer(at)})) for u, e in curve} for at in TIMES]

    def check(trial: Trial) -> Finding | None:
        members = list(trial.instance.members)
        for place in places:
            values = {u: trial.at(e) for u, e in place.items()}
            if all(
                not isinstance(v, Exception) and v is not None and inside(u.domain, v) is True
                for u, v in values.items()
            ):
                members.append(members[0] | {u.name: v for u, v in values.items()})
        there = trial.among(members)
        least = there.at(bound)
        for k in range(len(members)):
            value = there.at(compiled, k)
            if isinstance(value, NoValue):
                return Finding(f"{objective} has no value ({value}) at {there.member(k)}")
            if value is None or least is None or isinstance(least, NoValue):
                continue
            if ordered(value, least) in (-1, 0):
                return Finding(
                    f"{objective} is {show(value)} at {there.member(k)}, which is not above the limit {show(least)}"
                )
        return None

    return check
