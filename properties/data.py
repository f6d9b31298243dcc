"""Columns of a CSV file as exact numbers with their frequencies, and which of them a family cannot have drawn.

A file is untrusted: its cells are matched against one grammar of numbers, and nothing in it is ever run. Reading costs time
and memory in proportion to the rows; what is kept costs them in proportion to the different values. Fitting lives elsewhere.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from difflib import get_close_matches
from functools import singledispatch
from itertools import count, islice
from math import gcd, lcm
from operator import getitem, itemgetter
from pathlib import Path
from typing import Any

from flint import fmpq

from properties.evaluation import Cell, Context, Expression, Instance, rational
from properties.loading import InputError
from symbolic.domains import INFINITY, Domain, FiniteSet, Integers, RealInterval
from symbolic.family import Family

DATASETS = Path(__file__).parent / "datasets"
SEPARATORS = (",", ";", "\t", "|")
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "<na>", "#n/a"})
INFINITE = frozenset({"inf", "infinity", "oo", "∞"})
PLAIN = re.compile(r"(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)  # the one shortest numeral of its value
NUMBER = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?", re.ASCII)
QUOTIENT = re.compile(r"([+-]?\d+)/(\d+)", re.ASCII)
LONGEST, LARGEST_EXPONENT = 300, 1000
LARGEST = 60  # the search squares spreads twice in floats, which end at 10^308
POWERS = tuple(10**k for k in range(LONGEST + 1))
CHUNK = 4096
KINDS = ("frequency", "importance")
COUNTING = frozenset({"weight", "weights", "count", "counts", "freq", "freqs", "frequency", "frequencies", "n"})
WHOLE = re.compile(r"\s*\d+\s*", re.ASCII)


class NotANumber(ValueError):
    """A text that is no finite number; the message says what it is instead."""


def _exact(plain: str) -> fmpq:
    """The value of a plain numeral."""
    whole, _, decimals = plain.partition(".")
    return fmpq(int(whole + decimals), POWERS[len(decimals)])


def number(text: str) -> fmpq:
    """The exact value of a decimal numeral such as -1.5 or 2e-3, or of a quotient such as 1/3.

    Raises NotANumber for everything else: infinities, numerals of more than 300 characters, exponents beyond 1000, and for
    what is greater than 10^60 in size.
    """
    shown = text if len(text) <= 40 else text[:37] + "..."
    value = _number(text, shown)
    if abs(value) > 10**LARGEST:
        raise NotANumber(f"{shown!r} is greater than 1e{LARGEST} in size: choose another unit")
    return value


def _number(text: str, shown: str) -> fmpq:
    if len(text) > LONGEST:
        raise NotANumber(f"a text of {len(text)} characters, which is no number")
    if PLAIN.fullmatch(text):
        return _exact(text)
    found = NUMBER.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        quotient = QUOTIENT.fullmatch(text)
        if quotient is not None and int(quotient[2]):
            return fmpq(int(quotient[1]), int(quotient[2]))
        if text.lstrip("+-").casefold() in INFINITE:
            raise NotANumber(f"{shown!r} is infinite: data are finite numbers")
        hint = " (a decimal comma? write a point)" if re.fullmatch(r"[+-]?\d+,\d+", text, re.ASCII) else ""
        raise NotANumber(f"{shown!r} is no number{hint}")
    sign, whole, decimals, exponent = found.groups(default="")
    e = int(exponent or 0)
    if abs(e) > LARGEST_EXPONENT:
        raise NotANumber(f"{shown!r} has an exponent beyond {LARGEST_EXPONENT}")
    value = fmpq(int(sign + whole + decimals), POWERS[len(decimals)])
    return value * 10**e if e >= 0 else value / 10**-e


# ---- a file ----------------------------------------------------------------------------------------------------------

Key = Any  # the text of the one column, or a tuple of the texts of several


@dataclass(frozen=True, slots=True)
class Table:
    """Some columns of a file: which combinations of texts stand in their rows, and how often.

    Attributes: `path`; `columns`, their names; `rows`, how many there are; `counts`, {the text, or the tuple of the texts of
    several columns: how often}; `separator`; `counting`, the columns that nobody asked for and that look like counts.
    """

    path: str
    columns: tuple[str, ...]
    rows: int
    counts: dict[Key, int]
    separator: str
    counting: tuple[str, ...] = ()

    def texts(self, key: Key) -> tuple[str, ...]:
        """A key of `counts` as one text for each column."""
        return (key,) if len(self.columns) == 1 else key

    def first(self, keys: Container[Key]) -> tuple[str, Key]:
        """The first row of the file that has one of some keys: where it stands, such as "row 3 (line 4)", and its key."""
        with _open(self.path) as stream:
            reader = _reader(stream, self.separator)
            header = _header(self.path, reader)
            get = itemgetter(*(header.index(c) for c in self.columns))
            for row, cells in enumerate(filter(None, _guarded(self.path, reader)), 1):
                if len(cells) == len(header) and get(cells) in keys:
                    return f"row {row} (line {reader.line_num})", get(cells)
        raise InputError(f"{self.path} has changed while it was read: start again.")


def located(path: str) -> str:
    """The file that is meant: a path, or else the name of a data set that ships, such as horse_kicks."""
    shipped = DATASETS / f"{path}.csv"
    return str(shipped) if re.fullmatch(r"\w+", path) and not os.path.exists(path) and shipped.is_file() else path


def datasets() -> tuple[str, ...]:
    """The names of the data sets that ship."""
    return tuple(sorted(p.stem for p in DATASETS.glob("*.csv")))


def read(
    path: str, columns: Sequence[str] = (), *, separator: str | None = None, wanted: int = 1, besides: Sequence[str] = ()
) -> Table:  # fmt: skip
    """The columns of a CSV file, counted.

    Arguments: `path`, a file in UTF-8 (or in UTF-16 with its mark), or the name of a data set that ships; `columns`, by the
    names in its first row, may be left out where the file has as many columns as are `wanted`; `separator`, one character,
    by default the one of , ; tab | with which the columns are found; `besides`, columns that are read after these, such as
    one of weights, and are not among those `wanted`. Blank lines are no rows where there are several columns;
    in a file of one column they are missing values, those at its end aside. Raises InputError in one line: no such file or
    column, an empty file, a header alone, a row with too few or too many cells, broken quotes, another encoding.
    """
    path = located(path)
    with _open(path) as stream:
        separator = separator or _separator(path, stream, (*columns, *besides))
        reader = _reader(stream, separator)
        header = _header(path, reader)
        left = [name for name in header if name not in besides]
        names = tuple(columns) or (tuple(left) if len(left) == wanted else ())
        if not names:
            need = "one" if wanted == 1 else f"{wanted}, one for each variable,"
            raise InputError(f"{path} has the columns {_list(header)}: choose {need} with --column NAME.")
        names += tuple(besides)
        unused = [k for k, name in enumerate(header) if name not in names and name.casefold() in COUNTING]
        places = [_place(path, header, name) for name in names]
        counts, total, counting = _count(path, reader, len(header), places, unused)
    if not total:
        raise InputError(f"{path} holds a header and no row: at least one row of data is needed.")
    return Table(path, names, total, counts, separator, tuple(header[k] for k in counting))


def _count(
    path: str, reader: Any, width: int, places: Sequence[int], unused: Sequence[int]
) -> tuple[dict[Key, int], int, list[int]]:
    """The texts at some places of all rows, counted; and the places of those unused that begin like a column of counts."""
    counted: Counter[Key] = Counter()
    total, blank, get, counting = 0, False, itemgetter(*places), list(unused)
    rows = _guarded(path, reader)
    while chunk := list(islice(rows, CHUNK)):
        if set(map(len, chunk)) != {width} or blank:
            for k, cells in enumerate(chunk):
                if len(cells) not in (0, width):
                    row = total + sum(map(bool, chunk[:k])) + 1
                    raise InputError(
                        f"{path}, row {row} has {len(cells)} cells, the header has {width}: mend the row, or quote the cells "
                        "that hold a separator."
                    )
                if width == 1 and cells and blank:
                    row = total + sum(map(bool, chunk[:k]))
                    raise InputError(
                        f"{path}: a blank line after row {row} is a missing value: fill it in, or take it out."
                    )
                blank = not cells
            chunk = list(filter(None, chunk))
        if not total:
            counting = [k for k in unused if all(WHOLE.fullmatch(cells[k]) for cells in chunk)]
        counted.update(map(get, chunk))
        total += len(chunk)
    return counted, total, counting


def _open(path: str) -> io.TextIOWrapper:
    try:
        if os.path.isdir(path):
            raise InputError(f"{path} is a directory: name a CSV file in it.")
        raw: Any = open(path, "rb")  # noqa: SIM115  # the caller closes it
    except FileNotFoundError:
        known = ", ".join(datasets())
        raise InputError(f"{path}: there is no such file, nor does a data set of that name ship ({known}).") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    if not raw.seekable():
        raw.close()
        raise InputError(f"{path} cannot be read twice: save the data to a file first.")
    mark = raw.read(2)
    raw.seek(0)
    encoding = "utf-16" if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    return io.TextIOWrapper(raw, encoding=encoding, newline="")


def _separator(path: str, stream: io.TextIOWrapper, columns: Sequence[str]) -> str:
    """The separator with which all columns are found in the header, else the one that makes most columns of it."""
    found: dict[str, list[str]] = {}
    for s in SEPARATORS:
        stream.seek(0)
        header = next(filter(None, _guarded(path, csv.reader(stream, delimiter=s))), [])
        found[s] = [name.strip() for name in header]
    stream.seek(0)
    fitting = [s for s, header in found.items() if columns and set(columns) <= set(header)]
    return max(fitting or found, key=lambda s: len(found[s]))


def _reader(stream: io.TextIOWrapper, separator: str) -> Any:
    if len(separator) != 1 or separator in '"\r\n ':
        raise InputError(f"--separator {separator!r}: a separator is one character, such as , or ; or a tab.")
    return csv.reader(stream, delimiter=separator, strict=True)


def _header(path: str, reader: Any) -> list[str]:
    header = next(filter(None, _guarded(path, reader)), None)
    if header is None or not any(name.strip() for name in header):
        raise InputError(f"{path} is empty: a CSV file begins with a row that names its columns.")
    return [name.strip() for name in header]


def _guarded(path: str, reader: Any) -> Iterator[list[str]]:
    """The rows of a reader; what it raises as one line."""
    try:
        yield from reader
    except UnicodeError as error:
        what = f" (byte 0x{error.object[error.start]:02x})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(f"{path} is no text in UTF-8{what}: save it as UTF-8.") from None
    except csv.Error as error:
        what = "a quote is never closed" if "unexpected end" in str(error) else str(error)
        raise InputError(f"{path}, line {reader.line_num}: {what}: mend the quotes in the file.") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}.") from None


def _place(path: str, header: Sequence[str], name: str) -> int:
    """Which column is called `name`."""
    if header.count(name) > 1:
        raise InputError(f"{path}: {header.count(name)} columns are called {name!r}: rename all but one.")
    if name not in header:
        folded = {h.casefold(): h for h in header}
        near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
        hint = f" Did you mean {folded[near[0]]!r}?" if near else ""
        if all(NUMBER.fullmatch(h) for h in header):
            hint = " Its first row holds numbers, but should name the columns."
        raise InputError(f"{path}: there is no column {name!r}; its columns are {_list(header)}.{hint}")
    return header.index(name)


def _list(names: Sequence[str]) -> str:
    shown = [n if len(n) <= 40 else n[:37] + "..." for n in names[:20]]
    return ", ".join(shown) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


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
    family: Family, path: str, columns: Sequence[str] = (), *, known: Mapping[str, fmpq] | None = None,
    separator: str | None = None, drop_missing: bool = False, weights: str | None = None, kind: str = "frequency",
) -> Data:  # fmt: skip
    """The data of a family from a CSV file: every value exact, inside its column's domain, and none missing.

    Arguments: `columns`, one for each variable and then one for each input; `known`, a value for each known constant;
    `drop_missing` leaves rows with missing values out, with a warning; `weights`, a column of weights, of the `kind`
    "frequency" (whole numbers: the data are those in which every row stands so many times) or "importance" (numbers >= 0,
    which weigh the objective); a row of weight 0 is no row. Raises InputError with the row and the value.
    """
    samples = (*family.variables, *family.inputs)
    names = [str(s.column.name) for s in samples]
    given = constants(family, known or {})
    if columns and len(columns) != len(samples):
        raise InputError(
            f"{family} has {len(samples)} columns ({', '.join(names)}), but --column names {len(columns)}: name one for each."
        )
    if weights in columns:
        raise InputError(f"--weights {weights}: this column cannot hold values and their weights: name another one.")
    table = read(path, columns, separator=separator, wanted=len(samples), besides=() if weights is None else (weights,))
    table, weighed = (table, None) if weights is None else _weighted(table, kind)
    codes = [_coded(family, table, k, s.column.domain) for k, s in enumerate(samples)]
    cells, missing = _cells(table, codes)
    rows, warnings = table.rows, []
    if missing:
        lost = sum(table.counts[key] for key in missing)
        rows -= lost
        where, key = table.first(missing)
        k = next(k for k, text in enumerate(table.texts(key)) if codes[k].places[text] is None)
        shown = table.texts(key)[k].strip() or "empty"
        if not (drop_missing and rows):
            advice = "fill it in, or leave such rows out with --drop-missing." if rows else "no row is left."
            raise InputError(
                f"{table.path}, {where}: {table.columns[k]} is {shown}, a missing value ({lost} of {table.rows} rows have "
                f"one): {advice}"
            )
        warnings.append(f"{lost} of {table.rows} rows have a missing value and are left out, the first in {where}.")
    values = {name: tuple(code.values) for name, code in zip(names, codes, strict=True)}
    for k, name in enumerate(names):
        used = {cell[k] for cell in islice(cells, 2)} if len(values[name]) < 3 else {0, 1}
        if len(used) == 1 and rows > 1:
            value = values[name][used.pop()]
            warnings.append(f"column {table.columns[k]} is constant: every row is {value}; no spread can be estimated.")
    if rows == 1:
        warnings.append("there is one row only; no spread can be estimated.")
    warnings += [
        f"column {name} looks like counts and is not used: where a row stands for so many, say --weights {name}."
        for name in table.counting
        if weights is None
    ]
    data = Data(family, path, table.columns, rows, values, cells, given, tuple(warnings), weighed)
    _adds_up(data, table, codes)
    return data


def _weighted(table: Table, kind: str) -> tuple[Table, Weights]:
    """A table whose last column holds weights as one without it, in which every row stands as often as it weighs.

    Raises InputError where a weight is no number, is negative, or no whole number where it is a frequency, or all are 0.
    """
    if kind not in KINDS:
        raise InputError(f"--weights-kind {kind}: weights are of the kind {' or '.join(KINDS)}.")
    *columns, name = table.columns
    need = "a whole number >= 0" if kind == "frequency" else "a number >= 0"
    sizes: dict[str, fmpq] = {}
    wrong: dict[str, str] = {}
    for text in dict.fromkeys(key[-1] for key in table.counts):
        plain = text.strip()
        try:
            size = sizes[text] = number(plain)
        except NotANumber as reason:
            wrong[text] = "a weight is missing" if plain.casefold() in MISSING else str(reason)
            continue
        if size < 0 or (kind == "frequency" and size.q != 1):
            wrong[text] = f"{plain} is no {'weight' if size < 0 or kind == 'importance' else 'frequency'}"
    if wrong:
        where, key = table.first(_Having(table, len(columns), wrong))
        what = wrong[key[-1]]
        other = ", or say --weights-kind importance" if "no frequency" in what else ""
        raise InputError(
            f"{table.path}, {where}: {name}: {what}{_many(wrong)}: a weight is {need}, and 0 leaves a row out{other}."
        )
    totals: dict[Key, fmpq] = {}
    records = 0
    for key, times in table.counts.items():
        if size := sizes[key[-1]]:
            rest = key[0] if len(columns) == 1 else key[:-1]
            totals[rest] = totals.get(rest, 0) + size * times
            records += times
    if not totals:
        raise InputError(f"{table.path}: every weight in {name} is 0: no row is left.")
    unit = fmpq(1)
    if kind == "importance":
        below = lcm(*(int(total.q) for total in totals.values()))
        unit = fmpq(gcd(*(int(total.p) * (below // int(total.q)) for total in totals.values())), below)
    counts = {key: int((total / unit).p) for key, total in totals.items()}
    made = Table(table.path, tuple(columns), sum(counts.values()), counts, table.separator)
    return made, Weights(name, kind, records, unit)


def _cells(table: Table, codes: Sequence[_Code]) -> tuple[dict[Cell, int], set[Key]]:
    """The rows in code and how often each occurs; the keys of those with a missing value."""
    several = len(codes) > 1
    texts = [map(itemgetter(k), table.counts) if several else iter(table.counts) for k in range(len(codes))]
    found: Any = zip(
        *(map(code.places.__getitem__, column) for code, column in zip(codes, texts, strict=True)), strict=True
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


def constants(family: Family, known: Mapping[str, fmpq], complete: bool = True) -> dict[str, fmpq]:
    """The values of the known constants, each in its domain, and `complete`. Raises InputError."""
    declared = {str(p.name): p for p in family.known}
    for name, value in known.items():
        if name not in declared:
            names = ", ".join(declared) or "none"
            raise InputError(f"--known {name}={value}: {family} has no such constant (its known constants: {names}).")
        if not inside(declared[name].domain, value):
            raise InputError(f"--known {name}={value}: {family} takes {name} in {declared[name].domain}.")
    for name, p in declared.items():
        if complete and name not in known and p.domain.hull is not None:
            raise InputError(f"{family} takes {name} in {p.domain} as known: give its value with --known {name}=VALUE.")
    return dict(known)


@dataclass(frozen=True, slots=True)
class _Code:
    """The different values of a column, and the place of each text's value among them; None where the text is missing."""

    values: list[Any]
    places: dict[str, int | None]


