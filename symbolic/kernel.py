"""The trusted part: five primitives, what each owes, and `check`, which replays a chain and believes nobody.

A rule proposes steps, the kernel computes what each step owes, provers answer. Nothing here proves or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from dataclasses import replace as with_
from enum import Enum
from typing import Any, NamedTuple, get_type_hints

from sympy import Abs, Basic, Dummy, Expr, Function, Mul, Pow, oo, sympify
from sympy.core.relational import Relational

from symbolic.core import terms
from symbolic.core.domains import RealInterval, above_minus_infinity
from symbolic.core.errors import MalformedStep, ProverError, WrongEnd
from symbolic.core.terms import (
    NONE,
    SAME,
    Applied,
    Condition,
    Count,
    Entry,
    Expectation,
    Outcome,
    Parameter,
    Relation,
    RowSum,
)


class Verdict(Enum):
    """What became of an obligation."""

    PROVED = "proved"
    ASSUMED = "assumed"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


def compose(first: Relation, second: Relation) -> Relation:
    """The relation of two steps in a row; NONE wherever nothing is known. Maps of ours are continuous."""
    match first.kind, second.kind:
        case "SAME", _:
            return second
        case (("BIJECTION" | "REDUCTION" | "LIMIT"), "SAME"):
            return first
        case ("BIJECTION", ("BIJECTION" | "REDUCTION") as kind) | ("REDUCTION" as kind, "BIJECTION"):
            return Relation(kind, first.maps + second.maps)
        case "LIMIT", "BIJECTION":
            return Relation("LIMIT", first.maps + second.maps, first.mode)
        case "BIJECTION", "LIMIT":
            return Relation("LIMIT", first.maps + second.maps, second.mode)
    return NONE


@dataclass(frozen=True, slots=True)
class Problem:
    """The set of all minimisers (sense "min") or maximisers ("max") of an objective over the unknowns' domains."""

    sense: str
    objective: Expr
    unknowns: tuple[Parameter, ...]

    def __str__(self) -> str:
        return f"arg{self.sense}_{{{', '.join(map(str, self.unknowns))}}} {self.objective}"


