"""The data of a family: exact values with their frequencies, and which of them the family cannot have drawn.

Where they come from, a file or arrays, is read elsewhere, and so is what a cell means; fitting lives elsewhere too.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import count
from math import gcd, lcm
from operator import getitem, itemgetter
from typing import Any

from flint import fmpq

from properties.data.arrays import TRUE, Truth, collected
from properties.data.numerals import LARGEST, MISSING, PLAIN, NotANumber, exact, exact_value, shortened
from properties.data.tables import COMMAND, PYTHON, STDIN, Key, Table, Words, read
from properties.errors import InputError
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Cell, Instance
from properties.instances.numbers import inside
from symbolic.core.domains import Domain, consecutive, discrete, is_interval
from symbolic.models.family import Family

KINDS = ("frequency", "importance")

# ---- the data of a family --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weights:
    """What the rows of a table weigh.

    Attributes: `column`, where the weights stand; `kind`, "frequency" or "importance"; `records`, how many rows of the table
    have a weight above 0; `unit`, the weight of one of the `rows` of the data: 1 for frequencies. Weights of importance are
    whole multiples of it, so data with them are those in which every row is repeated in the ratio of its weight: the mean
    loss is the same, and the sums over all rows times `unit` are those that the weights themselves give.
    """

    column: str
    kind: str
    records: int
    unit: fmpq


@dataclass(frozen=True, slots=True)
class Data:
    """Rows of a table as values of a family's columns, with the constants that the family takes as known.

    Attributes: `family`; `source` and `columns`, where they come from; `rows`, how many, n: with weights, the sum of
    `cells`; `values`, the different values of each column by its name in the family (texts where the column's domain has no
    arithmetic); `cells`, which combinations of them occur (by their places in `values`) and how often; `known`, the
    constants; `warnings`, in one line each; `weights`, where a column of them was named.
    """

    family: Family
    source: str
    columns: tuple[str, ...]
    rows: int
    values: dict[str, tuple[Any, ...]]
    cells: dict[Cell, int]
    known: dict[str, fmpq]
    warnings: tuple[str, ...] = ()
    weights: Weights | None = None

    @property
    def observed(self) -> bool:
        """Is every one of the `rows` an observation? Else they weigh the objective, and say nothing of its precision:
        there are no standard errors, and no information criteria."""
        return self.weights is None or self.weights.kind == "frequency"

    @property
    def distinct(self) -> int:
        """The number of different rows."""
        return len(self.cells)

    @property
    def names(self) -> tuple[str, ...]:
        """The family's columns, in its order."""
        return tuple(self.values)

    def instance(self, members: Iterable[dict[str, Any]] = ({},)) -> Instance:
        """The data as an instance on which expressions are evaluated, with parameter values to choose from."""
        sizes = {name: len(values) for name, values in self.values.items()}
        numbers = {name: values for name, values in self.values.items() if not isinstance(values[0], str)}
        count = self.family.sample.column.size
        made = Counted({count: self.rows}, sizes, {}, [self.known | m for m in members], outcomes=numbers)
        made.columns, made.table = self.names, self.cells
        return made


class Counted(Instance):
    """An instance whose table is known by the frequencies of its rows: no list of rows is ever made."""

    __slots__ = ("columns", "table")
    columns: tuple[str, ...]
    table: dict[Cell, int]

    def frequencies(self, size: str, columns: tuple[str, ...]) -> list[tuple[Cell, int]]:
        """Which rows occur, read off in `columns`, and how often."""
        known: list[tuple[Cell, int]] | None = self._rows.get((size, columns))
        if known is None:
            places = [self.columns.index(c) for c in columns]
            if places == list(range(len(self.columns))):
                known = list(self.table.items())
            else:
                found: dict[Cell, int] = {}
                for cell, times in self.table.items():
                    key = tuple(cell[k] for k in places)
                    found[key] = found.get(key, 0) + times
                known = list(found.items())
            self._rows[size, columns] = known
        return known


