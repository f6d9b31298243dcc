"""The trusted part: five primitives, what each owes, and `check`, which replays a chain and believes nobody.

A rule proposes steps, the kernel computes what each step owes, provers answer. Nothing here proves or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from enum import Enum
from typing import Any, NamedTuple, get_type_hints

from sympy import Abs, Basic, Dummy, Expr, Function, Mul, Pow, oo, sympify
from sympy.core.relational import Relational

from symbolic.core import terms
from symbolic.core.domains import RealInterval, above_minus_infinity
from symbolic.core.errors import ProverError, WrongEnd, need
from symbolic.core.statement import Statement, Unknowns
from symbolic.core.terms import Applied, Count, Entry, Expectation, NegativePart, Outcome, Parameter, RowSum
from symbolic.statements.bounded_below import BoundedBelow
from symbolic.statements.claimed import Claimed
from symbolic.statements.compact import Compact
from symbolic.statements.convex import Convex
from symbolic.statements.decreasing import Decreasing
from symbolic.statements.defined import Defined
from symbolic.statements.density import DensityOf
from symbolic.statements.equal import Equal
from symbolic.statements.fact import StatedFact
from symbolic.statements.finite import Finite
from symbolic.statements.free import Free
from symbolic.statements.increasing import Increasing
from symbolic.statements.independent import Independent
from symbolic.statements.minimisers import Minimisers
from symbolic.statements.new import New
from symbolic.statements.one_to_one import OneToOne
from symbolic.statements.onto import Onto
from symbolic.statements.open_and_convex import OpenAndConvex
from symbolic.statements.satisfiable import Satisfiable
from symbolic.statements.semicontinuous import Semicontinuous
from symbolic.statements.within import Within


# ---- what is spoken of: problems, steps, and relations between sets of solutions -------------------------------------


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


class Condition(Enum):
    """What is asked of a law of large numbers: values only, or one of three ways to get minimisers as well."""

    POINTWISE = "pointwise"
    FINITE = "finite"
    COMPACT = "compact"
    CONVEX = "convex"


@dataclass(frozen=True, slots=True)
class Relation:
    """What is claimed between the solution sets of the first and the last problem.

    `kind` is SAME, BIJECTION, REDUCTION, LIMIT or NONE; `maps` holds (old parameter, its expression in the new one);
    `mode` is the condition of a LIMIT.
    """

    kind: str
    maps: tuple[tuple[Parameter, Expr], ...] = ()
    mode: Condition | None = None

    def __str__(self) -> str:
        up_to = ", ".join(f"{old} = {new}" for old, new in self.maps)
        shown = {"SAME": "=", "BIJECTION": f"= up to {up_to}", "REDUCTION": "one way", "NONE": "no relation"}
        return shown.get(self.kind) or f"-> as n -> inf ({self.mode.value if self.mode else ''})"


SAME, NONE = Relation("SAME"), Relation("NONE")


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


# ---- where a replay stands -------------------------------------------------------------------------------------------


class State(NamedTuple):
    """The problem, and what the chain has used so far.

    `hypotheses` and `facts` (what its limits asked for) speak of the present unknowns; of those `retired` nothing may.
    """

    problem: Problem
    names: dict[str, object]
    roles: frozenset[Any]
    hypotheses: tuple[Relational, ...]
    definitions: tuple[tuple[Applied, Expr], ...] = ()
    facts: tuple[Relational, ...] = ()
    retired: frozenset[Parameter] = frozenset()

    @classmethod
    def begin(cls, problem: Problem, hypotheses: tuple[Relational, ...] = ()) -> State:
        return cls(problem, {}, frozenset(), hypotheses).to(problem, *map(terms.hypothesis, hypotheses))

    def to(self, problem: Problem, *also: Basic, **changes: Any) -> State:
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


# ---- the primitives: (state, witness) -> (state after, relation, what is owed) ---------------------------------------

Effect = tuple[State, Relation, tuple[Statement, ...]]


def rewrite(state: State, target: Expr) -> Effect:
    """The same objective, written in another way."""
    p = state.problem
    after = state.to(Problem(p.sense, target, p.unknowns))
    return after, SAME, (Equal(p.objective, target), Defined(target))


def monotone(state: State, variable: Dummy, map_: Expr, on: RealInterval, direction: int) -> Effect:
    """A strictly increasing (direction 1) or decreasing (-1) map of the objective, whose values lie in an interval."""
    p = state.problem
    need(direction in (1, -1), "{} -> {}, direction={}: the direction is 1 or -1", variable, map_, direction)
    terms.names(map_)  # the variable prints like nothing else in the map
    objective = terms.replace(map_, lambda t: p.objective if t == variable else None)
    stray = {s for s in terms.symbols(map_) - {variable} if not isinstance(s, Parameter | Count)}
    need(not stray, "{1} -> {2} mentions {0}, which nobody declared", stray, variable, map_)
    sense = p.sense if direction == 1 else {"min": "max", "max": "min"}[p.sense]
    after = state.to(Problem(sense, objective, p.unknowns))
    strict = Increasing(map_, variable, on) if direction == 1 else Decreasing(map_, variable, on)
    return after, SAME, (Within(p.objective, on), strict, Free(map_, p.unknowns, granted=(strict,)))


def define(state: State, new: Applied, definition: Expr, target: Expr) -> Effect:
    """A new density by its definition; the objective and the target are equal once it is written out."""
    p, defined = state.problem, state.definitions
    terms.formal(new, definition)
    before, after = (terms.unfold(tree, new, definition) for tree in (p.objective, target))
    owed: list[Statement] = [Equal(before, after), Defined(target), Defined(after)]
    values = (t for tree in (p.objective, target) for t in terms.walk(tree) if isinstance(t, Applied))
    pairs = (pair for t in values if t.role == new.role for pair in zip(t.parameters, new.parameters, strict=True))
    owed += [Within(at, formal.domain) for at, formal in dict.fromkeys(pairs) if at != formal]
    if (new, definition) not in defined:
        owed = [New(new, definition, tuple(sorted(state.roles))), DensityOf(new, definition), *owed]
        defined = (*defined, (new, definition))
    return state.to(Problem(p.sense, target, p.unknowns), new, definition, definitions=defined), SAME, tuple(owed)


def reparametrise(state: State, old: Parameter, new: Parameter, map_: Expr, one_to_one: bool) -> Effect:
    """A new unknown instead of an old one, of which that is a function: onto its domain, or one to one onto it.

    Known constants may stand in it: parameters that are no unknowns, whatever they are. Data may not: they grow in a limit.
    """
    p, known = state.problem, terms.symbols(map_) - {new}
    need(old in p.unknowns and new not in state.names.values(), "{} = {}: an unknown, by a new parameter", old, map_)
    fixed = not terms.roles(map_) and all(isinstance(s, Parameter) and s not in p.unknowns for s in known)
    need(fixed, "{0} = {1}: the new form of {0} may mention {2} and known constants alone", old, map_, new)

    def moved(tree: Any) -> Any:
        return terms.replace(tree, lambda t: map_ if t == old else None)

    after = Problem(p.sense, moved(p.objective), tuple(new if u == old else u for u in p.unknowns))
    stated, facts = tuple(map(moved, state.hypotheses)), tuple(map(moved, state.facts))  # of every old value
    bare = state._replace(hypotheses=stated, facts=facts, retired=state.retired | {old})
    kind, maps = ("BIJECTION", OneToOne) if one_to_one is True else ("REDUCTION", Onto)
    owed = maps(map_, new, new.domain, old.domain), Defined(after.objective)
    return bare.to(after, map_, *map(terms.hypothesis, stated)), Relation(kind, ((old, map_),)), owed


def limit(state: State, summand: Expr, law: Applied, condition: Condition) -> Effect:
    """The mean of a summand over independent rows tends to its expectation under their law (the strong law)."""
    p, us = state.problem, state.problem.unknowns
    counts = [s for s in terms.symbols(p.objective) if isinstance(s, Count)]
    need(len(counts) == 1, "{} is no mean over the rows of one table", p.objective)
    (n,) = counts
    minimisers = condition not in (Condition.COMPACT, Condition.CONVEX) or p.sense == "min"
    need(minimisers, "{} is no condition for an arg{}", condition, p.sense)
    need(law.head.kind == "density" and not law.given, "{}: no law of a row", law)
    nodes = tuple(terms.walk(summand))
    other = {t for t in nodes if isinstance(t, Entry | Count) or terms.is_empirical(t)}
    outcomes = (t for t in (*nodes, *law.points) if isinstance(t, Outcome))
    other |= {t for t in outcomes if t.column.size != n.name}
    need(not other, "{1}, under {2}: {0} belongs to no single row", other, summand, law)
    i = terms.Index("i", n.name)
    mean = terms.raw(Mul, (Pow(n, -1), RowSum(terms.at_row(summand, i, law.points), i, n)))
    loss = summand if p.sense == "min" else terms.raw(Mul, (sympify(-1), summand))
    lower = Expectation(NegativePart(loss), law) < oo
    after = Expectation(summand, law)
    always = (Equal(p.objective, mean), Free(law, us), Independent(law, n), StatedFact(lower, us))
    owed = (*always, Defined(after), *_for_minimisers(condition, loss, after, us))
    beyond = state.to(Problem(p.sense, after, us), law, facts=(*state.facts, lower))
    return beyond, Relation("LIMIT", (), condition), owed


def _for_minimisers(condition: Condition, loss: Expr, mean: Expectation, us: Unknowns) -> tuple[Statement, ...]:
    """What a condition asks for besides, so that minimisers follow and not only values."""
    match condition:
        case Condition.FINITE:
            return (Finite(us),)
        case Condition.COMPACT:
            below = BoundedBelow(loss, us, mean.law)
            return Compact(us), Semicontinuous(loss, us), below, Within(loss, above_minus_infinity)
        case Condition.CONVEX:
            integrable = Expectation(terms.raw(Abs, (loss,)), mean.law) < oo
            return OpenAndConvex(us), Convex(loss, us), StatedFact(integrable, us), Minimisers(mean, us)
    return ()


PRIMITIVES: dict[str, Callable[..., Effect]] = {
    f.__name__: f for f in (rewrite, monotone, define, reparametrise, limit)
}
WITNESSES = {name: tuple(get_type_hints(primitive).items())[1:-1] for name, primitive in PRIMITIVES.items()}


def apply(state: State, step: Step) -> Effect:
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


# ---- verdicts --------------------------------------------------------------------------------------------------------


class Verdict(Enum):
    """What became of an obligation."""

    PROVED = "proved"
    ASSUMED = "assumed"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


class Answer(NamedTuple):
    """What a prover says: a verdict, the reason where it could not prove, and the laws that it used, how often each."""

    verdict: Verdict
    reason: str = ""
    used: tuple[tuple[str, int], ...] = ()


class Judgement(NamedTuple):
    """A statement that is owed, with its verdict, who gave it, why it is open, and the laws that were used."""

    obligation: Statement
    verdict: Verdict
    prover: str
    reason: str = ""
    used: tuple[tuple[str, int], ...] = ()


Prover = Callable[[Statement], Answer]


def judge(obligation: Statement, provers: Iterable[tuple[str, Prover]], stated: bool = False) -> Judgement:
    """The first verdict that a prover gives; ASSUMED where none does, of what is `stated` or itself among what is given.

    Raises ProverError where a prover raises, or answers something else than PROVED, REFUTED or UNKNOWN; MalformedTerm
    where a class of an expression is neither SymPy's nor ours.
    """
    terms.native(*obligation.trees())
    asked = _without_itself(obligation)
    reasons: list[str] = []
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
    if (stated or asked != obligation) and obligation.abstract():
        return Judgement(obligation, Verdict.ASSUMED, "author")
    return Judgement(obligation, Verdict.UNKNOWN, "nobody", "; ".join(dict.fromkeys(reasons)))


def _without_itself(obligation: Statement) -> Statement:
    """The same, given all but what it says itself: from that it follows, and is not proved."""
    fact = obligation.comparison if isinstance(obligation, StatedFact) else None
    given = tuple(g for g in obligation.given if g != fact)
    return replace(obligation, given=given, granted=tuple(g for g in obligation.granted if g != obligation.alone))


# ---- the replay ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Derivation:
    """A start problem and a tuple of steps: data, immutable, and no proof of anything until it is checked."""

    name: str
    start: Problem
    _: KW_ONLY
    steps: tuple[Step, ...] = ()
    hypotheses: tuple[Relational, ...] = ()
    claimed: tuple[Problem, Relation | None] | None = None


class Line(NamedTuple):
    """One replayed step."""

    step: Step
    before: Problem
    after: Problem
    relation: Relation
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay yields. `premises` holds what the start and the hypotheses owe, `claim` what the claim does."""

    chain: Derivation
    premises: tuple[Judgement, ...]
    lines: tuple[Line, ...]
    relation: Relation
    claim: tuple[Judgement, ...] = ()

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
    def hypotheses(self) -> tuple[Statement, ...]:
        """Everything that is taken for granted, each once."""
        return tuple(dict.fromkeys(j.obligation.alone for j in self.judgements if j.verdict is Verdict.ASSUMED))


