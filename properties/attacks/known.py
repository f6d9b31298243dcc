"""Known: claims about what happens as n grows, against the counterexamples of properties.counterexamples.

Such a claim is contradicted by no finite table; a counterexample brings its own infinite family of distributions, and
certifies for the rows and the parameter of each trial that the claim fails there.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from properties import counterexamples
from properties.attacks._case import Case, Finding, Trial
from properties.evaluation import NotEvaluable
from symbolic import derivations, registry

PROPERTY = "claim"
PRIMITIVES = ("claim",)


def prepare(case: Case) -> Callable[[Trial], Finding | None]:
    for name in registry.names(counterexamples):
        chain = derivations.load(name)
        if chain.claimed == (case.after, case.relation) and chain.start == case.before:
            certify = import_module(f"{counterexamples.__name__}.{name}").certify
            break
    else:
        raise NotEvaluable(f"no counterexample to a claim of {case.relation} is known here")

    def check(trial: Trial) -> Finding | None:
        instance = trial.instance
        rows = [instance.outcomes["x"][outcome] for outcome in instance.data["x"][: instance.counts["n"]]]
        text = certify(chain, rows, instance.members[0])
        return None if text is None else Finding(text)

    return check
