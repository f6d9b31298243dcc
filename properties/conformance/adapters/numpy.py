"""Functions on NumPy arrays: they return values, or values with gradient and Hessian in the predictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from properties.conformance.calling import Adapter, BatchAdapter, Batched, Implementation, Observed, each, number
from properties.conformance.made import by_name, called_with
from properties.conformance.reference import Role
from properties.errors import InputError

PRECEDENCE = 0  # it takes what no other adapter knows
VALUED, ORDERS = True, None  # as many as it returns


def owns(function: Callable[..., Any]) -> bool:
    return callable(function)


def arguments(function: Callable[..., Any]) -> tuple[str, ...] | None:
    """Of a function that takes no names, such as the universal functions: those of its documentation."""
    return called_with(function) if by_name(function) is not function else None


def observer(implementation: Implementation) -> Adapter:
    import numpy  # noqa: F401  # missing, it is told before anything is called

    moving = [i.name for i in implementation.reading.bound.predictions]
    return lambda points: each(lambda point: _read(_called(implementation, [point]), implementation, moving), points)


def batch(implementation: Implementation) -> BatchAdapter:
    moving = [i.name for i in implementation.reading.bound.predictions]
    return lambda points: rows_of(_called(implementation, points), implementation, moving, len(points))


def _called(implementation: Implementation, points: Sequence[Mapping[str, float]]) -> Any:
    """What it returns for some rows. Raises InputError where it changes its arguments."""
    import numpy

    reading, bound = implementation.reading, implementation.reading.bound
    labels = {i.name for i in bound.inputs if i.role is Role.DATUM and i not in bound.smooth}
    arguments: dict[str, Any] = {}
    for name, numbers in reading.arguments.items():
        values = [[point[n] for n in numbers] for point in points]
        dtype = "int64" if name in labels and bound.classes else implementation.kind
        shape = (len(points), len(numbers)) if name in reading.vectors else (len(points),)
        arguments[name] = numpy.asarray(values, dtype=dtype).reshape(shape)
    before = {name: array.copy() for name, array in arguments.items()}
    with numpy.errstate(all="ignore"):
        returned = by_name(implementation.function)(**arguments, **implementation.given)
    changed = [n for n, array in arguments.items() if not numpy.array_equal(array, before[n], equal_nan=True)]
    if changed:
        raise InputError(f"{implementation.name} changes its argument {changed[0]}: a loss leaves its inputs alone.")
    return returned


def rows_of(returned: Any, implementation: Implementation, moving: Sequence[str], count: int) -> Batched:
    """What came back of several rows: the values, or a tuple of them with gradient and Hessian, where rows can be told."""
    import numpy

    parts = returned if isinstance(returned, tuple) else (returned,)
    sign, size = implementation.sign, len(moving)
    values = sign * numpy.asarray(parts[0], dtype=float)
    slopes = curves = None
    unread = ""
    if len(parts) > 1 and implementation.derivatives:
        slopes = _by_row(parts[1], count, (size,))
        unread = "" if slopes is not None else f"its gradient has the shape {numpy.shape(parts[1])}"
    if len(parts) > 2 and implementation.derivatives > 1:
        curves = _by_row(parts[2], count, (size, size))
        if curves is None and size > 1:
            diagonal = _by_row(parts[2], count, (size,))
            curves = None if diagonal is None else [numpy.diag(row) for row in diagonal]
        unread = unread if unread or curves is not None else f"its Hessian has the shape {numpy.shape(parts[2])}"
    gradient = hessian = None
    if slopes is not None:
        gradient = {m: tuple(float(sign * row[k]) for row in slopes) for k, m in enumerate(moving)}
    if curves is not None:
        pairs = [(i, j) for i in range(size) for j in range(size)]  # both halves: they may differ
        hessian = {(moving[i], moving[j]): tuple(float(sign * row[i][j]) for row in curves) for i, j in pairs}
    return Batched(values.shape, tuple(map(float, values.reshape(-1))), gradient, hessian, unread=unread)


def _by_row(returned: Any, count: int, entry: tuple[int, ...]) -> Any:
    """An array by rows: of the shape (rows, *entry), (*entry, rows), or of the rows alone where an entry is one number."""
    import numpy

    array = numpy.asarray(returned, dtype=float)
    if array.shape == (count, *entry):
        return array
    if array.shape == (*entry, count):
        return numpy.moveaxis(array, -1, 0)
    alone = array.ndim > 0 and array.shape[0] == count == array.size and set(entry) == {1}
    return array.reshape(count, *entry) if alone else None


def _read(returned: Any, implementation: Implementation, moving: Sequence[str]) -> Observed:
    import numpy

    parts = returned if isinstance(returned, tuple) else (returned,)
    sign, name = implementation.sign, implementation.name
    value = numpy.asarray(parts[0])
    if value.size != 1:
        raise InputError(
            f"{name}: for one row it returned an array of shape {value.shape}; a loss gives one number a row."
        )
    gradient = hessian = None
    if len(parts) > 1 and implementation.derivatives:
        slopes = numpy.asarray(parts[1]).reshape(-1)
        if slopes.size != len(moving):
            raise InputError(f"{name}: its gradient has {slopes.size} entries for the predictions {', '.join(moving)}.")
        gradient = {m: sign * number(g, f"{name}, of its gradient") for m, g in zip(moving, slopes, strict=True)}
    if len(parts) > 2 and implementation.derivatives > 1:
        table = numpy.asarray(parts[2]).reshape(-1)
        size = len(moving)
        if table.size == size * size:
            hessian = {
                (moving[i], moving[j]): sign * number(table[i * size + j], f"{name}, of its Hessian")
                for i in range(size)
                for j in range(size)
            }
        elif table.size == size:
            hessian = {(m, m): sign * number(h, f"{name}, of its Hessian") for m, h in zip(moving, table, strict=True)}
        else:
            raise InputError(f"{name}: its Hessian has {table.size} entries for the predictions {', '.join(moving)}.")
    return Observed(sign * number(value.reshape(())[()], name), gradient, hessian, dtype=str(value.dtype))


def on_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function on arrays as one of float64 arrays of NumPy."""
    return function
