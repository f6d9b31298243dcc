"""Functions of PyTorch tensors: derivatives by autograd, one row a call.

A class of distributions with `log_prob` is its negative log-density, called with `value` and the parameters.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from properties.conformance.calling import Adapter, BatchAdapter, Batched, Implementation, Observed, each
from properties.conformance.log_prob import constructor, loss_of
from properties.conformance.reference import Role

PRECEDENCE = 3
VALUED, ORDERS = True, 2


def owns(function: Callable[..., Any]) -> bool:
    home = str(getattr(function, "__module__", "") or "").partition(".")[0]
    return "torch" in sys.modules and (home == "torch" or type(function).__module__.startswith("torch"))


def arguments(function: Any) -> tuple[str, ...] | None:
    return constructor(function)


def observer(implementation: Implementation) -> Adapter:
    import torch  # type: ignore[import-not-found,unused-ignore]

    function, sign = loss_of(implementation.function), implementation.sign
    reading, bound = implementation.reading, implementation.reading.bound
    moving = [i.name for i in bound.inputs if i.role is Role.PREDICTION]
    labels = {i.name for i in bound.inputs if i.role is Role.DATUM and i not in bound.smooth}
    order, dtype = implementation.derivatives, getattr(torch, implementation.kind)

    def one(point: Mapping[str, float]) -> Observed:
        leaves = {n: torch.tensor(x, dtype=dtype, requires_grad=n in moving) for n, x in point.items()}
        arguments: dict[str, Any] = {}
        for name, numbers in reading.arguments.items():
            parts = torch.stack([leaves[n] for n in numbers])
            whole = parts.unsqueeze(0) if name in reading.vectors else parts
            arguments[name] = whole.detach().long() if name in labels and bound.classes else whole
        value = sign * function(**arguments, **implementation.given).sum()
        gradient: dict[str, float] | None = None
        hessian: dict[tuple[str, str], float] | None = None
        if order and value.requires_grad:
            at = [leaves[n] for n in moving]
            slopes = torch.autograd.grad(value, at, create_graph=order > 1, allow_unused=True, materialize_grads=True)
            gradient = {n: float(s.detach()) for n, s in zip(moving, slopes, strict=True)}
            if order > 1:
                hessian = {}
                for i, (n, s) in enumerate(zip(moving, slopes, strict=True)):
                    row: Sequence[Any] = [torch.zeros(())] * len(at)
                    if s.requires_grad:
                        row = torch.autograd.grad(s, at, retain_graph=True, allow_unused=True, materialize_grads=True)
                    hessian |= {(n, moving[j]): float(row[j].detach()) for j in range(i, len(at))}
        return Observed(float(value.detach()), gradient, hessian)

    return lambda points: each(one, points)


def on_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of tensors as one of float64 arrays of NumPy."""
    import torch

    return lambda *columns: function(*(torch.tensor(c, dtype=torch.float64) for c in columns)).numpy()


def batch(implementation: Implementation) -> BatchAdapter:
    import torch

    function, sign = loss_of(implementation.function), implementation.sign
    reading, bound = implementation.reading, implementation.reading.bound
    moving = [i.name for i in bound.predictions]
    labels = {i.name for i in bound.inputs if i.role is Role.DATUM and i not in bound.smooth}
    order, dtype = implementation.derivatives, getattr(torch, implementation.kind)

    def several(points: Sequence[Mapping[str, float]]) -> Batched:
        leaves = {
            i.name: torch.tensor([p[i.name] for p in points], dtype=dtype, requires_grad=i.name in moving)
            for i in bound.inputs
        }
        arguments: dict[str, Any] = {}
        for name, numbers in reading.arguments.items():
            columns = [leaves[n] for n in numbers]
            whole = torch.stack(columns, dim=1) if name in reading.vectors else columns[0]
            arguments[name] = whole.detach().long() if name in labels and bound.classes else whole
        values = sign * function(**arguments, **implementation.given)
        total = values.sum()
        gradient: dict[str, tuple[float, ...]] | None = None
        hessian: dict[tuple[str, str], tuple[float, ...]] | None = None
        if order and total.requires_grad:
            at = [leaves[n] for n in moving]
            slopes = torch.autograd.grad(total, at, create_graph=order > 1, allow_unused=True, materialize_grads=True)
            gradient = {n: tuple(s.detach().tolist()) for n, s in zip(moving, slopes, strict=True)}
            if order > 1:
                hessian = {}
                for i, (n, s) in enumerate(zip(moving, slopes, strict=True)):
                    row: Sequence[Any] = [torch.zeros(len(points))] * len(at)
                    if s.requires_grad:
                        row = torch.autograd.grad(
                            s.sum(), at, retain_graph=True, allow_unused=True, materialize_grads=True
                        )
                    hessian |= {(n, moving[j]): tuple(row[j].detach().tolist()) for j in range(i, len(at))}
        flat = values.detach().reshape(-1).tolist()
        return Batched(tuple(values.shape), tuple(map(float, flat)), gradient, hessian)

    return several
