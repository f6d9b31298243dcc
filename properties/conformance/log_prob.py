"""Classes of distributions with `log_prob`, as torch.distributions and numpyro.distributions have them, as losses."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any


def constructor(function: Any) -> tuple[str, ...] | None:
    """The arguments of a class with `log_prob`: the value, then those that its constructor needs; None of anything else."""
    if not (inspect.isclass(function) and hasattr(function, "log_prob")):
        return None
    parameters = [*inspect.signature(function).parameters.values()]
    return ("value", *(p.name for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD))


def loss_of(function: Any) -> Callable[..., Any]:
    """The callable itself, or of a class with `log_prob` its negative log-density."""
    if constructor(function) is None:
        found: Callable[..., Any] = function
        return found
    return lambda value, **parameters: -function(**parameters).log_prob(value)
