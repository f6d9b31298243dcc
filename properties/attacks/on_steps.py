"""Numeric attacks on the steps of a chain: one property a file, and `attack`, which runs them.

A module of `properties.attacks.steps` states, besides what every attack does, its `PRIMITIVES`: where it applies. All attacks
on one step share the instances and the values computed for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from sympy import Mul, Rational, oo

from properties.attacks import steps
from properties.attacks.case import Case
from properties.attacks.report import StepReport, veto
from properties.attacks.target import attacked
from properties.instances.compiling import Context, Definitions
from symbolic import kernel
from symbolic.core import registry
from symbolic.core.terms import Applied, Expectation, NegativePart, raw, walk
from symbolic.kernel import Derivation, Line, Relation, Replay, Verdict

START, CLAIM = "start", "claim"


def attack(
    target: Derivation | Replay,
    *,
    max_examples: int = 100,
    seed: int = 0,
    step: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[StepReport, ...]:
    """Search, for each step, for a case in which it fails.

    Arguments: `target`, a chain or what `check` made of it; `max_examples`, instances a step; `seed`: the same seed finds
    the same; `step`, the only step to attack (0 is the start, the number of steps plus one is the claim); `progress`,
    called with (done, total). Raises DerivationError where the chain itself is malformed.
    """
    theorem = target if isinstance(target, Replay) else kernel.check(target, ())
    todo = [t for t in _targets(theorem) if step is None or t[0] == step]
    reports = []
    for done, (number, rule, primitive, make) in enumerate(todo):
        report = StepReport(rule, primitive, number=number)
        attacks = applicable(primitive)
        reports.append(attacked(report, make, attacks, examples=max_examples, seed=f"{seed}/{number}"))
        if progress is not None:
            progress(done + 1, len(todo))
    return tuple(reports)


def confront(theorem: Replay, reports: tuple[StepReport, ...]) -> None:
    """Raise Unsound where a certified counterexample hits what was proved."""
    for report in reports:
        judgements = _judgements(theorem, report.number)
        proved = bool(judgements) and all(j.verdict in (Verdict.PROVED, Verdict.ASSUMED) for j in judgements)
        veto(report, proved, f"{theorem.chain.name}, step {report.number} ({report.rule}) was proved")


def _judgements(theorem: Replay, number: int) -> tuple[Any, ...]:
    if number == 0:
        return theorem.premises
    if number <= len(theorem.lines):
        return theorem.lines[number - 1].judgements
    return theorem.judgements  # a claim rests on every line


# ---- what is attacked ------------------------------------------------------------------------------------------------

_Aim = tuple[int, str, str, Callable[[], Case]]


def _targets(theorem: Replay) -> Iterator[_Aim]:
    """What is attacked. An unknown that was replaced is read as what it was replaced by, wherever it is still mentioned."""
    chain, start = theorem.chain, theorem.chain.start
    end = theorem.lines[-1].after if theorem.lines else start
    facts: tuple[Any, ...] = chain.hypotheses
    definitions: Definitions = ()
    maps: _Substitutes = ()  # the latest first: each is read in those before it
    used = _densities(start.objective)
    unknowns = _names(start)

    def case(*args: Any, **rest: Any) -> Callable[[], Case]:
        return lambda: Case(*args, **rest)

    plain = Context(unknowns)
    yield 0, START, START, case(0, START, START, None, start, start, plain, plain, given=facts, context=plain)
    for number, line in enumerate(theorem.lines, 1):
        step, old = line.step, definitions
        if step.primitive == "define":
            new, definition = step.witness[0], step.witness[1]
            definitions = (*[d for d in definitions if d != (new, definition)], (new, definition))
        if step.primitive == "limit":
            facts = (*facts, _lower_integrable(line))
        after = _names(line.after)
        if step.primitive == "reparametrise":
            maps = ((step.witness[0].name, step.witness[2]), *maps)
        yield (
            number,
            step.rule,
            step.primitive,
            case(
                *(number, step.rule, step.primitive, step, line.before, line.after),
                *(Context(after, old, maps), Context(after, definitions, maps)),
                tuple(used.values()),
                given=facts,
                context=Context(after, definitions, maps),
            ),
        )
        for tree in (line.after.objective, *step.witness):
            if hasattr(tree, "args"):
                used = {**_densities(tree), **used}
    claimed = chain.claimed
    if claimed is not None and claimed[1] is not None:
        after, number = _names(end), len(theorem.lines) + 1
        yield (
            number,
            CLAIM,
            CLAIM,
            case(
                *(number, CLAIM, CLAIM, None, start, end),
                *(Context(after, (), _claimed(claimed[1], start, end)), Context(after, definitions, maps)),
                relation=claimed[1],
                given=facts,
                context=Context(after, definitions, maps),
            ),
        )


_Substitutes = tuple[tuple[str, Any], ...]


def _claimed(relation: Relation, first: kernel.Problem, last: kernel.Problem) -> _Substitutes:
    """How a claim reads the unknowns of the first problem in those of the last: by its maps, or one by one without any."""
    if relation.maps:
        return tuple((old.name, map_) for old, map_ in reversed(relation.maps))
    pairs = zip(first.unknowns, last.unknowns, strict=False)
    return tuple((old.name, new) for old, new in pairs if old != new and old.domain == new.domain)


def _names(problem: kernel.Problem) -> frozenset[str]:
    return frozenset(u.name for u in problem.unknowns)


def _densities(tree: Any) -> dict[Any, Applied]:
    return {t.role: t for t in walk(tree) if isinstance(t, Applied) and t.head.kind == "density"}


def _lower_integrable(line: Line) -> Any:
    summand, law = line.step.witness[0], line.step.witness[1]
    loss = summand if line.before.sense == "min" else raw(Mul, (Rational(-1), summand))
    return Expectation(NegativePart(loss), law) < oo


# ---- the attacks -----------------------------------------------------------------------------------------------------


def modules() -> dict[str, ModuleType]:
    """The attacks on steps by file name, in alphabetical order."""
    return registry.modules(steps)


def applicable(primitive: str) -> list[ModuleType]:
    """Those that look at steps with this primitive."""
    return [module for module in modules().values() if primitive in module.PRIMITIVES]
