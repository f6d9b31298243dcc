"""Empirical: the mean over the rows is the expectation under the empirical distribution of the data, exactly."""

from __future__ import annotations

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial
from properties.instances.evaluation import empirical_mean

PROPERTY = "empirical"
PRIMITIVES = ("limit",)


def prepare(case: Case) -> Check:
    summand, law = case.witness[0], case.witness[1]
    expected = case.add(empirical_mean(summand, law, case.new))

    def check(trial: Trial) -> Finding | None:
        for k in trial.members:
            if trial.order((case.f, k), (expected, k)) in (-1, 1):
                return Finding(
                    f"the mean over the rows is not the expectation of {summand} under the empirical distribution:\n"
                    f"  at {trial.member(k)}: {trial.shown(case.f, k)} over the rows, {trial.shown(expected, k)} "
                    f"expected\nfor\n{trial.describe()}"
                )
        return None

    return check
