"""Losses of scikit-learn (`sklearn._loss`): values by `loss`, derivatives by `gradient_hessian`, one row a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from properties.conformance.calling import Adapter, BatchAdapter, Batched, Implementation, Observed, each
from properties.errors import InputError

PRECEDENCE = 2
VALUED, ORDERS = True, 2  # of several classes, the diagonal of the Hessian
ARGUMENTS = ROLES = ("y_true", "raw_prediction")


def owns(function: Any) -> bool:
    return all(callable(getattr(function, name, None)) for name in ("loss", "loss_gradient", "gradient_hessian"))


def arguments(function: Any) -> tuple[str, ...] | None:
    return ARGUMENTS if owns(function) else None


def observer(implementation: Implementation) -> Adapter:
    moving, name = _moving(implementation), implementation.name

    def one(point: Mapping[str, float]) -> Observed:
        seen = _called(implementation, [point])
        if len(seen.values) != 1:
            raise InputError(f"{name}: for one row it returned {len(seen.values)} values.")
        gradient = None if seen.gradient is None else {n: seen.gradient[n][0] for n in moving}
        hessian = None if seen.hessian is None else {(n, n): seen.hessian[n, n][0] for n in moving}
        return Observed(seen.values[0], gradient, hessian)

    return lambda points: each(one, points)


def batch(implementation: Implementation) -> BatchAdapter:
    return lambda points: _called(implementation, points)


def _moving(implementation: Implementation) -> list[str]:
    """The predictions among what raw_prediction holds. Raises InputError where the reading names other arguments."""
    reading, name = implementation.reading, implementation.name
    if set(reading.arguments) - {implementation.reading.weights} != set(ARGUMENTS):
        raise InputError(f"{name} has the arguments y_true and raw_prediction, and no other.")
    if "y_true" in reading.vectors:
        raise InputError(f"{name}: y_true is one number a row.")
    predictions = {i.name for i in reading.bound.predictions}
    return [n for n in reading.arguments["raw_prediction"] if n in predictions]


def _called(implementation: Implementation, points: Sequence[Mapping[str, float]]) -> Batched:
    import numpy

    loss: Any = implementation.function
    reading, sign, kind = implementation.reading, implementation.sign, implementation.kind
    predicted, moving = reading.arguments["raw_prediction"], _moving(implementation)
    count, vector = len(points), "raw_prediction" in reading.vectors
    raw = numpy.asarray([[p[n] for n in predicted] for p in points], dtype=kind)
    named = {
        "y_true": numpy.asarray([p[n] for p in points for n in reading.arguments["y_true"]], dtype=kind),
        "raw_prediction": raw.reshape((count, len(predicted)) if vector else (count,)),
        **implementation.given,
    }
    if implementation.reading.weights:
        named[implementation.reading.weights] = numpy.asarray(
            [p[implementation.reading.weights] for p in points], dtype=kind
        )
    with numpy.errstate(all="ignore"):
        value = sign * numpy.asarray(loss.loss(**named))
        values = tuple(map(float, value.reshape(-1)))
        if not implementation.derivatives or not moving:
            return Batched(value.shape, values)
        found = [
            sign * numpy.asarray(entries).reshape(count, len(predicted)) for entries in loss.gradient_hessian(**named)
        ]
    slopes, curves = ({n: tuple(map(float, entries[:, predicted.index(n)])) for n in moving} for entries in found)
    hessian = {(n, n): curves[n] for n in moving} if implementation.derivatives > 1 else None
    return Batched(value.shape, values, slopes, hessian)