@dataclass(frozen=True, slots=True)
class Step:
    """One primitive with its witness, and the name of the rule that proposed it. It proves nothing."""

    rule: str
    primitive: str
    witness: tuple[Any, ...]
    tag: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A statement that must hold for a step to be right, for all values of unknowns and data, given the hypotheses."""

    kind: str
    about: tuple[Any, ...]
    given: tuple[Any, ...] = ()  # relations that a chain assumes, or statements that a family takes for granted

    def __str__(self) -> str:
        return f"{self.kind}: {'; '.join(map(str, self.about if isinstance(self.about, tuple) else (self.about,)))}"


# What an author states by taking a step, where it is abstract: hypotheses about the data, their law and the model.
STATED = ("independent", "fact", "finite", "compact", "semicontinuous", "bounded below", "open and convex", "convex",
          "minimisers")  # fmt: skip


def assumable(owed: Obligation) -> bool:
    """Is it about something abstract: a law, an abstract density or function, a parameter that ranges over any set?"""
    if owed.kind in ("finite", "compact", "open and convex"):
        return any(u.domain.hull is None for u in owed.about[0])
    nodes = {t for part in owed.about if isinstance(part, Basic) for t in terms.walk(part) if isinstance(t, Applied)}
    moving = owed.kind in ("semicontinuous", "convex")  # of the loss alone: what is abstract depends on the unknowns
    return any(not moving or not terms.symbols(t).isdisjoint(owed.about[1]) for t in nodes)


class State(NamedTuple):
    """Where a replay stands: the problem, and what the chain has used so far.

    `hypotheses` and `facts` (what its limits asked for) speak of the present unknowns; of those `retired` nothing may.
    """

    problem: Problem
    names: dict[str, Any]
    roles: frozenset[Any]
    hypotheses: tuple[Relational, ...]
    definitions: tuple[tuple[Applied, Expr], ...] = ()
    facts: tuple[Relational, ...] = ()
    retired: frozenset[Parameter] = frozenset()

    @classmethod
    def begin(cls, problem: Problem, hypotheses: tuple[Relational, ...] = ()) -> State:
        return cls(problem, {}, frozenset(), hypotheses).to(problem, *map(terms.hypothesis, hypotheses))

    def to(self, problem: Problem, *also: Any, **changes: Any) -> State:
        """The state after a step. Raises where the new problem, or what else the step names, is malformed."""
        sense, objective, us = problem.sense, problem.objective, problem.unknowns
        need(sense in ("min", "max") and isinstance(objective, Expr), "{} {}: sense is min or max", sense, objective)
        distinct = isinstance(us, tuple) and all(isinstance(u, Parameter) for u in us) and len(us) == len(set(us)) > 0
        need(distinct, "unknowns={}: at least one parameter(...) is unknown, each named once", us)
        terms.well_formed(objective)
        known = dict(self.names)
        for tree in (objective, *us, *also):
            gone = self.retired & terms.symbols(tree)
            need(not gone, "{} was replaced by another unknown and is no datum: write {} in the new one", gone, tree)
            for shown, thing in terms.names(tree).items():
                if known.setdefault(shown, thing) != thing:
                    terms.clash(shown, known[shown], thing)
        used = self.roles.union(*map(terms.roles, (objective, *also)))
        return self._replace(problem=problem, names=known, roles=used, **changes)


def need(condition: bool, message: str, *values: Any) -> None:
    """Raise MalformedStep, with the values in the message, where a condition on the form of a step is broken."""
    if condition is not True:
        shown = (", ".join(map(str, v)) if isinstance(v, tuple | set | frozenset) else v for v in values)
        raise MalformedStep(message.format(*shown))


# ---- the primitives: (state, witness) -> (state after, relation, what is owed) ---------------------------------------

Outcomes = tuple[State, Relation, tuple[Obligation, ...]]


def _rewrite(state: State, target: Expr) -> Outcomes:
    p = state.problem
    after = state.to(Problem(p.sense, target, p.unknowns))
    return after, SAME, (Obligation("equal", (p.objective, target)), Obligation("defined", (target,)))


def _monotone(state: State, variable: Dummy, map_: Expr, on: RealInterval, direction: int) -> Outcomes:
    p = state.problem
    need(direction in (1, -1), "{} -> {}, direction={}: the direction is 1 or -1", variable, map_, direction)
    terms.names(map_)  # the variable prints like nothing else in the map
    objective = terms.replace(map_, lambda t: p.objective if t == variable else None)
    stray = {s for s in terms.symbols(map_) - {variable} if not isinstance(s, Parameter | Count)}
    need(not stray, "{1} -> {2} mentions {0}, which nobody declared", stray, variable, map_)
    sense = p.sense if direction == 1 else {"min": "max", "max": "min"}[p.sense]
    constants = terms.replace(map_, lambda t: sympify(0) if t == variable else None)
    after = state.to(Problem(sense, objective, p.unknowns), constants)
    strict = Obligation("increasing" if direction == 1 else "decreasing", (map_, variable, on))
    return after, SAME, (Obligation("within", (p.objective, on)), strict, Obligation("free", (map_, p.unknowns)))


def _define(state: State, new: Applied, definition: Expr, target: Expr) -> Outcomes:
    p, defined = state.problem, state.definitions
    terms.formal(new, definition)
    before, after = (terms.unfold(tree, new, definition) for tree in (p.objective, target))
    owed = [Obligation("equal", (before, after)), Obligation("defined", (target,)), Obligation("defined", (after,))]
    values = (t for tree in (p.objective, target) for t in terms.walk(tree) if isinstance(t, Applied))
    pairs = (pair for t in values if t.role == new.role for pair in zip(t.parameters, new.parameters, strict=True))
    owed += [Obligation("within", (at, formal.domain)) for at, formal in dict.fromkeys(pairs) if at != formal]
    if (new, definition) not in defined:
        fresh = Obligation("new", (new, definition, tuple(sorted(state.roles))))
        owed, defined = [fresh, Obligation("density", (new, definition)), *owed], (*defined, (new, definition))
    return state.to(Problem(p.sense, target, p.unknowns), new, definition, definitions=defined), SAME, tuple(owed)


def _reparametrise(state: State, old: Parameter, new: Parameter, map_: Expr, one_to_one: bool) -> Outcomes:
    p = state.problem
    fresh = new not in state.names.values()
    need(old in p.unknowns and fresh, "{} = {}: replace an unknown of the problem, by a new parameter", old, map_)
    need(terms.symbols(map_) <= {new}, "{0} = {1}: the new form of {0} may mention {2} alone", old, map_, new)
    moved: Callable[[Any], Any] = lambda e: terms.replace(e, lambda t: map_ if t == old else None)
    after = Problem(p.sense, moved(p.objective), tuple(new if u == old else u for u in p.unknowns))
    relation = Relation("BIJECTION" if one_to_one is True else "REDUCTION", ((old, map_),))
    onto = Obligation("one to one" if one_to_one is True else "onto", (map_, new, new.domain, old.domain))
    stated, facts = tuple(map(moved, state.hypotheses)), tuple(map(moved, state.facts))  # of every old value
    bare = state._replace(hypotheses=stated, facts=facts, retired=state.retired | {old})
    return (
        bare.to(after, map_, *map(terms.hypothesis, stated)),
        relation,
        (onto, Obligation("defined", (after.objective,))),
    )


def _limit(state: State, summand: Expr, law: Applied, condition: Condition) -> Outcomes:
    p, us = state.problem, state.problem.unknowns
    counts = [s for s in terms.symbols(p.objective) if isinstance(s, Count)]
    need(len(counts) == 1, "{} is no mean over the rows of one table", p.objective)
    minimisers = condition not in (Condition.COMPACT, Condition.CONVEX) or p.sense == "min"
    need(minimisers, "{} is no condition for an arg{}", condition, p.sense)
    need(law.head.kind == "density" and not law.given, "{}: no law of a row", law)
    other = {t for t in terms.walk(summand) if isinstance(t, Entry | Count) or terms.is_empirical(t)}
    other |= {
        t for t in (*terms.walk(summand), *law.points) if isinstance(t, Outcome) and t.column.size != counts[0].name
    }
    need(not other, "{1}, under {2}: {0} belongs to no single row", other, summand, law)
    i = terms.Index("i", counts[0].name)
    mean = terms.raw(Mul, (Pow(counts[0], -1), RowSum(terms.at_row(summand, i, law.points), i, counts[0])))
    loss, after = summand if p.sense == "min" else terms.raw(Mul, (sympify(-1), summand)), Expectation(summand, law)
    lower, integrable = (Expectation(part, law) < oo for part in (terms.NegativePart(loss), terms.raw(Abs, (loss,))))
    always = {"equal": (p.objective, mean), "free": (law, us), "independent": (law, counts[0]), "fact": (lower, us)}
    owed: dict[Condition, dict[str, tuple[Any, ...]]] = {
        Condition.FINITE: {"finite": (us,)},
        Condition.COMPACT: {"compact": (us,), "semicontinuous": (loss, us), "bounded below": (loss, us, law)}
        | {"within": (loss, above_minus_infinity)},
        Condition.CONVEX: {"open and convex": (us,), "convex": (loss, us), "fact": (integrable, us)}
        | {"minimisers": (after, us)},
    }
    obligations = tuple(
        Obligation(*o) for o in (*always.items(), ("defined", (after,)), *owed.get(condition, {}).items())
    )
    facts = (*state.facts, lower)
    return state.to(Problem(p.sense, after, us), law, facts=facts), Relation("LIMIT", (), condition), obligations


PRIMITIVES: dict[str, Callable[..., Outcomes]] = {
    f.__name__[1:]: f for f in (_rewrite, _monotone, _define, _reparametrise, _limit)
}
WITNESSES = {name: tuple(get_type_hints(primitive).items())[1:-1] for name, primitive in PRIMITIVES.items()}


def apply(state: State, step: Step) -> Outcomes:
    """The state after a step, its relation and what it owes. Raises DerivationError where the step is malformed."""
    sound = isinstance(step.primitive, str) and step.primitive in PRIMITIVES and isinstance(step.witness, tuple)
    need(sound, "{} ({}) is no primitive with its witness; these are: {}", step.primitive, step.rule, tuple(PRIMITIVES))
    kinds = WITNESSES[step.primitive]
    need(len(step.witness) == len(kinds), "{}: not a witness of {}", step.rule, step.primitive)
    for part, (name, kind) in zip(step.witness, kinds, strict=True):
        exact = isinstance(part, kind) and (kind is not int or type(part) is int)
        need(exact, "{}, {}={}: it is no {}", step.rule, name.strip("_"), part, kind.__name__)
        if isinstance(part, Basic):
            terms.bounded(part)
    return PRIMITIVES[step.primitive](state, *step.witness)


# ---- chains and their replay -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chain:
    """A start problem and a tuple of steps: data, immutable, and no proof of anything until it is checked.

    `title`, `tag`, `note` and `glossary` (pairs of a symbol's or name's LaTeX and its meaning) are for the reader.
    """

    name: str
    start: Problem
    _: KW_ONLY
    steps: tuple[Step, ...] = ()
    hypotheses: tuple[Relational, ...] = ()
    claimed: tuple[Problem, Relation | None] | None = None
    title: str = ""
    tag: str = ""
    note: str = ""
    glossary: tuple[tuple[str, str], ...] = ()


class Answer(NamedTuple):
    """What a prover says: a verdict, the reason where it could not prove, and the laws that it used, how often each."""

    verdict: Verdict
    reason: str = ""
    used: tuple[tuple[str, int], ...] = ()


class Judgement(NamedTuple):
    """An obligation with its verdict, who gave it, why it is open, and the laws that were used."""

    obligation: Obligation
    verdict: Verdict
    prover: str
    reason: str = ""
    used: tuple[tuple[str, int], ...] = ()


class Line(NamedTuple):
    """One replayed step."""

    step: Step
    before: Problem
    after: Problem
    relation: Relation
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Theorem:
    """What replaying a chain yields. `premises` holds what the start and the hypotheses owe, `claim` what the claim does."""

    chain: Chain
    premises: tuple[Judgement, ...]
    lines: tuple[Line, ...]
    relation: Relation
    claim: tuple[Judgement, ...] = ()

    @property
    def name(self) -> str:
        return self.chain.name

    @property
    def start(self) -> Problem:
        return self.chain.start

    @property
    def end(self) -> Problem:
        return self.lines[-1].after if self.lines else self.start

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every obligation, in the order of the replay."""
        return (*self.premises, *(j for line in self.lines for j in line.judgements), *self.claim)

    @property
    def open(self) -> tuple[Judgement, ...]:
        """What is neither proved nor a stated hypothesis."""
        return tuple(j for j in self.judgements if j.verdict not in (Verdict.PROVED, Verdict.ASSUMED))

    @property
    def verdict(self) -> Verdict:
        if any(j.verdict is Verdict.REFUTED for j in self.open):
            return Verdict.REFUTED
        return Verdict.UNKNOWN if self.open or self.relation.kind == "NONE" else Verdict.PROVED

    @property
    def proved(self) -> bool:
        return self.verdict is Verdict.PROVED

    @property
    def hypotheses(self) -> tuple[Obligation, ...]:
        """Everything that the theorem takes for granted, each once."""
        return tuple(
            dict.fromkeys(with_(j.obligation, given=()) for j in self.judgements if j.verdict is Verdict.ASSUMED)
        )


