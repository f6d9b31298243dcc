"""Argmin set: over the finite Theta of an instance, the solutions before and after are the same members."""

from __future__ import annotations

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial

PROPERTY = "argmin set"
PRIMITIVES = ("monotone", "reparametrise")


def prepare(case: Case) -> Check:
    def check(trial: Trial) -> Finding | None:
        before = trial.solutions(case.f, case.before.sense)
        after = None if before is None else trial.solutions(case.g, case.after.sense)
        if before is None or after is None or before == after:
            return None
        return Finding(
            f"arg{case.before.sense} is {trial.named(before)} before, arg{case.after.sense} is {trial.named(after)} after:\n"
            f"{case.both(trial, tuple(trial.members))}\nfor\n{trial.describe()}"
        )

    return check
