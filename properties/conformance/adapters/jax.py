"""Functions of JAX arrays: derivatives by `jax.grad` and `jax.hessian`, all points in one call. 64 bits are switched on.

A function is traced once for each of a few numbers of points, and what was traced is run operation by operation, as a call
without `jax.jit` runs it: to the last bit what such a call gives. Where it cannot be traced so, it is called each time.

A class of distributions with `log_prob` is its negative log-density, called with `value` and the parameters.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from properties.conformance.calling import Adapter, BatchAdapter, Batched, Implementation, Observed, told, uses
from properties.conformance.made import loss_of, made
from properties.conformance.reference import Role

PRECEDENCE = 3
VALUED, ORDERS = True, 2
TRACED = True  # by `vmap`
SIZE = 1024  # rows of a call, or a power of it: what is compiled for it serves the next call and the next callable too
PACKAGES = ("jax", "optax", "numpyro", "distrax", "flax")
OPTIONAL = ("probs", "logits", "loc", "scale", "rate", "total_count", "concentration", "df", "quantile")


def owns(function: Callable[..., Any]) -> bool:
    return "jax" in sys.modules and uses(function, PACKAGES)


def arguments(function: Any) -> tuple[str, ...] | None:
    found = made(function)
    return None if found is None else found.arguments


def observer(implementation: Implementation) -> Adapter:
    """How it is called: for all points at once, differentiated in the predictions alone."""
    import jax
    import numpy

    if implementation.kind == "float64":
        jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call,unused-ignore]
    function, sign = loss_of(implementation.function, implementation.given), implementation.sign
    reading, bound = implementation.reading, implementation.reading.bound
    names = [i.name for i in bound.inputs]
    moving = [k for k, i in enumerate(bound.inputs) if i.role is Role.PREDICTION]
    labels = (
        {i.name for i in bound.inputs if i.role is Role.DATUM and i not in bound.smooth} if bound.classes else set()
    )
    order = implementation.derivatives
    fixed = [k for k in range(len(names)) if k not in moving]
    places = {k: (0, moving.index(k)) if k in moving else (1, fixed.index(k)) for k in range(len(names))}

    def one(*row: Any) -> Any:  # what moves, in which alone it is differentiated, and what does not
        arguments: dict[str, Any] = {}
        for name, numbers in reading.arguments.items():
            parts = [row[part][place] for part, place in (places[names.index(n)] for n in numbers)]
            whole = jax.numpy.stack(parts) if name in reading.vectors else parts[0]
            arguments[name] = whole.astype(int) if name in labels else whole
        return sign * jax.numpy.reshape(function(**arguments), ())

    value, slope, curve = (traced(jax.vmap(f)) for f in (one, jax.grad(one), jax.hessian(one)))

    def observe(points: Sequence[Mapping[str, float]]) -> list[Observed]:
        if not points:
            return []
        size = next(SIZE**k for k in count(1) if SIZE**k >= len(points))
        listed = numpy.array([[p[n] for n in names] for p in points], dtype=implementation.kind)
        rows = numpy.concatenate([listed, listed[-1:].repeat(size - len(points), axis=0)])
        parts = rows[:, moving], rows[:, fixed]
        try:
            values = value(*parts)
        except Exception as error:  # all points are in one call
            return [Observed(math.nan, raised=told(error))] * len(points)
        try:
            slopes = slope(*parts) if order else None
            curves = curve(*parts) if order > 1 else None
        except Exception as error:
            return [Observed(math.nan, raised=f"in its derivatives, {told(error)}")] * len(points)
        found = []
        for r in range(len(points)):
            gradient = None if slopes is None else {names[k]: slopes[r][n] for n, k in enumerate(moving)}
            hessian = None
            if curves is not None:
                pairs = [(i, j) for i in range(len(moving)) for j in range(i, len(moving))]
                hessian = {(names[moving[i]], names[moving[j]]): curves[r][i][j] for i, j in pairs}
            found.append(Observed(values[r], gradient, hessian))
        return found

    return observe


def traced(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of arrays as one that is traced once for each number of rows, and returns nested lists."""
    import jax

    known: dict[int, Any] = {}  # None where it cannot be traced with all that it makes abstract, and a call decides

    def called(*parts: Any) -> Any:
        parts, size = tuple(map(jax.numpy.asarray, parts)), len(parts[0])
        if size not in known:
            try:
                known[size] = jax.make_jaxpr(function)(*parts)
            except Exception:
                known[size] = None
        found = known[size]
        (numbers,) = (function(*parts),) if found is None else jax.core.eval_jaxpr(found.jaxpr, found.consts, *parts)
        return numbers.tolist()

    return called


def on_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of JAX arrays, compiled, as one of float64 arrays of NumPy."""
    import jax
    import numpy

    def at(*columns: Any) -> Any:
        with jax.enable_x64(True):
            return numpy.asarray(jax.jit(function)(*(numpy.asarray(c, dtype=float) for c in columns)))

    return at


def batch(implementation: Implementation) -> BatchAdapter:
    import jax

    numpy = jax.numpy
    function, sign = loss_of(implementation.function, implementation.given), implementation.sign
    reading, bound = implementation.reading, implementation.reading.bound
    names, moving = [i.name for i in bound.inputs], [i.name for i in bound.predictions]
    labels = (
        {i.name for i in bound.inputs if i.role is Role.DATUM and i not in bound.smooth} if bound.classes else set()
    )
    order = implementation.derivatives

    places = [names.index(n) for n in moving]

    def values(moved: Any, rows: Any) -> Any:  # what moves, in which alone it is differentiated, and all
        arguments: dict[str, Any] = {}
        for name, numbers in reading.arguments.items():
            columns = [moved[:, moving.index(n)] if n in moving else rows[:, names.index(n)] for n in numbers]
            whole = numpy.stack(columns, axis=1) if name in reading.vectors else columns[0]
            arguments[name] = whole.astype(int) if name in labels else whole
        return sign * numpy.asarray(function(**arguments))

    def total(moved: Any, rows: Any) -> Any:
        return values(moved, rows).sum()

    def several(points: Sequence[Mapping[str, float]]) -> Batched:
        shape = (len(points), len(names))
        rows = numpy.asarray([[p[n] for n in names] for p in points], dtype=implementation.kind).reshape(shape)
        found = values(rows[:, places], rows)
        gradient = None
        if (
            order and points
        ):  # the Hessian is that of the gradient: each further derivative of several rows is compiled anew
            slopes = jax.grad(total)(rows[:, places], rows)
            gradient = {n: tuple(slopes[:, moving.index(n)].tolist()) for n in moving}
        return Batched(tuple(found.shape), tuple(map(float, found.reshape(-1).tolist())), gradient)

    return several