Prover = Callable[[Obligation], Answer]


def judge(obligation: Obligation, provers: Iterable[tuple[str, Prover]], stated: bool = False) -> Judgement:
    """The first verdict that a prover gives; ASSUMED where none does, of what is `stated` or itself among what is given.

    Raises ProverError where a prover raises, or answers something else than PROVED, REFUTED or UNKNOWN.
    """
    reasons, itself = [], (*obligation.about[:1], with_(obligation, given=()))
    asked = with_(obligation, given=tuple(g for g in obligation.given if g not in itself))
    for name, prover in provers:
        try:
            answer = prover(asked)
        except Exception as error:
            raise ProverError(f"bug in lossproof: {name} raised {error!r} on {obligation}") from error
        if not isinstance(answer, Answer) or answer.verdict not in set(Verdict) - {Verdict.ASSUMED}:
            raise ProverError(f"bug in lossproof: {name} gave {answer!r} instead of an Answer on {obligation}")
        if answer.verdict is not Verdict.UNKNOWN:
            return Judgement(obligation, answer.verdict, name, answer.reason, answer.used)
        reasons += [answer.reason] if answer.reason else []
    if (stated or asked != obligation) and assumable(obligation):
        return Judgement(obligation, Verdict.ASSUMED, "author")
    return Judgement(obligation, Verdict.UNKNOWN, "nobody", "; ".join(dict.fromkeys(reasons)))


