"""Instances for an attack, constructed and never filtered: laws, tables, data and parameters, by domain.

One draw of bytes is one instance: each part of it is read off its own fixed place, so that Hypothesis shrinks one part
without disturbing the others, and the byte 0 everywhere is the simplest case (uniform laws, one row, no zeros).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, singledispatch
from itertools import product
from typing import Any
from zlib import crc32

from flint import fmpq
from hypothesis import strategies as st
from sympy import Tuple
from sympy.core.relational import Relational

from properties.instances.compiling import Context, Needs
from properties.instances.evaluation import Compiled
from properties.instances.instance import SHARED, Cell, Distribution, Instance
from properties.instances.numbers import INFINITY, NotEvaluable, NoValue, TooWide, precision, rational
from symbolic.core.domains import Domain, Integers, RealInterval, classes, discrete, elements, least_classes, members
from symbolic.core.terms import Applied, Entry, Expectation, Outcome, RowSum

MAX_MEMBERS, MAX_ROWS, MAX_COLUMNS = 3, 4, 6
WEIGHTS = (1, 2, 0, 3, 1, 0, 4, 7)  # zeros included
POSITIVE_WEIGHTS = (1, 2, 1, 3, 1, 5, 4, 7)
MEASURES = tuple(fmpq(p, q) for p, q in ((1, 1), (1, 2), (2, 1), (1, 4), (3, 1), (1, 3), (1, 1), (1, 10)))
ROW_COUNTS = (1, 2, 3, 4)


# ---- numbers, by domain ----------------------------------------------------------------------------------------------


@singledispatch
def numbers(domain: Domain) -> tuple[fmpq, ...]:
    """Some members of a domain, the simplest first: inside it, close to its ends, and its closed ends; () for labels.

    What follows is chosen for attacks; of any other domain they take the members that it tells.
    """
    listed = elements(domain)
    found = tuple(rational(v) for v in (members(domain) if listed is None else listed))
    if not found and domain.hull is not None:
        raise NotEvaluable(f"no members of {domain} are known")
    return found


@numbers.register(Integers)
@lru_cache(maxsize=256)
def _(domain: Integers) -> tuple[fmpq, ...]:
    if domain.lower == -INFINITY and domain.upper == INFINITY:
        return tuple(fmpq(k) for k in (0, 1, -1, 2, -2, 3, 7, -7))
    steps = [0, 1, 2, 3, 5, 10, 40]
    if domain.lower == -INFINITY:
        return tuple(rational(domain.upper) - k for k in steps)
    first = rational(domain.lower)
    if domain.upper == INFINITY:
        return tuple(first + k for k in (1, 0, 2, 3, 5, 10, 40))
    last = rational(domain.upper)
    return tuple(dict.fromkeys([*(first + k for k in steps if first + k < last), last]))


@numbers.register(RealInterval)
@lru_cache(maxsize=256)
def _(domain: RealInterval) -> tuple[fmpq, ...]:
    lower = None if domain.lower == -INFINITY else rational(domain.lower)
    upper = None if domain.upper == INFINITY else rational(domain.upper)
    offsets = [fmpq(p, q) for p, q in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (7, 4), (1, 1000), (1000, 1))]
    if lower is not None and lower == upper:
        return (lower,)
    if lower is not None and upper is not None:
        width = upper - lower
        inside = [
            lower + width * fmpq(p, q)
            for p, q in ((1, 2), (1, 3), (3, 4), (1, 4), (2, 3), (9, 10), (1, 10), (1, 1000), (999, 1000))
        ]
    elif lower is not None:
        inside = [lower + v for v in offsets]
    elif upper is not None:
        inside = [upper - v for v in offsets]
    else:
        return (fmpq(0), *(s * v for v in offsets for s in (1, -1)))
    ends = [e for e, closed in ((lower, domain.lower_closed), (upper, domain.upper_closed)) if closed and e is not None]
    return tuple(dict.fromkeys([*inside[:2], *ends, *inside[2:]]))


# ---- instances -------------------------------------------------------------------------------------------------------


def law(columns: tuple[str, ...], cells: Sequence[Cell], weights: Sequence[int]) -> Distribution:
    """The distribution with these integer weights, divided by their sum; all of it on the first cell if that is 0."""
    total = sum(weights)
    if total == 0:
        return Distribution(columns, {cells[0]: fmpq(1)})
    return Distribution(columns, {cell: fmpq(w, total) for cell, w in zip(cells, weights, strict=True) if w})


@dataclass(slots=True)
class Shape:
    """What the instances of one attack bind: the needs of its expressions, and the facts which must hold.

    Arguments: `needs`, all that the expressions read; `unknowns`, the names of what varies over Theta; `facts`, the
    hypotheses (`density > 0` at every row, `expectation < oo`); `context`, how the facts are read. Raises NotEvaluable
    where no instance can be built.
    """

    needs: Needs
    unknowns: frozenset[str]
    facts: tuple[Relational, ...]
    context: Context
    positive: set[str] = field(default_factory=set)  # labels of laws that vanish nowhere
    anchored: set[str] = field(default_factory=set)  # labels of laws that do not vanish at the first cell
    rows: list[tuple[str, tuple[str, ...], Compiled]] = field(default_factory=list)  # facts about every row
    means: list[Compiled] = field(default_factory=list)  # expectations that must be below oo
    sums: list[Compiled] = field(default_factory=list)  # sums over rows that must be above 0
    length: int = 0

    def __post_init__(self) -> None:
        for fact in self.facts:
            self._require(fact)
        widest = max((len(c) for c in self.needs.laws.values()), default=0)
        if widest > MAX_COLUMNS:
            raise NotEvaluable(f"a distribution over {widest} columns: tables are built for at most {MAX_COLUMNS}")
        self.length = self._layout(bytes(1 << 14))[1]

    def _require(self, fact: Relational) -> None:
        left = fact.args[0]
        if isinstance(left, RowSum):
            total = Compiled(left, self.context)
            self.sums.append(total)
            self.needs.merge(total.needs)
            return
        if isinstance(left, Expectation):
            mean = Compiled(left, self.context)
            self.means.append(mean)
            self.needs.merge(mean.needs)
            return
        if left.head.kind == "empirical":
            return  # a row occurs among the rows
        points, given = (
            Tuple(*(Outcome(a.column) if isinstance(a, Entry) else a for a in part))
            for part in (left.points, left.given)
        )
        columns = tuple(a.column.name for a in (*left.points, *left.given))
        tree = Applied(left.head, left.parameters, points, given)
        free = Context(self.context.unknowns, self.context.definitions, self.context.substitutes, columns)
        value = Compiled(tree, free)
        self.needs.merge(value.needs)
        defined = any(new.role == left.role for new, _ in self.context.definitions)
        labels = {label for label, _ in value.needs.laws}
        if defined or any(moves for _, moves in value.needs.laws):
            self.positive |= labels
        else:
            self.anchored |= labels
            sizes = {a.column.size for a in (*left.points, *left.given)}
            if len(sizes) > 1:
                raise NotEvaluable("a hypothesis about the rows of two tables: no data are drawn under it")
            self.rows.append((sizes.pop(), columns, value))

    def build(self, tape: bytes) -> Instance | None:
        """The instance written on a tape of `length` bytes; None where the facts hold in none that is like it."""
        instance = self._layout(tape)[0]
        if self.means and not self._holds(instance):
            instance = self._layout(bytes([tape[0] & 254]) + tape[1:])[0]  # the same one without zeros
            if not self._holds(instance):
                return None
        return instance if self._above(instance) else None

    def _above(self, instance: Instance) -> bool:
        """Are the sums that are positive by hypothesis surely so in this instance?"""
        with precision(64):
            try:
                values = [s.value(instance, k) for s in self.sums for k in range(len(instance.members))]
            except (TooWide, NoValue):
                return False
        return all(bool(v > 0) for v in values)

    def _holds(self, instance: Instance) -> bool:
        with precision(64):
            try:
                values = [m.value(instance, k) for m in self.means for k in range(len(instance.members))]
            except (TooWide, NoValue):
                return False
        return all(not (isinstance(v, float) and v > 0) for v in values)

    def allows(self, instance: Instance) -> bool:
        """Do the facts about every row, and about sums over rows, hold for the rows of this instance?"""
        return self._above(instance) and all(
            value.value(instance, 0, cell) > 0
            for size, columns, value in self.rows
            for cell, _ in instance.frequencies(size, columns)
        )

    def _layout(self, tape: bytes) -> tuple[Instance, int]:
        zeros, at = tape[0] % 2 == 1, 3
        needs = self.needs
        k_max = 3 if max((len(c) for c in needs.laws.values()), default=0) <= 2 else 2
        sizes: dict[str, int] = {}
        numbered: dict[str, int] = {}  # how many members a set of classes has, by the name of that number
        outcomes: dict[str, tuple[fmpq, ...]] = {}
        measure: dict[str, tuple[fmpq, ...]] = {}
        for name in sorted(needs.columns):
            column = needs.columns[name]
            size, values = 2 + tape[at] % (k_max - 1), numbers(column.domain)
            if values:
                size = min(size, len(values))
                outcomes[name] = tuple(values[(tape[at + 1] + j) % len(values)] for j in range(size))
            for number in classes(column.domain):
                if least_classes(column.domain) > k_max:
                    raise NotEvaluable(f"{column.domain}: at most {k_max} of them are drawn here")
                size = numbered.setdefault(number, max(size, least_classes(column.domain)))
            sizes[name] = size
            if not discrete(column.domain):  # else densities count
                measure[name] = tuple(MEASURES[b % len(MEASURES)] for b in tape[at + 2 : at + 2 + size])
                if all(m == 1 for m in measure[name]):
                    del measure[name]
            at += 2 + k_max
        members, at = self._members(tape, at)
        laws: dict[tuple[str, int | None], Distribution] = {}
        for (label, moves), names in sorted(needs.laws.items()):
            columns = tuple(sorted(names))
            cells, room = list(product(*(range(sizes[c]) for c in columns))), k_max ** len(columns)
            table = WEIGHTS if zeros and label not in self.positive else POSITIVE_WEIGHTS
            for k in range(MAX_MEMBERS) if moves else (SHARED,):
                weights = [table[b & 7] for b in tape[at : at + len(cells)]]
                at += room
                if label in self.anchored:
                    weights[0] = max(1, weights[0])
                if k is SHARED or k < len(members):
                    laws[label, k] = law(columns, cells, weights)
        functions: dict[tuple[str, int | None, tuple[str, ...]], dict[Cell, fmpq]] = {}
        shared: dict[Any, fmpq] = {}  # a function has one value at equal arguments, whatever columns they come from
        for (label, moves, columns), interval in sorted(needs.functions.items(), key=lambda item: item[0]):
            cells, values = list(product(*(range(sizes[c]) for c in columns))), numbers(interval)
            for k in range(MAX_MEMBERS) if moves else (SHARED,):
                chosen = [values[b % len(values)] for b in tape[at : at + len(cells)]]
                at += k_max ** len(columns)
                if k is SHARED or k < len(members):
                    places = [(label, k, tuple(outcomes[c][o] if c in outcomes else o
                                               for c, o in zip(columns, cell, strict=True))) for cell in cells]  # fmt: skip
                    functions[label, k, columns] = {
                        cell: shared.setdefault(place, v) for cell, place, v in zip(cells, places, chosen, strict=True)
                    }
        tables = sorted(needs.counts | {c.size for c in needs.columns.values()})
        counts: dict[str, int] = {}
        data: dict[str, list[int]] = {}
        instance = Instance(
            counts, sizes, data, members, laws, functions, outcomes, measure, crc32(tape[: self.length]), tape[2]
        )
        for table_size in tables:
            counts[table_size] = ROW_COUNTS[tape[at] % len(ROW_COUNTS)]
            columns = tuple(sorted(n for n, c in needs.columns.items() if c.size == table_size))
            at = self._rows(tape, at + 1, table_size, columns, instance)
        return instance, at

    def _members(self, tape: bytes, at: int) -> tuple[list[dict[str, Any]], int]:
        drawn: list[dict[str, Any]] = []
        for k in range(MAX_MEMBERS):
            member: dict[str, Any] = {}
            for name in sorted(self.needs.parameters):
                values, moves = numbers(self.needs.parameters[name]), name in self.unknowns
                if not values:
                    member[name] = k if moves else 0
                elif moves or k == 0:
                    member[name] = values[(tape[at] + k) % len(values)]
                    at += 1
                else:
                    member[name] = drawn[0][name]
            drawn.append(member)
        distinct: list[dict[str, Any]] = []
        for member in drawn[: 2 + tape[1] % (MAX_MEMBERS - 1)]:
            if member not in distinct:
                distinct.append(member)
        return distinct, at

    def _rows(self, tape: bytes, at: int, size: str, columns: tuple[str, ...], instance: Instance) -> int:
        n = instance.counts[size]
        facts = [(tuple(columns.index(c) for c in read), value) for s, read, value in self.rows if s == size]
        if not facts or not instance.members:
            for c in columns:
                instance.data[c] = [b % instance.sizes[c] for b in tape[at : at + n]]
                at += MAX_ROWS
            return at
        allowed = [
            cell
            for cell in instance.cells(columns)
            if all(value.value(instance, 0, tuple(cell[j] for j in places)) > 0 for places, value in facts)
        ]
        rows = [allowed[b % len(allowed)] for b in tape[at : at + n]]
        for j, c in enumerate(columns):
            instance.data[c] = [row[j] for row in rows]
        return at + MAX_ROWS * max(1, len(columns))


def instances(shape: Shape) -> st.SearchStrategy[Instance | None]:
    """Every instance of a shape; None where its facts hold in none like it."""
    return st.binary(min_size=shape.length, max_size=shape.length).map(shape.build)


def shape_of(
    expressions: Iterable[Compiled],
    unknowns: Iterable[Any],
    facts: tuple[Relational, ...] = (),
    context: Context | None = None,
) -> Shape:
    """The shape of what these expressions read, over the parameters `unknowns`."""
    needs = Needs()
    for e in expressions:
        needs.merge(e.needs)
    names = frozenset(u.name for u in unknowns)
    needs.parameters |= {u.name: u.domain for u in unknowns}
    return Shape(needs, names, facts, context or Context(names))
