"""Families and models of statsmodels: log-likelihoods of one row, with the derivatives that the model itself has.

A family (or its class) is `loglike_obs` in `endog`, `mu` and, where it is read, `scale`. A class of models, such as `Logit`
or `NegativeBinomial`, is made for one row with a constant alone, so that the parameter `const` is the linear predictor;
further parameters have the names that the model gives them. What is given goes to the constructor.
"""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from properties.conformance.adapters import numpy
from properties.conformance.calling import Adapter, BatchAdapter, Implementation, Observed, each, number
from properties.conformance.made import loss_of, made, takes
from properties.errors import InputError

PRECEDENCE = 4
VALUED, ORDERS = True, None  # of a family the value, of a model also what `score_obs` and `hessian` give
OPTIONAL = ("scale", "alpha")
FAMILY, MODEL = {"loglike_obs": -1}, ("loglikeobs", "loglike")
UNREAD = frozenset({"link", "check_link", "eql", "var_weights"})


def owns(function: Any) -> bool:
    kinds = function.__mro__ if inspect.isclass(function) else type(function).__mro__
    at_home = "statsmodels" in sys.modules and any(k.__module__.startswith("statsmodels.") for k in kinds)
    return at_home and (_is_model(function) or hasattr(function, "loglike_obs"))


def arguments(function: Any) -> tuple[str, ...] | None:
    if not owns(function):
        return None
    if _is_model(function):
        return ("endog", *_names(_of_one_row(function, {}, 0.5)))
    found = made(function, FAMILY)
    constructed = () if found is None else (n for n in found.constructed if n not in UNREAD)
    return ("endog", "mu", "scale", *constructed)


def observer(implementation: Implementation) -> Adapter:
    if not _is_model(implementation.function):
        return numpy.observer(_of_family(implementation))
    moving = [i.name for i in implementation.reading.bound.predictions]
    return lambda points: each(lambda point: _of_model(implementation, moving, point), points)


def batch(implementation: Implementation) -> BatchAdapter | None:
    return None if _is_model(implementation.function) else numpy.batch(_of_family(implementation))


def _is_model(function: Any) -> bool:
    return inspect.isclass(function) and any(hasattr(function, n) for n in MODEL) and takes(function, "exog")


def _of_family(implementation: Implementation) -> Implementation:
    function, given = implementation.function, implementation.given
    if inspect.isclass(function):
        return replace(implementation, function=loss_of(function, given, FAMILY), given={})
    density: Any = function
    return replace(implementation, function=lambda **arguments: -density.loglike_obs(**arguments))


def _of_one_row(model: Any, given: Mapping[str, Any], endog: float) -> Any:
    import numpy as np

    with warnings.catch_warnings(action="ignore"):
        return model(np.array([endog]), np.ones((1, 1)), **given)


def _names(fitted: Any) -> tuple[str, ...]:
    """The parameters, by the model's names; of a generalised linear model also its scale."""
    return (*fitted.exog_names, *(("scale",) if takes(fitted.loglike, "scale") else ()))


def _of_model(implementation: Implementation, moving: list[str], point: Mapping[str, float]) -> Observed:
    import numpy as np

    reading, name = implementation.reading, implementation.name
    row = {argument: point[numbers[0]] for argument, numbers in reading.arguments.items()}
    if "endog" not in row or reading.vectors:
        raise InputError(f"{name}: endog and each parameter are one number a row.")
    fitted = _of_one_row(implementation.function, implementation.given, row.pop("endog"))
    extra: dict[str, Any] = {"scale": row.pop("scale")} if "scale" in row and takes(fitted.loglike, "scale") else {}
    if set(row) != set(fitted.exog_names):
        raise InputError(f"{name} has the parameters {', '.join(_names(fitted))}; the reading has {', '.join(row)}.")
    params = np.array([row[n] for n in fitted.exog_names])
    negative = -implementation.sign
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        value = np.asarray(getattr(fitted, "loglikeobs", fitted.loglike)(params, **extra)).reshape(-1)
        if value.size != 1:
            raise InputError(f"{name}: for one row it returned {value.size} values.")
        found = negative * number(value[0], name)
        if not implementation.derivatives or not hasattr(fitted, "score_obs"):
            return Observed(found)
        slopes = np.asarray(fitted.score_obs(params, **extra)).reshape(-1)
        curves = np.asarray(fitted.hessian(params, **extra)) if implementation.derivatives > 1 else None
    numbers = {numbers[0]: k for k, n in enumerate(fitted.exog_names) for numbers in [reading.arguments[n]]}
    at = [n for n in moving if n in numbers]
    gradient = {n: negative * number(slopes[numbers[n]], name) for n in at}
    hessian = None
    if curves is not None:
        pairs = [(m, n) for i, m in enumerate(at) for n in at[i:]]
        hessian = {(m, n): negative * number(curves[numbers[m], numbers[n]], name) for m, n in pairs}
    return Observed(found, gradient, hessian)
