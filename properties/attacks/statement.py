"""A fact made ready to be attacked (`Prepared`). One instance of it is a `Trial`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sympy import sympify

from properties.attacks.search import at_closed_ends
from properties.attacks.target import Target
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable
from symbolic.core.statement import Statement
from symbolic.core.terms import Outcome, Parameter, walk

_Kind = TypeVar("_Kind", bound=Statement)


@dataclass(slots=True)
class Prepared(Target, Generic[_Kind]):
    """A statement, ready to be attacked. Its `unknowns` are said before anything is compiled."""

    obligation: _Kind

    def __post_init__(self) -> None:
        self.given = self.obligation.given

    def compile(self, tree: Any, free: Sequence[str] = ()) -> Compiled:
        """An expression whose needs every instance binds; `free` columns are bound by a cell. Raises NotEvaluable."""
        names = frozenset(u.name for u in self.unknowns)
        return self.add(Compiled(sympify(tree), Context(names, free=tuple(free))))

    def first(self) -> Iterable[Instance]:
        return at_closed_ends(self.shape)

    def key(self) -> Callable[[Instance], str]:
        return _bound


def _bound(i: Instance) -> str:
    """All that a statement can tell of an instance."""
    return repr((i.members, i.outcomes, i.data, i.counts, i.laws, i.functions, i.sizes, i.measure))


def outcomes_in(*trees: Any) -> tuple[str, ...]:
    """The columns whose outcomes stand free in some expressions."""
    return tuple(sorted({t.column.name for tree in trees for t in walk(tree) if isinstance(t, Outcome)}))


def numeric(unknowns: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """These parameters. Raises NotEvaluable where one is no number."""
    for u in unknowns:
        if u.domain.hull is None:
            raise NotEvaluable(f"{u} lives in {u.domain}, where there is no arithmetic")
    return tuple(unknowns)