def check(chain: Derivation, provers: Sequence[tuple[str, Prover]]) -> Replay:
    """Replay `chain` from its first problem and judge everything it owes. Never raises on a weak proof.

    Raises DerivationError where a step is malformed or the claimed end is another problem; ProverError for our bugs.
    """
    tuples = isinstance(chain, Derivation) and isinstance(chain.steps, tuple) and isinstance(chain.hypotheses, tuple)
    sound = tuples and isinstance(chain.start, Problem) and all(isinstance(s, Step) for s in chain.steps)
    what = chain.name if isinstance(chain, Derivation) else type(chain).__name__
    need(sound, "check({}): it takes a chain: Chain(name, problem), then tuples of steps and of hypotheses", what)
    state, relation, lines = State.begin(chain.start, chain.hypotheses), SAME, []
    premises = [judge(owed, provers) for owed in _premises(chain)]
    for step in chain.steps:
        after, one, owed = apply(state, step)
        judgements = tuple(judge(_given(after, o), provers, o.by_a_step) for o in owed)
        lines.append(Line(step, state.problem, after.problem, one, judgements))
        state, relation = after, compose(relation, one)
    claim = tuple(judge(owed, provers) for owed in _claims(chain, state.problem, relation))
    found = Replay(chain, tuple(premises), tuple(lines), relation, claim)
    if found.proved and any(not isinstance(h, Independent) for h in found.hypotheses):  # else it may be about nothing
        sure = tuple(j.obligation.alone for j in found.judgements if j.verdict is Verdict.PROVED)
        premises.append(judge(Satisfiable(found.hypotheses, state.definitions, granted=sure), provers))
    return replace(found, premises=tuple(premises))


