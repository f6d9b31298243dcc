"""Distributions with `logpdf` or `logpmf`, as in scipy.stats: what they return is the negative of the loss."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from properties.conformance.adapters import numpy
from properties.conformance.calling import Adapter, BatchAdapter, Implementation
from properties.conformance.made import loss_of, made

PRECEDENCE = 2
VALUED, ORDERS = True, 0
OPTIONAL = ("loc", "scale")  # arguments that have a value of their own


def owns(function: Any) -> bool:
    return _method(function) is not None


def arguments(function: Any) -> tuple[str, ...]:
    """The value, the shapes, and where there are such location and scale; of a class what its objects are made with."""
    found = made(function, _methods(function))
    if found is not None:
        return found.arguments
    value = "k" if _discrete(function) and not hasattr(function, "sample") else "x"
    if not hasattr(function, "shapes"):  # its parameters are fixed
        return (value,)
    shapes = [s.strip() for s in (function.shapes or "").split(",") if s.strip()]
    return (value, *shapes, "loc", *(("scale",) if value == "x" else ()))


def observer(implementation: Implementation) -> Adapter:
    return numpy.observer(_by_name(implementation))


def batch(implementation: Implementation) -> BatchAdapter:
    return numpy.batch(_by_name(implementation))


def _by_name(implementation: Implementation) -> Implementation:
    """The negative log-density as a function of named arguments."""
    function, given = implementation.function, implementation.given
    if made(function, _methods(function)) is not None:
        return replace(implementation, function=loss_of(function, given, _methods(function)), given={})
    method = _method(function)
    value = arguments(function)[0]

    def density(**named: Any) -> Any:
        return method(named.pop(value), **named)  # type: ignore[misc]  # it is owned

    return replace(implementation, function=density, sign=-implementation.sign)


def _method(function: Any) -> Callable[..., Any] | None:
    if not hasattr(function, "rvs") and not hasattr(function, "sample"):
        return None
    found: Callable[..., Any] | None = next((getattr(function, n, None) for n in _methods(function)), None)
    return found


def _methods(function: Any) -> dict[str, int]:
    return {"logpmf": -1} if _discrete(function) else {"logpdf": -1}


def _discrete(function: Any) -> bool:
    """The older distributions have one of the two methods, the newer ones both."""
    kinds = function.__mro__ if inspect.isclass(function) else type(function).__mro__
    return not hasattr(function, "logpdf") or any(k.__name__ == "DiscreteDistribution" for k in kinds)
