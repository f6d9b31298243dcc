"""Known: claims about an infinite Theta, or as n grows, against the counterexamples of properties.attacks.counterexamples.

Such a claim is contradicted by no finite table; a counterexample brings what is infinite itself, and certifies for the rows
and the parameters of each trial that the claim fails there.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from properties.attacks import counterexamples
from properties.attacks.case import Case
from properties.attacks.search import Check
from properties.attacks.trial import Finding, Trial
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable
from symbolic import derivations
from symbolic.core import registry

PROPERTY = "claim"
PRIMITIVES = ("claim",)


def certifier(case: Case) -> Callable[[Trial], str | None] | None:
    """What certifies a counterexample to this very claim, where one ships: for each trial, its text or None."""
    for name in registry.names(counterexamples):
        chain = derivations.load(name)
        if chain.claimed == (case.after, case.relation) and chain.start == case.before:
            certify = import_module(f"{counterexamples.__name__}.{name}").certify
            return lambda trial: certify(chain, _rows(trial.instance), trial.instance.members[0])
    return None


def _rows(instance: Instance) -> list[Any]:
    """The rows of column x, none where there are no data."""
    return [instance.outcomes["x"][outcome] for outcome in instance.data.get("x", [])[: instance.counts.get("n", 0)]]


def prepare(case: Case) -> Check:
    certify = certifier(case)
    if certify is None:
        raise NotEvaluable(f"no counterexample to a claim of {case.relation} is known here")

    def check(trial: Trial) -> Finding | None:
        text = certify(trial)
        return None if text is None else Finding(text)

    return check
