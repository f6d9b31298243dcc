"""Functions of PyTorch tensors: derivatives by autograd, many rows a call where that gives the same as one row a call.

A class of distributions with `log_prob` is its negative log-density, called with `value` and the parameters; a loss of
`torch.nn` is made with what its constructor takes, and called with the rest.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from properties.conformance.calling import Adapter, BatchAdapter, Batched, Implementation, Observed, each, shown, uses
from properties.conformance.made import called_with, loss_of, made, plain_numbers, takes
from properties.conformance.reference import Role
from properties.errors import InputError

PRECEDENCE = 3
VALUED, ORDERS = True, 2
OPTIONAL = ("probs", "logits", "loc", "scale", "rate", "total_count", "delta", "beta", "eps", "quantile")
ALIKE = 1e-3  # relative: rows that are called together and alone may be rounded in other ways, no more


def owns(function: Callable[..., Any]) -> bool:
    return "torch" in sys.modules and uses(function, ("torch", "pyro"))


def arguments(function: Any) -> tuple[str, ...] | None:
    found = made(function)
    if found is not None:
        return found.arguments
    forward = getattr(function, "forward", None)  # of an object of torch.nn, whose own signature tells nothing
    return None if forward is None else called_with(forward)


def observer(implementation: Implementation) -> Adapter:
    whole, given = implementation.function, implementation.given
    alone = _rows(implementation, loss_of(whole, given))
    rowwise = {"reduction": "none"} | dict(given) if takes(whole, "reduction") else given
    together = _rows(implementation, loss_of(whole, rowwise))
    plain = sorted(_plain(implementation))

    def one(point: Mapping[str, float]) -> Observed:
        return _split(implementation, alone([point]), 1)[0]

    def several(points: Sequence[Mapping[str, float]]) -> list[Observed]:
        """Those rows that can be called together are; where one raises, the others are still called."""
        if len(points) < 3:
            return each(one, points)
        try:
            found = _split(implementation, together(points), len(points))
        except InputError:  # it gives one number for all rows
            return each(one, points)
        except Exception:
            half = len(points) // 2
            return [*several(points[:half]), *several(points[half:])]
        ends = each(one, (points[0], points[-1]))
        if not all(map(_alike, ends, (found[0], found[-1]))):  # rows have to do with each other
            return each(one, points)
        return found

    def observe(points: Sequence[Mapping[str, float]]) -> list[Observed]:
        groups: dict[tuple[float, ...], list[int]] = {}
        for k, point in enumerate(points):
            groups.setdefault(tuple(point[n] for n in plain), []).append(k)
        found: dict[int, Observed] = {}
        for places in groups.values():
            found |= dict(zip(places, several([points[k] for k in places]), strict=True))
        return [found[k] for k in range(len(points))]

    return observe


def batch(implementation: Implementation) -> BatchAdapter:
    return _rows(implementation, loss_of(implementation.function, implementation.given))


def on_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of tensors as one of float64 arrays of NumPy."""
    import torch

    return lambda *columns: function(*(torch.tensor(c, dtype=torch.float64) for c in columns)).numpy()


def _plain(implementation: Implementation) -> frozenset[str]:
    """The numbers that are given as numbers, not as tensors, since their argument is annotated so."""
    arguments = implementation.reading.arguments
    return frozenset(n for name in plain_numbers(implementation.function) for n in arguments.get(name, ()))