def observe(
    family: Family, source: Any, columns: Sequence[str] | str = (), *, known: Mapping[str, Any] | None = None,
    separator: str | None = None, header: bool | None = None, drop_missing: bool = False, weights: Any = None,
    kind: str = "frequency",
) -> Data:  # fmt: skip
    """The data of a family: every value exact, inside its column's domain, and none missing.

    Arguments: `source`, a CSV file (`separator` and `header` are as `properties.data.tables.read` takes them), or columns as
    `collected` takes them; `columns`, one for each variable and then one for each input; `known`, a value
    for each known constant, exact as a cell is; `drop_missing` leaves rows with missing values out, with a warning;
    `weights`, a column of weights (for arrays its name, or the column itself), of the `kind` "frequency" (whole numbers: the
    data are those in which every row stands so many times) or "importance" (numbers >= 0, which weigh the objective); a row
    of weight 0 is no row. Raises InputError with the row and the value.
    """
    file = isinstance(source, str | os.PathLike)
    words = COMMAND if file else PYTHON
    samples = (*family.variables, *family.inputs)
    names = [str(s.column.name) for s in samples]
    columns = (columns,) if isinstance(columns, str) else tuple(columns)
    given = constants(family, {name: _known(name, cell, words) for name, cell in (known or {}).items()}, words=words)
    if columns and len(columns) != len(samples):
        raise InputError(
            f"{family} has {len(samples)} columns ({', '.join(names)}), but {words.columns} {len(columns)}: "
            "name one for each."
        )
    if twice := next((name for name in columns if columns.count(name) > 1), None):
        raise InputError(f"{family} is given the column {twice} twice: nothing can be learnt of it from itself.")
    if isinstance(weights, str) and weights in columns:
        raise InputError(
            f"{words.weights.format(weights)}: this column cannot hold values and their weights: name another one."
        )
    if file:
        besides = () if weights is None else (weights,)
        table = read(os.fspath(source), columns, separator=separator, wanted=len(names), besides=besides, header=header)
    else:
        table = collected(source, columns, wanted=names, weights=weights)
    table, weighed = (table, None) if weights is None else _weighted(table, kind, words)
    codes = [_coded(family, table, k, s.column.domain) for k, s in enumerate(samples)]
    cells, missing = _cells(table, codes)
    rows, warnings = table.rows, []
    if missing:
        lost = sum(table.counts[key] for key in missing)
        rows -= lost
        where, key = table.first(missing)
        k = next(k for k, cell in enumerate(table.cells(key)) if codes[k].places[cell] is None)
        shown = str(table.cells(key)[k]).strip() or "empty"
        if not (drop_missing and rows):
            advice = f"fill it in, or leave such rows out with {words.drop_missing}." if rows else "no row is left."
            raise InputError(
                f"{table.path}, {where}: {table.columns[k]} is {shown}, a missing value ({lost} of {table.rows} rows have "
                f"one): {advice}"
            )
        warnings.append(f"{lost} of {table.rows} rows have a missing value and are left out, the first in {where}.")
    values = {name: tuple(code.values) for name, code in zip(names, codes, strict=True)}
    for k, name in enumerate(names):
        first = next(iter(cells))[k]
        if rows > 1 and all(cell[k] == first for cell in cells):
            what = "slope" if k >= len(family.variables) else "spread"
            shown = shortened(str(values[name][first]))
            warnings.append(f"column {table.columns[k]} is constant: every row is {shown}; no {what} can be estimated.")
    if rows == 1:
        warnings.append("there is one row only; no spread can be estimated.")
    warnings += [f"column {table.columns[k]}: {code.note}" for k, code in enumerate(codes) if code.note]
    warnings += [
        f"column {name} looks like counts and is not used: where a row stands for so many, say {words.weights.format(name)}."
        for name in table.counting
    ]
    shown = os.fspath(source) if file and table.path != STDIN else table.path
    data = Data(family, shown, table.columns, rows, values, cells, given, tuple(warnings), weighed)
    _adds_up(data, table, codes)
    return data


