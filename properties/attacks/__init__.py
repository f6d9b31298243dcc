"""Numeric attacks on the steps of a chain: one property a file, and `attack`, which runs them.

A module of this folder states `PROPERTY`, `PRIMITIVES` (where it applies) and `prepare(case)`, which returns the check
of one trial: a `Finding`, or None. Names that begin with an underscore are no attacks. All attacks on one step share the
instances and the values computed for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from random import Random
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, find, settings
from hypothesis.errors import NoSuchExample
from sympy import Mul, Rational, oo

from properties.attacks._case import Case, Finding, Trial
from properties.evaluation import Context, Definitions, Instance, NotEvaluable, precision
from properties.strategies import instances, shape_of
from symbolic import kernel, registry
from symbolic.chain import Chain
from symbolic.errors import Unsound
from symbolic.kernel import Line, Theorem, Verdict
from symbolic.terms import Applied, Expectation, NegativePart, raw, walk

START, CLAIM = "start", "claim"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A case in which a step fails, shrunk. `certified` is False where only a statistical bound was broken."""

    property: str
    text: str
    certified: bool


@dataclass(frozen=True, slots=True)
class StepReport:
    """What came of attacking one step.

    `examples` is how many instances were tried, `decided` how many of them met all hypotheses and left nothing open for
    want of precision. `vacuous` says why nothing could be tried, or is "".
    """

    number: int
    rule: str
    primitive: str
    examples: int
    decided: int
    counterexample: Counterexample | None
    vacuous: str


