"""Defined: the objective has a value after the step wherever it had one before; at the start, everywhere."""

from __future__ import annotations

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial

PROPERTY = "defined"
PRIMITIVES = ("start", "rewrite", "define", "monotone", "reparametrise")


def prepare(case: Case) -> Check:
    def check(trial: Trial) -> Finding | None:
        for k in trial.members:
            if trial.defined(case.g, k) is False and (case.f is case.g or trial.defined(case.f, k) is True):
                values = (
                    f"  at {trial.member(k)}: {trial.shown(case.f, k)}" if case.f is case.g else case.both(trial, (k,))
                )
                return Finding(f"the objective has no value:\n{values}\nfor\n{trial.describe()}")
        return None

    return check
