"""Columns of arrays, lists and data frames as a table of exact values. No library of theirs is imported: they are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from properties.data.tables import CHUNK, COUNTING, PYTHON, Key, Table, chosen, place
from properties.errors import InputError


class Truth(str):
    """The text of a truth value: in a dictionary True and 1 are one key, and they are not the same datum."""

    __slots__ = ()


TRUE, FALSE = Truth("True"), Truth("False")
LISTING = ("to_pylist", "to_list", "tolist")  # of Arrow, of polars and pandas, of NumPy and many others


def collected(data: Any, columns: Sequence[str] = (), *, wanted: Sequence[str] = ("x",), weights: Any = None) -> Table:
    """Columns of data in memory, counted.

    Arguments: `data`, one of: a column (a list or another iterable of numbers or labels, an array of one dimension, a series
    of pandas or polars); rows (an array of two dimensions, a list of tuples); named columns (a mapping, a data frame of
    pandas or polars, a table of Arrow, a structured array). `columns`, by their names, may be left out where there are as
    many as are `wanted`, the names that columns without names are given; `weights`, the name of a column of weights, or the
    column itself: it becomes the last one. Floats stand for the binary fractions that they are. Raises InputError for what
    has no columns, and for columns of different lengths.
    """
    path = f"the {_kind(data)}"
    named = _columns(path, data, wanted)
    besides: tuple[str, ...] = ()
    if weights is not None:
        name = weights if isinstance(weights, str) else "weights"
        if not isinstance(weights, str):
            named = {**named, name: _cells(path, weights)}
        besides = (name,)
    names = chosen(path, list(named), columns, besides, len(wanted), PYTHON)
    cells = [named[list(named)[place(path, list(named), name)]] for name in names]
    lengths = {len(column) for column in cells}
    if len(lengths) > 1:
        each = ", ".join(f"{name} has {len(column)}" for name, column in zip(names, cells, strict=True))
        raise InputError(f"{path}: its columns differ in length: {each}.")
    if lengths == {0}:
        raise InputError(f"{path} holds no row: at least one row of data is needed.")

    def keys() -> Iterator[Key]:
        return iter(cells[0]) if len(cells) == 1 else zip(*cells, strict=True)

    def walk() -> Iterator[tuple[str, Key]]:
        return ((f"row {k} (index {k - 1})", key) for k, key in enumerate(keys(), 1))

    try:
        counts = dict(Counter(keys()))
    except TypeError as error:
        raise InputError(f"{path}: its cells are neither numbers nor labels: {error}.") from None
    unused = [name for name in named if name not in names and name.casefold() in COUNTING]
    counting = tuple(name for name in unused if all(map(_count, islice(named[name], CHUNK))))
    return Table(path, names, lengths.pop(), counts, counting, walk)


def _kind(data: Any) -> str:
    name = getattr(data, "name", None)
    return type(data).__name__ + (f" {name}" if isinstance(name, str) else "")


def _count(cell: Any) -> bool:
    return isinstance(cell, int) and cell >= 0


def _columns(path: str, data: Any, wanted: Sequence[str]) -> dict[str, list[Any]]:
    """The columns by their names; those without names are given those that are wanted."""
    names = None
    if isinstance(data, Mapping):
        names, columns = list(data), list(data.values())
    elif hasattr(data, "columns") and hasattr(data, "__getitem__"):  # a data frame, or a table of Arrow
        names = list(getattr(data, "column_names", data.columns))
        columns = [data[name] for name in names]
    elif getattr(getattr(data, "dtype", None), "names", None):  # a structured array
        names = list(data.dtype.names)
        columns = [data[name] for name in names]
    if names is not None:
        shown = [str(name).strip() for name in names]
        if twice := [name for name, times in Counter(shown).items() if times > 1]:
            raise InputError(f"{path}: several columns are called {twice[0]!r}: rename all but one.")
        return {name: _cells(path, column) for name, column in zip(shown, columns, strict=True)}
    cells = _cells(path, data)
    if not cells or not isinstance(cells[0], list | tuple):
        name = getattr(data, "name", None)
        return {name if isinstance(name, str) and name.strip() else wanted[0]: cells}
    width = len(cells[0])
    for k, row in enumerate(cells, 1):
        if not isinstance(row, list | tuple) or len(row) != width:
            raise InputError(f"{path}, row {k} (index {k - 1}): the rows before it have {width} cells: mend it.")
    names = list(wanted) if width == len(wanted) else [str(k) for k in range(1, width + 1)]
    return {name: _cells(path, column) for name, column in zip(names, zip(*cells, strict=True), strict=True)}


def _cells(path: str, column: Any) -> list[Any]:
    """The cells of a column as Python's own values: None where one is missing, a text where it is a truth value."""
    listing = next((found for name in LISTING if callable(found := getattr(column, name, None))), None)
    if listing is None and callable(getattr(column, "__array__", None)):
        listing = column.__array__().tolist
    if isinstance(column, str | bytes) or (listing is None and not isinstance(column, Iterable)):
        raise InputError(
            f"{path} is no column of numbers or labels, nor a table of them: give a list, an array or a frame."
        )
    found = list(column) if listing is None else listing()
    if not isinstance(found, list):
        raise InputError(f"{path} is a single number: give a list, an array or a frame.")
    kinds = set(map(type, found))
    if kinds == {float}:
        return [c if c == c else None for c in found]
    return found if kinds <= {int, str} else [_own(c) for c in found]


def _own(cell: Any) -> Any:
    if type(cell).__module__ == "numpy" and getattr(cell, "shape", None) == ():
        cell = cell.item()
    if cell is True or cell is False:
        return TRUE if cell else FALSE
    return None if isinstance(cell, float) and cell != cell else cell