def attack(
    target: Chain | Theorem,
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
    theorem = target if isinstance(target, Theorem) else kernel.check(target, ())
    todo = [t for t in _targets(theorem) if step is None or t[0] == step]
    reports = []
    for done, (number, rule, primitive, make) in enumerate(todo):
        reports.append(_attacked(number, rule, primitive, make, max_examples, seed))
        if progress is not None:
            progress(done + 1, len(todo))
    return tuple(reports)


def confront(theorem: Theorem, reports: tuple[StepReport, ...]) -> None:
    """Raise Unsound where a certified counterexample hits what was proved."""
    for report in reports:
        found = report.counterexample
        if found is None or not found.certified:
            continue
        judgements = _judgements(theorem, report.number)
        if judgements and all(j.verdict in (Verdict.PROVED, Verdict.ASSUMED) for j in judgements):
            raise Unsound(
                f"bug in lossproof: {theorem.name}, step {report.number} ({report.rule}) was proved, and there is a "
                f"certified counterexample ({found.property}):\n{found.text}"
            )


def _judgements(theorem: Theorem, number: int) -> tuple[Any, ...]:
    if number == 0:
        return theorem.premises
    if number <= len(theorem.lines):
        return theorem.lines[number - 1].judgements
    return theorem.judgements  # a claim rests on every line


# ---- what is attacked ------------------------------------------------------------------------------------------------

Target = tuple[int, str, str, Callable[[], Case]]


def _targets(theorem: Theorem) -> Iterator[Target]:
    chain, start = theorem.chain, theorem.start
    facts: tuple[Any, ...] = chain.hypotheses
    definitions: Definitions = ()
    maps: tuple[tuple[str, Any], ...] = ()  # the latest first: each is read in those before it
    used = _densities(start.objective)
    unknowns = _names(start)

    def case(*args: Any, **rest: Any) -> Callable[[], Case]:
        return lambda: Case(*args, **rest)

    plain = Context(unknowns)
    yield 0, START, START, case(0, START, START, None, start, start, plain, plain, facts, plain)
    for number, line in enumerate(theorem.lines, 1):
        step, old = line.step, definitions
        if step.primitive == "define":
            new, definition = step.witness[0], step.witness[1]
            definitions = (*[d for d in definitions if d != (new, definition)], (new, definition))
        if step.primitive == "limit":
            facts = (*facts, _lower_integrable(line))
        after = _names(line.after)
        here: tuple[tuple[str, Any], ...] = ()
        if step.primitive == "reparametrise":
            here = ((step.witness[0].name, step.witness[2]),)
            maps = (*here, *maps)
        yield (
            number,
            step.rule,
            step.primitive,
            case(
                *(number, step.rule, step.primitive, step, line.before, line.after),
                *(Context(after, old, here), Context(after, definitions), facts),
                Context(after, definitions, maps),
                tuple(used.values()),
            ),
        )
        for tree in (line.after.objective, *step.witness):
            if hasattr(tree, "args"):
                used = {**_densities(tree), **used}
    claimed = chain.claimed
    if claimed is not None and claimed[1] is not None:
        after, number = _names(theorem.end), len(theorem.lines) + 1
        yield (
            number,
            CLAIM,
            CLAIM,
            case(
                *(number, CLAIM, CLAIM, None, start, theorem.end),
                *(Context(after, (), maps), Context(after, definitions), facts, Context(after, definitions, maps)),
                relation=claimed[1],
            ),
        )


def _names(problem: kernel.Problem) -> frozenset[str]:
    return frozenset(u.name for u in problem.unknowns)


def _densities(tree: Any) -> dict[Any, Applied]:
    return {t.role: t for t in walk(tree) if isinstance(t, Applied) and t.head.kind == "density"}


def _lower_integrable(line: Line) -> Any:
    summand, law = line.step.witness[0], line.step.witness[1]
    loss = summand if line.before.sense == "min" else raw(Mul, (Rational(-1), summand))
    return Expectation(NegativePart(loss), law) < oo


# ---- the loop --------------------------------------------------------------------------------------------------------

Check = tuple[str, Callable[[Trial], Finding | None]]


def modules() -> dict[str, ModuleType]:
    """The attacks of this folder by file name, in alphabetical order."""
    room = import_module(__name__)
    return {n: import_module(f"{__name__}.{n}") for n in registry.names(room) if not n.startswith("_")}


def _prepared(case: Case) -> tuple[list[Check], list[str]]:
    checks, reasons = [], []
    for module in modules().values():
        if case.primitive in module.PRIMITIVES:
            try:
                check = module.prepare(case)
            except NotEvaluable as reason:
                reasons.append(str(reason))
                continue
            checks.append((module.PROPERTY, check))
    return checks, reasons


def _attacked(
    number: int, rule: str, primitive: str, make: Callable[[], Case], max_examples: int, seed: int
) -> StepReport:
    try:
        case = make()
        checks, reasons = _prepared(case)
        if not checks:
            return StepReport(
                number, rule, primitive, 0, 0, None, "; ".join(dict.fromkeys(reasons)) or "no attack applies"
            )
        unknowns = case.after.unknowns
        case.shape = shape_of(case.expressions, unknowns, case.facts, case.facts_context)
    except NotEvaluable as reason:
        return StepReport(number, rule, primitive, 0, 0, None, str(reason))
    tried = {"examples": 0, "decided": 0, "bound": 0, "found": 0}

    def fails(instance: Instance | None) -> bool:
        counting = not tried["found"]
        tried["examples"] += counting
        if instance is None:
            return False
        trial = Trial(case, instance)
        found = _first(checks, trial)
        tried["bound"] += counting
        tried["decided"] += counting and not trial.undecided
        tried["found"] += found is not None
        return found is not None

    counterexample = None
    with precision(64):
        try:
            worst = find(
                instances(case.shape), fails, settings=searching(max_examples), random=Random(f"{seed}/{number}")
            )
        except NoSuchExample:
            worst = None
        if worst is not None:
            trial = Trial(case, worst)
            found = _first(checks, trial)
            if found is not None:
                name, finding = found
                counterexample = Counterexample(name, finding.text, finding.certified)
    vacuous = "" if tried["bound"] else f"no instance met the hypotheses {', '.join(map(str, case.facts))}"
    return StepReport(number, rule, primitive, tried["examples"], tried["decided"], counterexample, vacuous)


def _first(checks: list[Check], trial: Trial) -> tuple[str, Finding] | None:
    for name, check in checks:
        finding = check(trial)
        if finding is not None:
            return name, finding
    return None


def searching(max_examples: int) -> settings:
    """How Hypothesis looks for one case: quietly, without a database, shrinking what it finds."""
    return settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
        derandomize=False,
    )
