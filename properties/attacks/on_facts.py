"""Numeric attacks on the facts of a family: one kind of obligation a file, and `attack_fact`, which runs them.

A module of `properties.attacks.facts` states, besides what every attack does, `ABOUT`, the class of statements, and
`SHARE`, by what the number of examples is divided because each is dear.
Only exact rationals and balls refute; nothing that proves is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import ModuleType

from properties.attacks import facts as room
from properties.attacks.report import Report, veto
from properties.attacks.statement import Prepared
from properties.attacks.target import attacked
from symbolic.core import registry
from symbolic.core.statement import Statement
from symbolic.kernel import Verdict
from symbolic.models.claims import Fact

ATTACK = "attack"  # the name under which an attack refutes


def modules() -> dict[str, ModuleType]:
    """The attacks on facts by the kind of obligation."""
    return {module.ABOUT.kind: module for module in registry.modules(room).values()}


def attack_fact(name: str, obligation: Statement, *, max_examples: int = 100, seed: int = 0) -> Report:
    """Search for a case in which a statement fails.

    Arguments: `name`, what the report calls it; `max_examples`, instances (fewer where each is dear); the same `seed` finds
    the same.
    """
    kind = obligation.kind
    report, module = Report(name, kind), modules().get(kind)
    if module is None:
        return replace(report, vacuous=obligation.beyond.format(kind=kind))
    if obligation.granted:
        reason = "it is given what the family's file takes for granted, which no instance is known to fulfil"
        return replace(report, vacuous=reason)
    examples = max(1, max_examples // module.SHARE)
    return attacked(report, lambda: Prepared(obligation), [module], examples=examples, seed=f"{seed}/{name}")


def confront_facts(facts: Iterable[Fact], reports: Iterable[Report]) -> tuple[Fact, ...]:
    """The facts after the attack: what was open is refuted by a certified counterexample; what is assumed stays so.

    Arguments: `reports`, one for each fact, in the same order. Raises Unsound where a certified counterexample hits a fact
    that was proved.
    """
    found = []
    for fact, report in zip(facts, reports, strict=True):
        case = report.counterexample
        if case is None or not case.certified or fact.verdict in (Verdict.REFUTED, Verdict.ASSUMED):
            found.append(fact)
            continue
        veto(report, fact.verdict is Verdict.PROVED, f"the fact {fact.name!r} was proved by {fact.judgement.prover}")
        refuted = fact.judgement._replace(verdict=Verdict.REFUTED, prover=ATTACK, reason=case.text)
        found.append(replace(fact, judgement=refuted))
    return tuple(found)