def _coded(family: Family, table: Table, k: int, domain: Domain) -> _Code:
    """Column k in code. Raises InputError where a value is no number, or lies outside the domain."""
    texts: Iterable[str] = table.counts if len(table.columns) == 1 else dict.fromkeys(key[k] for key in table.counts)
    if domain.hull is None:
        labels = sorted({t for text in texts if (t := text.strip()).casefold() not in MISSING})
        order = {label: place for place, label in enumerate(labels)}
        return _Code(labels, {text: order.get(text.strip()) for text in texts})
    plain = [text for text in texts if len(text) <= LARGEST and PLAIN.fullmatch(text)]  # no two of them have one value
    code = _Code(list(map(_exact, plain)), dict(zip(plain, count())))
    other = [text for text in texts if text not in code.places]
    wrong = _others(code, other)
    if wrong:
        where, key = table.first(_Having(table, k, wrong))
        raise InputError(f"{table.path}, {where}: {table.columns[k]}: {wrong[table.texts(key)[k]]}{_many(wrong)}.")
    outside = _outside(domain, code.values)
    if outside:
        strange = {text for text, place in code.places.items() if place in outside}
        where, key = table.first(_Having(table, k, strange))
        raise InputError(
            f"{table.path}, {where}: {table.columns[k]} = {table.texts(key)[k].strip()} lies outside the support {domain} of "
            f"{family}{_many(strange)}: mend it, or choose a family or a column that fits."
        )
    return code


