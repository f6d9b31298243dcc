"""Claim: what a chain claims of its first and last problem, on a finite Theta, whatever the steps between them are."""

from __future__ import annotations

from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.steps.known import certifier
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import NotEvaluable

PROPERTY = "claim"
PRIMITIVES = ("claim",)


def prepare(case: Case) -> Check:
    kind = case.relation.kind if case.relation is not None else "NONE"
    if kind not in ("SAME", "BIJECTION", "REDUCTION"):
        raise NotEvaluable(f"a claim of {case.relation} says nothing that one finite instance could contradict")
    # A finite set of members is a whole Theta where the parameters live in any set, else it is only a part of Theta.
    whole = all(u.domain.hull is None for u in case.before.unknowns)
    if not whole and certifier(case) is not None:
        raise NotEvaluable("a counterexample of its own contradicts this claim, with a certificate")

    def check(trial: Trial) -> Finding | None:
        before = trial.solutions(case.f, case.before.sense, ties=True)
        after = None if before is None else trial.solutions(case.g, case.after.sense, ties=True)
        if before is None or after is None or before == after or (kind == "REDUCTION" and after <= before):
            return None
        part = "" if whole else " (over these members of Theta only)"
        return Finding(
            f"claimed: the two problems have the same solutions. The first has {trial.named(before)}, the last "
            f"{trial.named(after)}{part}:\n{case.both(trial, tuple(trial.members))}\nfor\n{trial.describe()}",
            whole,
        )

    return check
