"""Losses of scikit-learn (`sklearn._loss`): values by `loss`, derivatives by `gradient_hessian`, one row a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from properties.conformance.calling import Adapter, Implementation, Observed, each, number
from properties.conformance.reference import Role
from properties.errors import InputError

PRECEDENCE = 2
VALUED, ORDERS = True, 2  # of several classes, the diagonal of the Hessian
ARGUMENTS = ROLES = ("y_true", "raw_prediction")


def owns(function: Any) -> bool:
    return all(callable(getattr(function, name, None)) for name in ("loss", "loss_gradient", "gradient_hessian"))


def arguments(function: Any) -> tuple[str, ...] | None:
    return ARGUMENTS if owns(function) else None


def observer(implementation: Implementation) -> Adapter:
    import numpy

    loss: Any = implementation.function
    reading, sign, name = implementation.reading, implementation.sign, implementation.name
    bound = reading.bound
    if set(reading.arguments) != set(ARGUMENTS):
        raise InputError(f"{name} has the arguments y_true and raw_prediction, and no other.")
    if "y_true" in reading.vectors:
        raise InputError(f"{name}: y_true is one number a row.")
    predictions = {i.name for i in bound.inputs if i.role is Role.PREDICTION}
    moving = [n for n in reading.arguments["raw_prediction"] if n in predictions]

    def one(point: Mapping[str, float]) -> Observed:
        row = [point[n] for n in reading.arguments["raw_prediction"]]
        truth = numpy.asarray([point[n] for n in reading.arguments["y_true"]], dtype=implementation.kind)
        raw = numpy.asarray([row] if "raw_prediction" in reading.vectors else row, dtype=implementation.kind)
        with numpy.errstate(all="ignore"):
            value = numpy.asarray(loss.loss(y_true=truth, raw_prediction=raw, **implementation.given)).reshape(-1)
            if value.size != 1:
                raise InputError(f"{name}: for one row it returned {value.size} values.")
            if not implementation.derivatives or not moving:
                return Observed(sign * number(value[0], name))
            slopes, curves = loss.gradient_hessian(y_true=truth, raw_prediction=raw, **implementation.given)
        entries = dict(zip(reading.arguments["raw_prediction"], numpy.asarray(slopes).reshape(-1), strict=True))
        gradient = {n: sign * number(entries[n], name) for n in moving}
        hessian = None
        if implementation.derivatives > 1:
            entries = dict(zip(reading.arguments["raw_prediction"], numpy.asarray(curves).reshape(-1), strict=True))
            hessian = {(n, n): sign * number(entries[n], name) for n in moving}
        return Observed(sign * number(value[0], name), gradient, hessian)

    return lambda points: each(one, points)