def _others(code: _Code, texts: Iterable[str]) -> dict[str, str]:
    """Code the texts that are not plain, such as 1.50, +2 or 1e3. What is wrong with those that are no number."""
    written: dict[str, int] = {}
    wrong: dict[str, str] = {}
    for text in texts:
        plain = text.strip()
        if "." in plain and not plain.endswith((".", "+", "-")):
            plain = plain.rstrip("0").rstrip(".") if plain.isascii() and "e" not in plain.casefold() else plain
        try:
            value = number(plain)
        except NotANumber as reason:
            if plain.casefold() in MISSING:
                code.places[text] = None
            else:
                wrong[text] = str(reason)
            continue
        plain = plain if PLAIN.fullmatch(plain) else _plain(value)
        place = code.places.get(plain, written.get(plain))
        if place is None:
            place = written[plain] = len(code.values)
            code.values.append(value)
        code.places[text] = place
    return wrong


def _plain(value: fmpq) -> str:
    """The plain numeral of a value; p/q where it has none."""
    p, q = int(value.p), int(value.q)
    twos = (q & -q).bit_length() - 1
    rest, fives = q >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{p}/{q}"
    places = max(twos, fives)
    digits = str(abs(p) * 10**places // q).rjust(places + 1, "0")
    return ("-" if p < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


class _Having(Container[Key]):
    """The keys of a table whose text in column k is one of some texts."""

    def __init__(self, table: Table, k: int, texts: Container[str]) -> None:
        self.table, self.k, self.texts = table, k, texts

    def __contains__(self, key: object) -> bool:
        return self.table.texts(key)[self.k] in self.texts


def _many(things: Sized) -> str:
    return f" ({len(things)} different such values)" if len(things) > 1 else ""


def _outside(domain: Domain, values: Sequence[fmpq]) -> set[int | None]:
    """The places of the values that are no members of a domain."""
    test = _membership(domain)
    if not values or (isinstance(domain, RealInterval) and test(min(values)) and test(max(values))):
        return set()
    return {place for place, value in enumerate(values) if not test(value)}


def _adds_up(data: Data, table: Table, codes: Sequence[_Code]) -> None:
    """The variables of every row add up to the family's total. Raises InputError."""
    family = data.family
    if family.total is None:
        return
    total = Expression(family.total, Context()).value(data.instance(), 0)
    columns = [data.values[str(s.column.name)] for s in family.variables]
    sums = {cell: sum(map(getitem, columns, cell), start=fmpq(0)) for cell in data.cells}
    wrong: dict[Any, fmpq] = {cell: found for cell, found in sums.items() if found != total}
    if wrong:
        coded = {k: tuple([c.places[t] for c, t in zip(codes, table.texts(k), strict=True)]) for k in table.counts}
        where, key = table.first({key for key, cell in coded.items() if cell in wrong})
        names = ", ".join(table.columns[: len(family.variables)])
        raise InputError(
            f"{table.path}, {where}: {names} add up to {wrong[coded[key]]}, but {family} needs {family.total} = {total}."
        )


@singledispatch
def _membership(domain: Domain) -> Callable[[fmpq], bool]:
    """Whether a number belongs to a domain."""
    raise InputError(f"no number is a member of {domain}.")


@_membership.register
def _(domain: FiniteSet) -> Callable[[fmpq], bool]:
    members = {rational(v) for v in domain.values}
    return lambda value: value in members


@_membership.register
def _(domain: Integers) -> Callable[[fmpq], bool]:
    within = _membership(domain.hull)
    return lambda value: value.q == 1 and within(value)


@_membership.register
def _(domain: RealInterval) -> Callable[[fmpq], bool]:
    lower = None if domain.lower == -INFINITY else rational(domain.lower)
    upper = None if domain.upper == INFINITY else rational(domain.upper)
    above, below = bool(domain.lower_closed), bool(domain.upper_closed)
    return lambda value: (
        (lower is None or value > lower or (above and value == lower))
        and (upper is None or value < upper or (below and value == upper))
    )


def inside(domain: Domain, value: fmpq) -> bool:
    """Is a rational number a member of a domain of numbers?"""
    return _membership(domain)(value)
