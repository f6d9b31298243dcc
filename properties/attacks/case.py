"""A step made ready to be attacked (`Case`). One instance of it is a `Trial`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from properties.attacks.target import Target
from properties.attacks.trial import Trial
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from symbolic.kernel import Problem, Relation, Step


@dataclass(slots=True)
class Case(Target):
    """One step, ready to be evaluated.

    Attributes: `before` and `after`, the problems, and `f` and `g`, their objectives compiled (`g` is `f` for the start);
    `old` and `new`, how their names are read; `used`, every density in use before the step, one of each role.
    """

    number: int
    rule: str
    primitive: str
    step: Step | None
    before: Problem
    after: Problem
    old: Context
    new: Context
    used: tuple[Any, ...] = ()
    relation: Relation | None = None
    f: Compiled = field(init=False)
    g: Compiled = field(init=False)

    def __post_init__(self) -> None:
        self.unknowns = self.after.unknowns
        self.vacuous = f"no instance met the hypotheses {', '.join(map(str, self.given))}"
        self.f = self.compile(self.before.objective, self.old)
        if self.after is self.before:
            self.g = self.f
        else:
            shared = self.f if self.old == self.new else None  # often the one is a function of the other
            self.g = self.add(Compiled(self.after.objective, self.new, shared))

    def compile(self, tree: Any, context: Context) -> Compiled:
        """An expression whose needs every instance of this case binds. Raises NotEvaluable."""
        return self.add(Compiled(tree, context))

    @property
    def witness(self) -> tuple[Any, ...]:
        return self.step.witness if self.step is not None else ()

    @property
    def flips(self) -> bool:
        """Does the step turn a minimum into a maximum, or back?"""
        return self.before.sense != self.after.sense

    def both(self, trial: Trial, members: Sequence[int]) -> str:
        """The values of both objectives at some members."""
        return "\n".join(
            f"  at {trial.member(k)}: before {trial.shown(self.f, k)}, after {trial.shown(self.g, k)}" for k in members
        )