def _premises(chain: Derivation) -> Iterable[Statement]:
    """The start is defined. Each hypothesis is defined, given those before it; and it is not to be refuted."""
    yield Defined(chain.start.objective, given=chain.hypotheses)
    for k, fact in enumerate(chain.hypotheses):
        yield StatedFact(fact, chain.start.unknowns, given=(fact,))
        tree = terms.hypothesis(fact)
        if tree.has(Expectation, Pow, Function, oo):
            yield Defined(tree, given=chain.hypotheses[:k])


def _given(after: State, owed: Statement) -> Statement:
    """What a step owes, given the hypotheses, and what the limits so far asked for; that itself is given no such thing."""
    limits = () if isinstance(owed, StatedFact) else after.facts
    return replace(owed, given=after.hypotheses + limits)


def _claims(chain: Derivation, end: Problem, relation: Relation) -> Iterable[Statement]:
    """What the claim of a chain owes. Raises DerivationError where it claims another end, or no relation."""
    stated, claimed = chain.claimed or (end, None)
    if stated != end:
        raise WrongEnd(f"the claimed end is {stated}, but the chain {chain.name} ends in {end}.")
    if claimed is not None:
        need(isinstance(claimed, Relation), "claim(..., {!r}): a relation is SAME or another of theirs", claimed)
        yield Claimed(claimed, relation, given=chain.hypotheses)