def _rows(implementation: Implementation, loss: Callable[..., Any]) -> BatchAdapter:
    """What a loss gives for several rows in one call."""
    import torch  # type: ignore[import-not-found,unused-ignore]

    reading, bound, sign = implementation.reading, implementation.reading.bound, implementation.sign
    plain = _plain(implementation)
    moving = [i.name for i in bound.predictions if i.name not in plain]
    labels = {i.name for i in bound.inputs if i.role is Role.DATUM and i not in bound.smooth}
    order, dtype = implementation.derivatives, getattr(torch, implementation.kind)

    def several(points: Sequence[Mapping[str, float]]) -> Batched:
        leaves = {
            i.name: torch.tensor([p[i.name] for p in points], dtype=dtype, requires_grad=i.name in moving)
            for i in bound.inputs
        }
        arguments: dict[str, Any] = {}
        for name, numbers in reading.arguments.items():
            if points and set(numbers) <= plain:
                shared = {point[numbers[0]] for point in points}
                if len(shared) > 1:
                    raise InputError(f"{implementation.name}: {name} is one number for all rows.")
                arguments[name] = shared.pop()
                continue
            whole = torch.stack([leaves[n] for n in numbers], -1) if name in reading.vectors else leaves[numbers[0]]
            arguments[name] = whole.detach().long() if name in labels and bound.classes else whole
        versions = {name: t._version for name, t in arguments.items() if isinstance(t, torch.Tensor)}
        returned = loss(**arguments)
        changed = [name for name, version in versions.items() if arguments[name]._version != version]
        if changed:
            raise InputError(
                f"{implementation.name} changes its argument {changed[0]}: a loss leaves its inputs alone."
            )
        if not isinstance(returned, torch.Tensor):
            raise InputError(f"{implementation.name}: it returned {shown(returned)}, which is no tensor.")
        if returned.dtype is torch.bool or returned.is_complex():
            raise InputError(f"{implementation.name}: it returned {returned.dtype} values, which are no numbers.")
        values = sign * returned
        gradient: dict[str, tuple[float, ...]] | None = None
        hessian: dict[tuple[str, str], tuple[float, ...]] | None = None
        if order and moving and points and not values.requires_grad:
            raise InputError(f"{implementation.name}: its value carries no gradient; derivatives=0 asks for none.")
        if order and values.requires_grad:
            at = [leaves[n] for n in moving]
            slopes = _slopes(torch, values, at, order > 1)
            gradient = {n: tuple(s.tolist()) for n, s in zip(moving, slopes, strict=True)}
            if order > 1:
                curves = [_slopes(torch, s, at, True) for s in slopes]
                places = [(i, j) for i in range(len(moving)) for j in range(i, len(moving))]
                hessian = {(moving[i], moving[j]): tuple(curves[i][j].tolist()) for i, j in places}
        flat = map(float, values.reshape(-1).tolist())
        return Batched(
            tuple(values.shape), tuple(flat), gradient, hessian, dtype=str(values.dtype).removeprefix("torch.")
        )

    return several


def _slopes(torch: Any, values: Any, at: Sequence[Any], again: bool) -> Sequence[Any]:
    """The derivatives of each row's value in each of the leaves: rows do not meet in the sum."""
    if not values.requires_grad:
        return [torch.zeros_like(leaf) for leaf in at]
    found: Sequence[Any] = torch.autograd.grad(
        values.sum(), at, create_graph=again, allow_unused=True, materialize_grads=True
    )
    return [torch.zeros_like(leaf) + slope for leaf, slope in zip(at, found, strict=True)]  # some hold no memory


def _split(implementation: Implementation, rows: Batched, count: int) -> list[Observed]:
    """Row by row. Raises InputError where there is not one number a row."""
    if len(rows.values) != count:
        raise InputError(f"{implementation.name}: for {count} rows it returned a tensor of shape {rows.shape}.")
    found = []
    for k, value in enumerate(rows.values):
        gradient = None if rows.gradient is None else {n: s[k] for n, s in rows.gradient.items()}
        hessian = None if rows.hessian is None else {n: s[k] for n, s in rows.hessian.items()}
        found.append(Observed(value, gradient, hessian, dtype=rows.dtype))
    return found


def _alike(one: Observed, other: Observed) -> bool:
    if one.raised or math.isnan(one.value) or math.isnan(other.value):
        return not one.raised and math.isnan(one.value) == math.isnan(other.value)
    return one.value == other.value or abs(one.value - other.value) <= ALIKE * max(abs(one.value), abs(other.value))
