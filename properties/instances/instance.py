"""Concrete values for everything abstract in an expression (`Instance`): laws as tables, data, parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from flint import fmpq

from properties.instances.numbers import ONE, ZERO

Cell = tuple[int, ...]
Columns = tuple[str, ...]
SHARED = None  # the place of a member in a table's key, where all members of Theta share the table


@dataclass(slots=True)
class Instance:
    """Concrete values for everything abstract in an expression. Outcomes are numbered from 0 in each column.

    Arguments:
        counts: the number of rows of each table, by the name of its count, such as {"n": 3}.
        sizes: how many outcomes each column has, such as {"x": 2}.
        data: the outcome in each row of each column, such as {"x": [0, 1, 1]}.
        members: the finite set Theta: for each member, the value of every parameter by name. A rational number, or a
            label (an int) where the parameter's domain has no arithmetic. Parameters that are data are in all of them.
        laws: the joint probabilities of each law, {(label, member): {"columns": ..., "cells": ...}} as `Distribution`.
            The label is the name as printed: "p", "q_theta" (for q_{exp(eta)} it is "q_eta"); the member is its
            number, or None where the distribution is free of the unknowns.
        functions: the values of abstract functions, {(label, member, columns): {cell: value}}, the columns in the order of
            the arguments.
        outcomes: the numbers that the outcomes are, by column, where they are numbers.
        measure: the reference measure of each outcome, by column; 1 where it is missing (the counting measure). A
            density is a probability divided by it.
        seed: what a pseudo-random sample is seeded with.
        turn: a number which spreads what is dear over the instances (0 to 255).

    Example: Instance({"n": 2}, {"x": 2}, {"x": [0, 1]}, [{"theta": 0}, {"theta": 1}],
    {("q_theta", k): Law(("x",), {(0,): fmpq(1, k + 2), (1,): fmpq(k + 1, k + 2)}) for k in (0, 1)}).
    """

    counts: dict[str, int]
    sizes: dict[str, int]
    data: dict[str, list[int]]
    members: list[dict[str, Any]]
    laws: dict[tuple[str, int | None], Distribution] = field(default_factory=dict)
    functions: dict[tuple[str, int | None, tuple[str, ...]], dict[Cell, fmpq]] = field(default_factory=dict)
    outcomes: dict[str, tuple[fmpq, ...]] = field(default_factory=dict)
    measure: dict[str, tuple[fmpq, ...]] = field(default_factory=dict)
    seed: int = 0
    turn: int = 0
    _tables: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _rows: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def with_data(self, counts: Mapping[str, int], data: Mapping[str, list[int]]) -> Instance:
        """The same instance with other rows."""
        return Instance(
            self.counts | dict(counts), self.sizes, self.data | dict(data), self.members, self.laws, self.functions,
            self.outcomes, self.measure, self.seed, self.turn, self._tables,
        )  # fmt: skip

    def cells(self, columns: Iterable[str]) -> Iterator[Cell]:
        """Every combination of outcomes."""
        return product(*(range(self.sizes[c]) for c in columns))

    def volume(self, columns: Sequence[str], cell: Cell) -> fmpq:
        """The reference measure of a cell."""
        total = ONE
        for c, outcome in zip(columns, cell, strict=True):
            if c in self.measure:
                total = total * self.measure[c][outcome]
        return total

    def probability(self, label: str, member: int | None, points: Columns, given: Columns, cell: Cell) -> fmpq:
        """The probability that `points` have the values in `cell`, given that `given` have those after them there.

        Where the condition has probability 0 every distribution is as good as another: it is uniform.
        """
        joint = self._mass(label, member, (*points, *given), cell)
        if not given:
            return joint
        below = self._mass(label, member, given, cell[len(points) :])
        return joint / below if below > 0 else fmpq(1, prod(self.sizes[c] for c in points))

    def _mass(self, label: str, member: int | None, columns: Columns, cell: Cell) -> fmpq:
        law = self.laws[label, member]
        if columns == law.columns:
            return law.cells.get(cell, ZERO)
        if len(columns) == len(law.columns):
            at = dict(zip(columns, cell, strict=True))
            return law.cells.get(tuple(at[c] for c in law.columns), ZERO)
        ident = (label, member, columns)
        known = self._tables.get(ident)
        if known is None:
            known = self._tables[ident] = law.marginal(columns)
        return known.get(cell, ZERO)

    def frequencies(self, size: str, columns: tuple[str, ...]) -> list[tuple[Cell, int]]:
        """Which rows occur in a table, read off in `columns`, and how often."""
        ident = (size, columns)
        known: list[tuple[Cell, int]] | None = self._rows.get(ident)
        if known is None:
            n = self.counts[size]
            if not columns:
                known = [((), n)]
            else:
                known = list(Counter(zip(*(self.data[c][:n] for c in columns), strict=True)).items())
            self._rows[ident] = known
        return known


@dataclass(frozen=True, slots=True)
class Distribution:
    """The probabilities of the cells of `columns`; what is missing has probability 0."""

    columns: tuple[str, ...]
    cells: dict[Cell, fmpq]

    def marginal(self, columns: tuple[str, ...]) -> dict[Cell, fmpq]:
        if columns == self.columns:
            return self.cells
        places = [self.columns.index(c) for c in columns]
        total: dict[Cell, fmpq] = {}
        for cell, weight in self.cells.items():
            key = tuple(cell[j] for j in places)
            total[key] = total[key] + weight if key in total else weight
        return total
