"""Custom objectives of boosters, such as XGBoost's and LightGBM's: `(preds, data) -> grad, hess`, one row a call.

There is no value: relation and factor are judged from the gradient. `data` has `get_label()` and `get_weight()`. A reading
names the arguments `label` and `preds`. `library="boosting"` also calls `(y_true, y_pred) -> grad, hess` on two arrays.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from typing import Any

from properties.conformance.calling import Adapter, Implementation, Observed, each, number
from properties.conformance.reference import Role
from properties.errors import InputError

PRECEDENCE = 1
VALUED, ORDERS = False, 2  # of several classes, the diagonal of the Hessian
ROLES = ("label", "preds")
PREDICTIONS = frozenset({"preds", "predt", "pred", "y_pred", "predictions", "prediction", "score", "scores"})
HOLDERS = frozenset({"data", "dtrain", "dmatrix", "dataset", "train_data", "train_set", "train", "d"})
TARGETS = frozenset({"y", "y_true", "label", "labels", "target", "targets"})


class BoosterRows:
    """Rows as a booster hands them to an objective: their labels, each of weight 1."""

    def __init__(self, labels: Any) -> None:
        self.label = labels

    def get_label(self) -> Any:
        """The labels, an array."""
        return self.label

    def get_weight(self) -> Any:
        """The weights, an array of ones."""
        return self.label * 0 + 1

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
    import numpy

    reading, sign, name = implementation.reading, implementation.sign, implementation.name
    if set(reading.arguments) != set(ROLES) or "label" in reading.vectors:
        raise InputError(f"{name}: an objective of a booster is read by its arguments label, a number, and preds.")
    function: Any = implementation.function
    arrays = next(iter(_parameters(function)), "") in TARGETS
    predicted = reading.arguments["preds"]
    known = {i.name for i in reading.bound.inputs if i.role is Role.PREDICTION}

    def one(point: Mapping[str, float]) -> Observed:
        row = [point[n] for n in predicted]
        preds = numpy.asarray([row] if "preds" in reading.vectors else row, dtype=implementation.kind)
        label = numpy.asarray([point[n] for n in reading.arguments["label"]], dtype=implementation.kind)
        before = preds.copy(), label.copy()
        with numpy.errstate(all="ignore"):
            if arrays:
                returned = function(label, preds, **implementation.given)
            else:
                returned = function(preds, BoosterRows(label), **implementation.given)
        if not all(map(numpy.array_equal, (preds, label), before)):
            raise InputError(f"{name} changes its arguments: an objective leaves them alone.")
        if not isinstance(returned, tuple | list) or len(returned) != 2:
            raise InputError(
                f"{name}: an objective returns gradient and Hessian; it returned {type(returned).__name__}."
            )
        found = []
        for entries, what in zip(returned, ("gradient", "Hessian"), strict=True):
            flat = numpy.asarray(entries).reshape(-1)
            if flat.size != len(predicted):
                raise InputError(
                    f"{name}: its {what} has {flat.size} entries for {len(predicted)} of preds in one row."
                )
            found.append({n: sign * number(v, name) for n, v in zip(predicted, flat, strict=True) if n in known})
        slopes, curves = found
        hessian = {(n, n): v for n, v in curves.items()} if implementation.derivatives > 1 else None
        return Observed(math.nan, slopes, hessian, valued=False)

    return lambda points: each(one, points)


def _parameters(function: Any) -> list[str]:
    """The names of the arguments that have no value."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters if p.default is p.empty and p.kind in kinds]
