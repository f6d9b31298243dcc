"""How problems and chains are built: argmin, argmax, and a chain that grows by a rule. Nothing here is trusted.

What is built here is data; `check` replays it from its first problem and believes none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from dataclasses import replace as with_
from inspect import signature
from typing import Any

from sympy import Expr
from sympy.core.function import FunctionClass
from sympy.core.relational import Relational

from symbolic.core.errors import DerivationError, ExtensionError, need
from symbolic.core.statement import Statement
from symbolic.core.terms import Parameter, expression
from symbolic.kernel import Derivation, Judgement, Problem, Relation, Replay, State, Step, apply

Rule = Callable[[Problem], tuple[Step, ...]]


def argmin(objective: object, *unknowns: Parameter) -> Problem:
    """The set of minimisers of `objective`, an expression, over the parameters `unknowns`. Raises DerivationError."""
    return State.begin(Problem("min", expression(objective, "argmin(...)"), unknowns)).problem


def argmax(objective: object, *unknowns: Parameter) -> Problem:
    """The set of maximisers of `objective`, an expression, over the parameters `unknowns`. Raises DerivationError."""
    return State.begin(Problem("max", expression(objective, "argmax(...)"), unknowns)).problem


@dataclass(frozen=True, slots=True)
class Chain(Derivation):
    """A start problem and a tuple of steps, with what builds it: `then`, `assume` and `claim` return new chains.

    Arguments: `name`, and `start`, from `argmin` or `argmax`. `title`, `tag`, `note` and `glossary` (pairs of a symbol's
    or name's LaTeX and its meaning) are for the reader.
    """

    _: KW_ONLY
    title: str = ""
    tag: str = ""
    note: str = ""
    glossary: tuple[tuple[Expr | str, str], ...] = ()
    _state: State | None = field(default=None, compare=False, repr=False)  # saves `then` a replay; `check` ignores it
    _places: tuple[tuple[str, int] | None, ...] = field(default=(), compare=False, repr=False)  # see `_place`

    def _reached(self) -> State:
        if self._state is not None:
            return self._state
        state = State.begin(self.start, self.hypotheses)
        for step in self.steps:
            state = apply(state, step)[0]
        return state

    @property
    def end(self) -> Problem:
        """The last problem, as far as the steps say."""
        return self._reached().problem

    def then(self, rule: Rule | Step, *, tag: str = "", note: str = "") -> Chain:
        """This chain with the steps that `rule` proposes for its last problem.

        Raises DerivationError where a step is malformed, ExtensionError where the rule itself raises.
        """
        state = self._reached()
        steps = (rule,) if isinstance(rule, Step) else _proposed(rule, state.problem)
        steps = (*steps[:-1], with_(steps[-1], tag=tag or steps[-1].tag, note=note or steps[-1].note))
        for step in steps:
            state = apply(state, step)[0]
        known = (*self._places, *(None,) * len(self.steps))[: len(self.steps)]
        return with_(self, steps=(*self.steps, *steps), _state=state, _places=(*known, *(_place(),) * len(steps)))

    def assume(self, *facts: Relational) -> Chain:
        """This chain under hypotheses: `density > 0` at every row, `expectation < oo`, `x.sum(...) > 0` of data alone."""
        chain = with_(self, hypotheses=(*self.hypotheses, *facts), _state=None)
        return with_(chain, _state=chain._reached())

    def claim(self, end: Problem, relation: Relation | None = None) -> Chain:
        """This chain with its end stated (and the relation to it); `check` compares."""
        told = relation is None or isinstance(relation, Relation)
        need(
            told, "claim(..., {!r}): a relation is SAME, or one that a theorem has, such as theorem.relation", relation
        )
        return with_(self, claimed=(end, relation))


class Stated(tuple[Expr | str, str]):
    """A pair of a chain's glossary that claims something: `obligation` is judged with the chain.

    Arguments: `symbol`, an expression (or LaTeX), and what it means.
    """

    obligation: Statement

    def __new__(cls, symbol: Expr | str, meaning: str, obligation: Statement) -> Stated:
        self = super().__new__(cls, (symbol, meaning))
        self.obligation = obligation
        return self

    def __getnewargs__(self) -> tuple[Expr | str, str, Statement]:
        return self[0], self[1], self.obligation


@dataclass(frozen=True, slots=True)
class Checked(Replay):
    """What replaying a chain yields, with what its glossary claims: `stated`, in its order, with verdicts."""

    chain: Chain
    stated: tuple[Judgement, ...] = ()

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
        """Every obligation, in the order of the replay, then what is stated beside it."""
        return (*self.premises, *(j for line in self.lines for j in line.judgements), *self.claim, *self.stated)


def _place() -> tuple[str, int] | None:
    """The file and the line outside of this package from which a chain is being built: a test runner points at it."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == __package__:
        frame = frame.f_back  # type: ignore[assignment]
    return None if frame is None else (frame.f_code.co_filename, frame.f_lineno)


def _called(rule: Any, name: str) -> str:
    """How to write a rule that was named and not called: `flip_sign()`, or `scale(...), with its factor in the brackets`."""
    try:
        takes = list(signature(rule).parameters.values())
    except (TypeError, ValueError):
        return f"{name}(...)"
    owed = [p.name for p in takes if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    if owed:
        return f"{name}({', '.join(owed)})"
    return f"{name}(...)" if any(p.default is p.empty for p in takes) else f"{name}()"


def _proposed(rule: Any, problem: Problem) -> tuple[Step, ...]:
    """The steps that a rule proposes. Raises DerivationError where it is none, or what makes one: `flip_sign`, uncalled."""
    name = getattr(rule, "__qualname__", None) or repr(rule)
    makes = f"then({name}): {name} makes a rule: write then({_called(rule, name)})"
    of_ours = getattr(rule, "__module__", "").startswith("symbolic.rules.") and "<locals>" not in name
    need(
        not isinstance(rule, FunctionClass),
        "then({0}): {0} is a function of numbers: write then(increasing({0}))",
        name,
    )
    need(callable(rule), "then({}): a rule is one of symbolic.rules, such as flip_sign(), or made like them", name)
    need(not of_ours, "{}", makes)
    try:
        steps = rule(problem)
    except DerivationError:
        raise
    except Exception as error:
        raise ExtensionError(f"the rule {name} raised {type(error).__name__}: {error}") from error
    need(not callable(steps), "{}", makes)
    proper = isinstance(steps, tuple) and len(steps) > 0 and all(isinstance(s, Step) for s in steps)
    need(proper, "the rule {} proposed {!r}: a rule returns a tuple of steps", name, steps)
    return steps
