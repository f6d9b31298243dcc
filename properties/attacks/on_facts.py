"""Numeric attacks on the facts of a family: one kind of obligation a file, and `attack_fact`, which runs them.

A module of `properties.attacks.facts` states `KIND`, the kind of obligation; `SHARE`, by what the number of examples is
divided because each is dear; and `prepare(obligation)`, which returns a `Statement`: what an instance must bind, and
the check of one trial of it.
Only exact rationals and balls refute; nothing that proves is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import ModuleType

from properties.attacks import facts as room
from properties.attacks.search import Counterexample, closed_ends, search
from properties.attacks.statement import Statement
from properties.instances.numbers import NotEvaluable
from properties.instances.strategies import shape_of
from symbolic.core import registry
from symbolic.core.errors import Unsound
from symbolic.kernel import Obligation, Verdict
from symbolic.models.claims import Fact

ATTACK = "attack"  # the name under which an attack refutes
BEYOND = dict.fromkeys(
    ("exactly one", "at most one", "estimating equation"),
    "values at points, however many, do not certify that one of them is the least of all",
)


@dataclass(frozen=True, slots=True)
class FactReport:
    """What came of attacking one fact.

    `examples` is how many instances were tried, `decided` how many of them left nothing open. `vacuous` says why nothing
    could be tried, `undone` what of the search was left undone because its budget was spent; or they are "".
    """

    name: str
    kind: str
    examples: int
    decided: int
    counterexample: Counterexample | None
    vacuous: str
    undone: str = ""


def modules() -> dict[str, ModuleType]:
    """The attacks on facts by the kind of obligation."""
    return {module.KIND: module for module in registry.modules(room).values()}


def attack_fact(name: str, obligation: Obligation, *, max_examples: int = 100, seed: int = 0) -> FactReport:
    """Search for a case in which a statement fails.

    Arguments: `name`, what the report calls it; `max_examples`, instances (fewer where each is dear); the same `seed` finds
    the same.
    """
    kind = obligation.kind
    module = modules().get(kind)
    if module is None:
        reason = BEYOND.get(kind, f"no attack on statements of the kind {kind!r}")
        return FactReport(name, kind, 0, 0, None, reason)
    if any(isinstance(g, Obligation) for g in obligation.given):
        reason = "it is given what the family's file takes for granted, which no instance is known to fulfil"
        return FactReport(name, kind, 0, 0, None, reason)
    try:
        statement: Statement = module.prepare(obligation)
        statement.shape = shape_of(statement.expressions, statement.unknowns, obligation.given)
    except NotEvaluable as reason:
        return FactReport(name, kind, 0, 0, None, str(reason))
    tried = search(
        [(kind, statement.check)],
        statement.shape,
        examples=max(1, max_examples // module.SHARE),
        seed=f"{seed}/{name}",
        first=closed_ends(statement.shape),
        key=statement.key,
    )
    vacuous = "" if tried.bound or tried.undone else "; ".join(tried.reasons) or statement.vacuous
    return FactReport(name, kind, tried.examples, tried.decided, tried.counterexample, vacuous, tried.undone)


def confront_facts(facts: Iterable[Fact], reports: Iterable[FactReport]) -> tuple[Fact, ...]:
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
        if fact.verdict is Verdict.PROVED:
            raise Unsound(
                f"bug in lossproof: the fact {fact.name!r} was proved by {fact.judgement.prover}, and there is a certified "
                f"counterexample:\n{case.text}"
            )
        refuted = fact.judgement._replace(verdict=Verdict.REFUTED, prover=ATTACK, reason=case.text)
        found.append(replace(fact, judgement=refuted))
    return tuple(found)
