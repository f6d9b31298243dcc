"""Functions on NumPy arrays: they return values, or values with gradient and Hessian in the predictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from properties.conformance.calling import Adapter, Implementation, Observed, each, number
from properties.conformance.reference import Role
from properties.errors import InputError

PRECEDENCE = 0  # it takes what no other adapter knows
VALUED, ORDERS = True, None  # as many as it returns


def owns(function: Callable[..., Any]) -> bool:
    return callable(function)


def observer(implementation: Implementation) -> Adapter:
    import numpy

    reading, kind = implementation.reading, implementation.kind
    bound = reading.bound
    moving = [i.name for i in bound.inputs if i.role is Role.PREDICTION]
    labels = {i.name for i in bound.inputs if i.role is Role.DATUM and i not in bound.smooth}

    def one(point: Mapping[str, float]) -> Observed:
        arguments: dict[str, Any] = {}
        for name, numbers in reading.arguments.items():
            values = [point[n] for n in numbers]
            dtype = "int64" if name in labels and bound.classes else kind
            array = numpy.asarray([values] if name in reading.vectors else values, dtype=dtype)
            arguments[name] = array
        before = {name: array.copy() for name, array in arguments.items()}
        with numpy.errstate(all="ignore"):
            returned = implementation.function(**arguments, **implementation.given)
        changed = [n for n, array in arguments.items() if not numpy.array_equal(array, before[n], equal_nan=True)]
        if changed:
            raise InputError(
                f"{implementation.name} changes its argument {changed[0]}: a loss leaves its inputs alone."
            )
        return _read(returned, implementation, moving)

    return lambda points: each(one, points)


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
        gradient = {m: sign * number(g, name) for m, g in zip(moving, slopes, strict=True)}
    if len(parts) > 2 and implementation.derivatives > 1:
        table = numpy.asarray(parts[2]).reshape(-1)
        size = len(moving)
        if table.size == size * size:
            hessian = {
                (moving[i], moving[j]): sign * number(table[i * size + j], name)
                for i in range(size)
                for j in range(i, size)
            }
        elif table.size == size:
            hessian = {(m, m): sign * number(h, name) for m, h in zip(moving, table, strict=True)}
        else:
            raise InputError(f"{name}: its Hessian has {table.size} entries for the predictions {', '.join(moving)}.")
    return Observed(sign * number(value.reshape(()), name), gradient, hessian)


def on_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function on arrays as one of float64 arrays of NumPy."""
    return function
