"""How problems and chains are built: argmin, argmax, and a chain that grows by a rule. Nothing here is trusted.

What is built here is data; `check` replays it from its first problem and believes none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from dataclasses import replace as with_

from sympy import sympify
from sympy.core.relational import Relational

from symbolic import kernel, terms
from symbolic.errors import DerivationError, ExtensionError
from symbolic.kernel import Problem, State, Step, apply, need
from symbolic.terms import Parameter, Relation

Rule = Callable[[Problem], tuple[Step, ...]]


def argmin(objective: object, *unknowns: Parameter) -> Problem:
    """The set of minimisers of `objective`, an expression, over the parameters `unknowns`. Raises DerivationError."""
    return State.begin(Problem("min", sympify(objective), unknowns)).problem


def argmax(objective: object, *unknowns: Parameter) -> Problem:
    """The set of maximisers of `objective`, an expression, over the parameters `unknowns`. Raises DerivationError."""
    return State.begin(Problem("max", sympify(objective), unknowns)).problem


@dataclass(frozen=True, slots=True)
class Chain(kernel.Chain):
    """A start problem and a tuple of steps, with what builds it: `then`, `assume` and `claim` return new chains.

    Arguments: `name`, and `start`, from `argmin` or `argmax`. `title`, `tag`, `note` and `glossary` (pairs of a symbol's
    or name's LaTeX and its meaning) are for the reader.
    """

    _state: State | None = field(default=None, compare=False, repr=False)  # saves `then` a replay; `check` ignores it
    _places: tuple[tuple[str, int] | None, ...] = field(default=(), compare=False, repr=False)  # see `_place`

    def _reached(self) -> State:
        if self._state is not None:
            return self._state
        state = State.begin(self.start)
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
        state, name = self._reached(), getattr(rule, "__qualname__", rule)
        try:
            steps = (rule,) if isinstance(rule, Step) else rule(state.problem)
        except DerivationError:
            raise
        except Exception as error:
            raise ExtensionError(f"the rule {name} raised {type(error).__name__}: {error}") from error
        proper = isinstance(steps, tuple) and len(steps) > 0 and all(isinstance(s, Step) for s in steps)
        need(proper, "the rule {} proposed {!r}: a rule returns a tuple of steps", name, steps)
        steps = (*steps[:-1], with_(steps[-1], tag=tag or steps[-1].tag, note=note or steps[-1].note))
        for step in steps:
            state = apply(state, step)[0]
        known = (*self._places, *(None,) * len(self.steps))[: len(self.steps)]
        return with_(self, steps=(*self.steps, *steps), _state=state, _places=(*known, *(_place(),) * len(steps)))

    def assume(self, *facts: Relational) -> Chain:
        """This chain under further hypotheses: `density > 0` (at every row), or `expectation < oo`."""
        state = self._reached()
        state.to(state.problem, *map(terms.hypothesis, facts))
        return with_(self, hypotheses=(*self.hypotheses, *facts))

    def claim(self, end: Problem, relation: Relation | None = None) -> Chain:
        """This chain with its end stated (and the relation to it); `check` compares."""
        return with_(self, claimed=(end, relation))


def _place() -> tuple[str, int] | None:
    """The file and the line outside of this package from which a chain is being built: a test runner points at it."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == __package__:
        frame = frame.f_back  # type: ignore[assignment]
    return None if frame is None else (frame.f_code.co_filename, frame.f_lineno)
