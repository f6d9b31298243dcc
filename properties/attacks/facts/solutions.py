"""The minimisers of an objective on concrete data are exactly the points claimed: refuted by a value below, or by another."""

from __future__ import annotations

from properties.attacks.facts.estimate import better
from properties.attacks.search import Check
from properties.attacks.statement import Prepared, numeric
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import NoValue, inside, show
from symbolic.statements.solutions import Solutions

ABOUT, PROPERTY = Solutions, "solutions"
SHARE = 1


def prepare(statement: Prepared[Solutions]) -> Check:
    stated = statement.obligation
    objective, unknowns, points = stated.objective, stated.unknowns, stated.points
    statement.unknowns = numeric(unknowns)
    statement.vacuous = "no point is claimed, and none can be seen to be a minimiser"
    compiled = statement.compile(objective)
    claimed = [[(u, statement.compile(v)) for u, v in point] for point in points]

    def check(trial: Trial) -> Finding | None:
        members = []
        for point in claimed:
            member = dict(trial.instance.members[0])
            for u, e in point:
                value = trial.at(e)
                if isinstance(value, NoValue) or (value is not None and inside(u.domain, value) is False):
                    shown = value if isinstance(value, NoValue) else show(value)
                    return Finding(f"{u} = {shown} is claimed, which is not in {u.domain}")
                if value is None:
                    return None
                member[u.name] = value
            members.append(member)
        trial.skipped = not members
        there = trial.among(members)
        for k in range(1, len(members)):
            if there.order((compiled, 0), (compiled, k)) in (-1, 1):
                return Finding(
                    f"{objective} is {there.shown(compiled, 0)} at {there.member(0)} and {there.shown(compiled, k)} at "
                    f"{there.member(k)}: they cannot both be minimisers"
                )
        return better(trial, compiled, members, unknowns) if members else None

    return check
