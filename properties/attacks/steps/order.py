"""Order: for every two members of Theta the objective orders them after the step as before, reversed when it flips.

A tie is an order too: where balls cannot tell two values apart that are one, exact algebra does.
"""

from __future__ import annotations

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial

PROPERTY = "order"
PRIMITIVES = ("monotone", "reparametrise")


def prepare(case: Case) -> Check:
    sense = -1 if case.flips else 1

    def check(trial: Trial) -> Finding | None:
        signs = trial.signs(case.g)
        for (j, k), before in trial.signs(case.f).items():
            after = signs[j, k]
            if before is None and after in (-1, 1) and trial.tie(case.f, j, k):
                before = 0
            if after is None and before in (-1, 1) and trial.tie(case.g, j, k):
                after = 0
            if before is not None and after is not None and after != sense * before:
                return Finding(
                    f"arg{case.before.sense} before and arg{case.after.sense} after rank two members differently:\n"
                    f"{case.both(trial, (j, k))}\nfor\n{trial.describe()}"
                )
        return None

    return check
