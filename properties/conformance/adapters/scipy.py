"""Distributions with `logpdf` or `logpmf`, as in scipy.stats: what they return is the negative of the loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from properties.conformance.adapters import numpy
from properties.conformance.calling import Adapter, BatchAdapter, Implementation

PRECEDENCE = 2
VALUED, ORDERS = True, 0
OPTIONAL = ("loc", "scale")  # arguments that have a value of their own


def owns(function: Any) -> bool:
    return _method(function) is not None


def arguments(function: Any) -> tuple[str, ...]:
    """The value, the shapes, and where there are such location and scale."""
    value = "x" if hasattr(function, "logpdf") else "k"
    shapes = [s.strip() for s in (getattr(function, "shapes", None) or "").split(",") if s.strip()]
    return (value, *shapes, "loc", *(("scale",) if value == "x" else ()))


def observer(implementation: Implementation) -> Adapter:
    return numpy.observer(_by_name(implementation))


def batch(implementation: Implementation) -> BatchAdapter:
    return numpy.batch(_by_name(implementation))


def _by_name(implementation: Implementation) -> Implementation:
    """The negative log-density as a function of named arguments."""
    method = _method(implementation.function)
    value = arguments(implementation.function)[0]

    def density(**named: Any) -> Any:
        return method(named.pop(value), **named)  # type: ignore[misc]  # it is owned

    return replace(implementation, function=density, sign=-implementation.sign)


def _method(function: Any) -> Callable[..., Any] | None:
    if not hasattr(function, "rvs"):
        return None
    return getattr(function, "logpdf", None) or getattr(function, "logpmf", None)
