"""What mentions no unknown, on data: values of expressions for each different row, weights, columns. Computed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import fmpq

from properties.data.family_data import Data
from properties.estimation.objectives import Statistics
from properties.estimation.smooth import (
    Arithmetic,
    PerRow,
    Scalar,
    Unavailable,
    mapped,
)
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, precision
from symbolic.core.terms import Entry, Outcome, RowSum, replace, walk


class Constants:
    """The parts of an objective that are known once the `data` are, in floats or in balls.

    Arguments: `statistics`, where expressions mention such. `bits` is the precision of balls, and 0 of floats.
    """

    def __init__(self, data: Data, statistics: Statistics | None) -> None:
        self.data, self.statistics = data, statistics
        self._constants: dict[tuple[Any, int], Any] = {}
        self._kept: dict[Any, Any] = {}

    def of(self, tree: Any, a: Arithmetic, bits: int) -> PerRow:
        """The value in an arithmetic: a number, or one for each different row. Raises Unavailable."""
        key = (tree, bits)
        found = self._constants.get(key)
        if found is None:
            try:
                with precision(bits or 64):
                    found = mapped(lambda v: self._finite(v, a), self.evaluated(tree, bits or 64))
            except (NoValue, TooWide, NotEvaluable) as reason:
                raise Unavailable(f"{tree}: {reason}") from None
            self._constants[key] = found
        return found

    @staticmethod
    def _finite(v: Any, a: Arithmetic) -> Scalar:
        if isinstance(v, float):
            raise Unavailable("a part of the objective is infinite on these data")
        return a.number(v)

    def evaluated(self, tree: Any, bits: int) -> Any:
        """The value in so many bits: a number, or one for each different row. Raises NoValue or TooWide."""
        names = tuple(dict.fromkeys(t.column.name for t in walk(tree) if isinstance(t, Entry | Outcome)))
        if any(isinstance(t, RowSum) for t in walk(tree)):
            names = ()
        if not names:
            expression = Compiled(tree, Context())
            known = self.statistics.values(expression.needs.parameters, bits) if self.statistics else {}
            return expression.value(self.data.instance([known]), 0)
        outcomes = replace(tree, lambda t: Outcome(t.column) if isinstance(t, Entry) else None)
        expression = Compiled(outcomes, Context(free=names))
        known = self.statistics.values(expression.needs.parameters, bits) if self.statistics else {}
        instance = self.data.instance([known])
        places = [self.data.names.index(name) for name in names]
        values: dict[tuple[int, ...], Any] = {}
        found = []
        for cell in self.data.cells:
            at = tuple(cell[k] for k in places)
            if at not in values:
                values[at] = expression.value(instance, 0, at)
            found.append(values[at])
        return found

    def times(self, a: Arithmetic, bits: int) -> list[Scalar]:
        """How often each different row occurs."""
        return self._keep(("times", a.balls, bits), lambda: [
            a.number(fmpq(t)) for t in self.data.cells.values()
        ])  # fmt: skip

    def inputs(self, a: Arithmetic, bits: int) -> list[list[Scalar]]:
        """The columns that the weights multiply: a column of ones, then those of the data."""

        def made() -> list[list[Scalar]]:
            columns: list[list[Scalar]] = [[a.number(fmpq(1))] * len(self.data.cells)]
            for s in self.data.family.inputs:
                name = str(s.column.name)
                values = [a.number(v) for v in self.data.values[name]]
                place = self.data.names.index(name)
                columns.append([values[cell[place]] for cell in self.data.cells])
            return columns

        return self._keep(("inputs", a.balls, bits), made)

    def _keep(self, key: Any, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]