def check(chain: Chain, provers: Sequence[tuple[str, Prover]]) -> Theorem:
    """Replay `chain` from its first problem and judge everything it owes. Never raises on a weak proof.

    Raises DerivationError where a step is malformed or the claimed end is another problem; ProverError for our bugs.
    """
    tuples = isinstance(chain, Chain) and isinstance(chain.steps, tuple) and isinstance(chain.hypotheses, tuple)
    sound = tuples and isinstance(chain.start, Problem) and all(isinstance(s, Step) for s in chain.steps)
    what = chain.name if isinstance(chain, Chain) else type(chain).__name__
    need(sound, "check({}): it takes a chain: Chain(name, problem), then tuples of steps and of hypotheses", what)
    state, relation, lines, hypotheses = State.begin(chain.start, chain.hypotheses), SAME, [], chain.hypotheses
    premises = [judge(Obligation("defined", (chain.start.objective,), hypotheses), provers)]
    for k, fact in enumerate(hypotheses):  # is it defined, given those before it? can it be refuted?
        t = terms.hypothesis(fact)
        asks = [Obligation("fact", (fact, chain.start.unknowns), (fact,)), Obligation("defined", (t,), hypotheses[:k])]
        premises += [judge(o, provers) for o in (asks if t.has(Expectation, Pow, Function, oo) else asks[:1])]
    for step in chain.steps:
        after, one, owed = apply(state, step)
        stated, used = after.hypotheses, after.hypotheses + after.facts
        owed = tuple(with_(o, given=stated if o.kind == "fact" else used) for o in owed)
        judgements = tuple(judge(o, provers, o.kind in STATED) for o in owed)
        lines.append(Line(step, state.problem, after.problem, one, judgements))
        state, relation = after, compose(relation, one)
    claim: tuple[Judgement, ...] = ()
    if chain.claimed is not None:
        end, claimed = chain.claimed
        if end != state.problem:
            raise WrongEnd(f"the claimed end is {end}, but the chain {chain.name} ends in {state.problem}.")
        if claimed is not None:
            need(isinstance(claimed, Relation), "claim(..., {!r}): a relation is SAME or another of theirs", claimed)
            claim = (judge(Obligation("claimed", (claimed, relation), hypotheses), provers),)
    found = Theorem(chain, tuple(premises), tuple(lines), relation, claim)
    if found.proved and any(h.kind != "independent" for h in found.hypotheses):  # else it may be about nothing
        sure = tuple(with_(j.obligation, given=()) for j in found.judgements if j.verdict is Verdict.PROVED)
        premises.append(judge(Obligation("satisfiable", (found.hypotheses, state.definitions), sure), provers))
    return with_(found, premises=tuple(premises))
