"""Value: a rewrite or a definition leaves the objective as it is at every member of Theta."""

from __future__ import annotations

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial

PROPERTY = "value"
PRIMITIVES = ("rewrite", "define")


def prepare(case: Case) -> Check:
    def check(trial: Trial) -> Finding | None:
        for k in trial.members:
            if trial.order((case.f, k), (case.g, k)) in (-1, 1):
                return Finding(f"the objective changes:\n{case.both(trial, (k,))}\nfor\n{trial.describe()}")
        return None

    return check
