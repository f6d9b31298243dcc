"""What every attack on a fact works with: a statement made ready. One instance of it is a `Trial`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import sympify

from properties.attacks.search import Check
from properties.instances.compiling import Context
from properties.instances.evaluation import Expression
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable
from properties.instances.strategies import Shape
from symbolic.core.terms import Outcome, walk


@dataclass(slots=True)
class Statement:
    """An obligation, ready to be attacked.

    Arguments: `unknowns`, the parameters that vary over the members of an instance (all others are the same in all of them);
    `check`, what it is to fail on one trial; `vacuous`, why no instance may be met by its conditions.
    """

    unknowns: tuple[Any, ...] = ()
    check: Check = lambda trial: None
    vacuous: str = "no instance met the conditions"
    expressions: list[Expression] = field(default_factory=list)
    shape: Shape = field(init=False)

    def compile(self, tree: Any, free: Sequence[str] = ()) -> Expression:
        """An expression whose needs every instance binds; `free` columns are bound by a cell. Raises NotEvaluable."""
        names = frozenset(u.name for u in self.unknowns)
        expression = Expression(sympify(tree), Context(names, free=tuple(free)))
        self.expressions.append(expression)
        return expression

    def key(self, instance: Instance) -> str:
        """What tells two instances apart, as far as this statement can."""
        return repr((instance.members, instance.outcomes, instance.data, instance.counts, instance.laws,
                     instance.functions, instance.sizes, instance.measure))  # fmt: skip


def outcomes_in(*trees: Any) -> tuple[str, ...]:
    """The columns whose outcomes stand free in some expressions."""
    return tuple(sorted({t.column.name for tree in trees for t in walk(tree) if isinstance(t, Outcome)}))


def numeric(unknowns: Iterable[Any]) -> None:
    """Raises NotEvaluable where a parameter is no number."""
    for u in unknowns:
        if u.domain.hull is None:
            raise NotEvaluable(f"{u} lives in {u.domain}, where there is no arithmetic")
