"""Numeric attacks on the facts of a family: one kind of obligation a file, and `attack_fact`, which runs them.

A module of this folder states `KIND`, the kind of obligation; `SHARE`, by what the number of examples is divided because each
is dear; and `prepare(obligation)`, which returns a `Statement`: what an instance must bind, and the check of one draw of it.
Names that begin with an underscore are no attacks. Only exact rationals and balls refute; nothing that proves is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from random import Random
from types import ModuleType

from hypothesis import find
from hypothesis.errors import NoSuchExample

from properties.attacks import Counterexample, searching
from properties.attacks._case import Finding
from properties.evaluation import INFINITY, Instance, NotEvaluable, precision, rational
from properties.fact_attacks._statement import Draw, Statement
from properties.strategies import Shape, instances, shape_of
from symbolic import registry
from symbolic.errors import Unsound
from symbolic.facts import Fact
from symbolic.kernel import Obligation, Verdict

ATTACK = "attack"  # the name under which an attack refutes
BEYOND = dict.fromkeys(
    ("exactly one", "at most one", "estimating equation"),
    "values at points, however many, do not certify that one of them is the least of all",
)


@dataclass(frozen=True, slots=True)
class FactReport:
    """What came of attacking one fact.

    `examples` is how many instances were tried, `decided` how many of them left nothing open. `vacuous` says why nothing
    could be tried, or is "".
    """

    name: str
    kind: str
    examples: int
    decided: int
    counterexample: Counterexample | None
    vacuous: str


def modules() -> dict[str, ModuleType]:
    """The attacks of this folder by the kind of obligation."""
    room = import_module(__name__)
    found = (import_module(f"{__name__}.{n}") for n in registry.names(room) if not n.startswith("_"))
    return {module.KIND: module for module in found}


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
    tried = {"examples": 0, "bound": 0, "decided": 0, "found": 0}
    known: dict[str, tuple[Finding | None, Draw]] = {}
    reasons: dict[str, None] = {}

    def failing(instance: Instance) -> tuple[Finding | None, Draw]:
        key = statement.key(instance)
        if key not in known:
            draw, found = Draw(statement, instance), None
            try:
                found = statement.check(draw)
            except NotEvaluable as reason:
                draw.skipped = True
                reasons[str(reason)] = None
            known[key] = found, draw
        return known[key]

    def fails(instance: Instance | None) -> bool:
        counting = not tried["found"]
        tried["examples"] += counting
        if instance is None:
            return False
        found, draw = failing(instance)
        tried["bound"] += counting and not draw.skipped
        tried["decided"] += counting and not draw.undecided and not draw.skipped
        tried["found"] += found is not None
        return found is not None

    counterexample = None
    with precision(64):
        try:
            many, random = max(1, max_examples // module.SHARE), Random(f"{seed}/{name}")
            worst = next(filter(fails, closed_ends(statement.shape)), None) or find(
                instances(statement.shape), fails, settings=searching(many), random=random
            )
        except NoSuchExample:
            worst = None
        if worst is not None:
            finding, _ = failing(worst)
            if finding is not None:
                counterexample = Counterexample(kind, finding.text, finding.certified)
    vacuous = "" if tried["bound"] else "; ".join(reasons) or statement.vacuous
    return FactReport(name, kind, tried["examples"], tried["decided"], counterexample, vacuous)


def closed_ends(shape: Shape) -> Iterator[Instance]:
    """The simplest instance with each parameter in turn at each closed end of its domain (at one member if it varies)."""
    simplest = shape.build(bytes(shape.length))
    if simplest is None:
        return
    for name, domain in sorted(shape.needs.parameters.items()):
        hull = domain.hull
        for end, closed in () if hull is None else ((hull.lower, hull.lower_closed), (hull.upper, hull.upper_closed)):
            if closed and end not in (INFINITY, -INFINITY):
                place = {name: rational(end)}
                moves = name in shape.unknowns
                members = [m if moves and k else m | place for k, m in enumerate(simplest.members)]
                yield replace(simplest, members=members)


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
        found.append(Fact(fact.claim, refuted))
    return tuple(found)
