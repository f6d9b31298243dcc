"""Custom objectives of boosters, such as XGBoost's and LightGBM's: `(preds, data) -> grad, hess`, one row a call.

There is no value: relation and factor are judged from the gradient. `data` has `get_label()` and `get_weight()`. A reading
names the arguments `label` and `preds`. `library="boosting"` also calls `(y_true, y_pred) -> grad, hess` on two arrays.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping, Sequence
from typing import Any

from properties.conformance.calling import Adapter, BatchAdapter, Batched, Implementation, Observed, each, number
from properties.errors import InputError

PRECEDENCE = 1
VALUED, ORDERS = False, 2  # of several classes, the diagonal of the Hessian
ROLES = ("label", "preds")
PREDICTIONS = frozenset({"preds", "predt", "pred", "y_pred", "predictions", "prediction", "score", "scores"})
HOLDERS = frozenset({"data", "dtrain", "dmatrix", "dataset", "train_data", "train_set", "train", "d"})
TARGETS = frozenset({"y", "y_true", "label", "labels", "target", "targets"})


class BoosterRows:
    """Rows as a booster hands them to an objective: their labels and weights; by default each has weight 1."""

    def __init__(self, labels: Any, weights: Any = None) -> None:
        self.label = labels
        self.weight = labels * 0 + 1 if weights is None else weights

    def get_label(self) -> Any:
        """The labels, an array."""
        return self.label

    def get_weight(self) -> Any:
        """The weights, an array."""
        return self.weight

    def num_row(self) -> int:
        """How many rows there are."""
        return int(self.label.size)

    def num_data(self) -> int:
        """How many rows there are."""
        return int(self.label.size)


def owns(function: Any) -> bool:
    names = _parameters(function)
    return len(names) == 2 and names[0] in PREDICTIONS and names[1] in HOLDERS


def arguments(function: Any) -> tuple[str, ...] | None:
    return ROLES if owns(function) else None


def observer(implementation: Implementation) -> Adapter:
    known = _known(implementation)

    def one(point: Mapping[str, float]) -> Observed:
        seen = _called(implementation, [point])
        gradient = {n: (seen.gradient or {})[n][0] for n in known}
        hessian = None if seen.hessian is None else {(n, n): seen.hessian[n, n][0] for n in known}
        return Observed(math.nan, gradient, hessian, valued=False)

    return lambda points: each(one, points)


def batch(implementation: Implementation) -> BatchAdapter:
    return lambda points: _called(implementation, points)


def _known(implementation: Implementation) -> list[str]:
    """The predictions among what preds holds. Raises InputError where the reading names other arguments."""
    reading = implementation.reading
    if set(reading.arguments) - {implementation.reading.weights} != set(ROLES) or "label" in reading.vectors:
        raise InputError(
            f"{implementation.name}: an objective of a booster is read by its arguments label, a number, and preds."
        )
    predictions = {i.name for i in reading.bound.predictions}
    return [n for n in reading.arguments["preds"] if n in predictions]


def _called(implementation: Implementation, points: Sequence[Mapping[str, float]]) -> Batched:
    import numpy

    reading, sign, name = implementation.reading, implementation.sign, implementation.name
    function: Any = implementation.function
    predicted, count, kind = reading.arguments["preds"], len(points), implementation.kind
    rows = numpy.asarray([[p[n] for n in predicted] for p in points], dtype=kind)
    preds = rows.reshape((count, len(predicted)) if "preds" in reading.vectors else (count,))
    label = numpy.asarray([p[n] for p in points for n in reading.arguments["label"]], dtype=kind)
    weight = None
    if implementation.reading.weights:
        weight = numpy.asarray([p[implementation.reading.weights] for p in points], dtype=kind)
    before = preds.copy(), label.copy()
    with numpy.errstate(all="ignore"):
        if next(iter(_parameters(function)), "") in TARGETS:
            more = {} if weight is None else {implementation.reading.weights: weight}
            returned = function(label, preds, **more, **implementation.given)
        else:
            returned = function(preds, BoosterRows(label, weight), **implementation.given)
    if not all(map(numpy.array_equal, (preds, label), before)):
        raise InputError(f"{name} changes its arguments: an objective leaves them alone.")
    if not isinstance(returned, tuple | list) or len(returned) != 2:
        raise InputError(f"{name}: an objective returns gradient and Hessian; it returned {type(returned).__name__}.")
    found = []
    for entries, what in zip(returned, ("gradient", "Hessian"), strict=True):
        flat = numpy.asarray(entries).reshape(-1)
        if flat.size != count * len(predicted):
            raise InputError(
                f"{name}: its {what} has {flat.size} entries for {len(predicted)} of preds in "
                f"{'one row' if count == 1 else f'each of {count} rows'}."
            )
        table = flat.reshape(count, len(predicted))
        found.append(
            {
                n: tuple(sign * number(v, name) for v in table[:, k])
                for k, n in enumerate(predicted)
                if n in _known(implementation)
            }
        )
    slopes, curves = found
    hessian = {(n, n): v for n, v in curves.items()} if implementation.derivatives > 1 else None
    return Batched((), (), slopes, hessian, valued=False)


def _parameters(function: Any) -> list[str]:
    """The names of the arguments that have no value."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters if p.default is p.empty and p.kind in kinds]