def _weighted(table: Table, kind: str, words: Words) -> tuple[Table, Weights]:
    """A table whose last column holds weights as one without it, in which every row stands as often as it weighs.

    Raises InputError where a weight is no number, is negative, or no whole number where it is a frequency, or all are 0.
    """
    if kind not in KINDS:
        raise InputError(f"{kind!r} weights: weights are of the kind {' or '.join(KINDS)}.")
    name, last = table.columns[-1], len(table.columns) - 1
    need = "a whole number >= 0" if kind == "frequency" else "a number >= 0"
    sizes: dict[Any, fmpq] = {}
    wrong: dict[Any, str] = {}
    for cell in dict.fromkeys(key[-1] for key in table.counts):
        try:
            size = exact_value(cell)
        except NotANumber as reason:
            wrong[cell] = str(reason)
            continue
        if size is None:
            wrong[cell] = "a weight is missing"
        elif size < 0 or (kind == "frequency" and size.q != 1):
            wrong[cell] = f"{cell} is no {'weight' if size < 0 else 'frequency'}"
        else:
            sizes[cell] = size
    if wrong:
        where, key = table.first(_Having(table, last, wrong))
        what = wrong[key[-1]]
        other = f", or say {words.importance}" if "no frequency" in what else ""
        raise InputError(
            f"{table.path}, {where}: {name}: {what}{_many(wrong)}: a weight is {need}, and 0 leaves a row out{other}."
        )
    totals: dict[Key, fmpq] = {}
    records = 0
    for key, times in table.counts.items():
        if size := sizes[key[-1]]:
            rest = key[0] if last == 1 else key[:-1]
            totals[rest] = totals.get(rest, 0) + size * times
            records += times
    if not totals:
        raise InputError(f"{table.path}: every weight in {name} is 0: no row is left.")
    unit = fmpq(1)
    if kind == "importance":
        below = lcm(*(int(total.q) for total in totals.values()))
        unit = fmpq(gcd(*(int(total.p) * (below // int(total.q)) for total in totals.values())), below)
    counts = {key: int((total / unit).p) for key, total in totals.items()}
    return table.repeated(counts, sizes), Weights(name, kind, records, unit)


def _cells(table: Table, codes: Sequence[_Code]) -> tuple[dict[Cell, int], set[Key]]:
    """The rows in code and how often each occurs; the keys of those with a missing value."""
    several = len(codes) > 1
    columns = [map(itemgetter(k), table.counts) if several else iter(table.counts) for k in range(len(codes))]
    found: Any = zip(
        *(map(code.places.__getitem__, column) for code, column in zip(codes, columns, strict=True)), strict=True
    )
    rows = list(found)
    if not any(None in code.places.values() for code in codes):
        cells = dict(zip(rows, table.counts.values(), strict=True))
        if len(cells) == len(rows):
            return cells, set()
    cells, missing = {}, set()
    for cell, (key, times) in zip(rows, table.counts.items(), strict=True):
        if None in cell:
            missing.add(key)
        else:
            cells[cell] = cells.get(cell, 0) + times
    return cells, missing


def constants(
    family: Family, known: Mapping[str, fmpq], complete: bool = True, words: Words = COMMAND
) -> dict[str, fmpq]:
    """The values of the known constants, each in its domain, and `complete`. Raises InputError."""
    declared = {str(p.name): p for p in family.known}
    for name, value in known.items():
        if name not in declared:
            names = ", ".join(declared) or "none"
            raise InputError(
                f"{words.known.format(name, value)}: {family} has no such constant (its known constants: {names})."
            )
        if not inside(declared[name].domain, value):
            raise InputError(f"{words.known.format(name, value)}: {family} takes {name} in {declared[name].domain}.")
    for name, p in declared.items():
        if complete and name not in known and p.domain.hull is not None:
            raise InputError(
                f"{family} takes {name} in {p.domain} as known: give its value with {words.known.format(name, 'VALUE')}."
            )
    return dict(known)


def _known(name: str, cell: Any, words: Words) -> fmpq:
    try:
        found = exact_value(cell)
    except NotANumber as reason:
        raise InputError(f"{words.known.format(name, cell)}: {reason}; write a number such as 1.5 or 1/3.") from None
    if found is None:
        raise InputError(f"{words.known.format(name, cell)}: a value is missing.")
    return found


@dataclass(frozen=True, slots=True)
class _Code:
    """The different values of a column, and the place of each cell's value among them; None where the cell is missing.

    `note` is what has to be said of how the cells were read.
    """

    values: list[Any]
    places: dict[Any, int | None]
    note: str = ""


def _coded(family: Family, table: Table, k: int, domain: Domain) -> _Code:
    """Column k in code. Raises InputError where a value is no number, or lies outside the domain."""
    cells: Iterable[Any] = table.counts if len(table.columns) == 1 else dict.fromkeys(key[k] for key in table.counts)
    if domain.hull is None:
        labels = {cell: label for cell in cells if (label := str(cell).strip()).casefold() not in MISSING}
        order = {label: place for place, label in enumerate(sorted(set(labels.values())))}
        return _Code(list(order), {cell: order.get(labels.get(cell, "")) for cell in cells})
    simple = [c for c in cells if isinstance(c, str) and len(c) <= LARGEST and PLAIN.fullmatch(c)]
    code = _Code(list(map(exact, simple)), dict(zip(simple, count())))  # no two of them have one value
    others = _tidied(code, [cell for cell in cells if cell not in code.places])
    binary = discrete(domain) and (domain.hull.lower, domain.hull.upper) == (0, 1)
    wrong = _others(code, others, binary)
    if any(isinstance(cell, Truth) for cell in cells):
        code = _Code(code.values, code.places, "True is read as 1, and False as 0.")
    if wrong:
        where, key = table.first(_Having(table, k, wrong))
        what = wrong[table.cells(key)[k]]
        if not code.values and what.endswith("is no number"):
            what += ": a column of labels? choose another one, or a family of labels, such as categorical"
        raise InputError(f"{table.path}, {where}: {table.columns[k]}: {what}{_many(wrong)}.")
    outside = _outside(domain, code.values)
    if outside:
        strange = {cell for cell, place in code.places.items() if place in outside}
        where, key = table.first(_Having(table, k, strange))
        shown = shortened(str(table.cells(key)[k]).strip())
        raise InputError(
            f"{table.path}, {where}: {table.columns[k]} = {shown} lies outside the support {domain} of {family}"
            f"{_many(strange)}: mend it, or choose a family or a column that fits."
        )
    return code


def _tidied(code: _Code, cells: Iterable[Any]) -> list[Any]:
    """Code the texts that are plain numerals but for spaces around them and zeros at their ends; the other cells."""
    others = []
    for cell in cells:
        tidy = cell.strip() if isinstance(cell, str) else ""
        if "." in tidy:
            tidy = tidy.rstrip("0").rstrip(".")
        if len(tidy) <= LARGEST and PLAIN.fullmatch(tidy):
            place = code.places.get(tidy)
            if place is None:
                place = code.places[tidy] = len(code.values)
                code.values.append(exact(tidy))
            code.places[cell] = place
        else:
            others.append(cell)
    return others


def _others(code: _Code, cells: Iterable[Any], binary: bool) -> dict[Any, str]:
    """Code the cells that are no plain numerals, such as 1.50, +2 or 1e3. What is wrong with those that are no number.

    Truth values are numbers where the column is `binary`.
    """
    order: dict[tuple[int, int], int] = {}  # fmpq hashes slowly
    wrong: dict[Any, str] = {}
    for cell in cells:
        try:
            found = fmpq(cell == TRUE) if binary and isinstance(cell, Truth) else exact_value(cell)
        except NotANumber as reason:
            wrong[cell] = str(reason)
            continue
        if found is None:
            code.places[cell] = None
            continue
        order = order or {(int(v.p), int(v.q)): k for k, v in enumerate(code.values)}
        code.places[cell] = order.setdefault((int(found.p), int(found.q)), len(order))
        if len(order) > len(code.values):
            code.values.append(found)
    return wrong


class _Having(Container[Key]):
    """The keys of a table whose cell in column k is one of some cells."""

    def __init__(self, table: Table, k: int, cells: Container[Any]) -> None:
        self.table, self.k, self.cells = table, k, cells

    def __contains__(self, key: object) -> bool:
        return self.table.cells(key)[self.k] in self.cells


def _many(things: Sized) -> str:
    return f" ({len(things)} different such values)" if len(things) > 1 else ""


def _outside(domain: Domain, values: Sequence[fmpq]) -> set[int | None]:
    """The places of the values that are no members of a domain."""
    between = bool(values) and inside(domain, min(values)) and inside(domain, max(values))
    if between and (is_interval(domain) or (consecutive(domain) and all(v.q == 1 for v in values))):
        return set()
    return {place for place, value in enumerate(values) if not inside(domain, value)}


def _adds_up(data: Data, table: Table, codes: Sequence[_Code]) -> None:
    """The variables of every row add up to the family's total. Raises InputError."""
    family = data.family
    if family.total is None:
        return
    total = Compiled(family.total, Context()).value(data.instance(), 0)
    columns = [data.values[str(s.column.name)] for s in family.variables]
    sums = {cell: sum(map(getitem, columns, cell), start=fmpq(0)) for cell in data.cells}
    wrong: dict[Any, fmpq] = {cell: found for cell, found in sums.items() if found != total}
    if wrong:
        coded = {k: tuple([c.places[t] for c, t in zip(codes, table.cells(k), strict=True)]) for k in table.counts}
        where, key = table.first({key for key, cell in coded.items() if cell in wrong})
        names = ", ".join(table.columns[: len(family.variables)])
        raise InputError(
            f"{table.path}, {where}: {names} add up to {wrong[coded[key]]}, but {family} needs {family.total} = {total}."
        )
