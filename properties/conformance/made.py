"""Classes whose objects are losses or distributions: made with some of the arguments, called with the others.

So `torch.nn.HuberLoss` is a loss in `input` and `target`, made with `delta`, and `numpyro.distributions.Normal` the negative
log-density in `value`, made with `loc` and `scale`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

METHODS = {"log_prob": -1, "logpdf": -1, "logpmf": -1, "forward": 1}  # by their sign in a loss
EITHER = ("probs", "logits", "mu", "sigma", "a", "b", "p", "n")  # arguments that are None where another is given


class Made(NamedTuple):
    """A class: which method of its objects is called, with what sign, and the arguments of that and of the constructor."""

    method: str
    sign: int
    called: tuple[str, ...]
    constructed: tuple[str, ...]

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments that are numbers, those of the call first."""
        return tuple(dict.fromkeys((*self.called, *self.constructed)))


def made(function: Any, methods: Mapping[str, int] = METHODS) -> Made | None:
    """How the objects of a class are made and called; None of anything that is no such class."""
    if not inspect.isclass(function):
        return None
    for method, sign in methods.items():
        found = getattr(function, method, None)
        if callable(found):
            constructed = [n for n, p in _parameters(function) if _is_number(n, p.default)]
            return Made(method, sign, called_with(found), tuple(constructed))
    return None


def loss_of(function: Any, given: Mapping[str, Any], methods: Mapping[str, int] = METHODS) -> Callable[..., Any]:
    """The callable, or of a class what its objects return, with what is given: by its name, the constructor's first."""
    found = made(function, methods)
    if found is None:
        return partial(by_name(function), **given)
    names = {n for n, _ in _parameters(function)}
    constructor = {n: v for n, v in given.items() if n in names}
    further = {n: v for n, v in given.items() if n not in names}

    def loss(**arguments: Any) -> Any:
        to_constructor = {n: v for n, v in arguments.items() if n in names and n not in found.called}
        to_call = {n: v for n, v in arguments.items() if n not in to_constructor}
        call = getattr(function(**constructor, **to_constructor), found.method)
        return found.sign * by_name(call)(**to_call, **further)

    return loss


def by_name(function: Callable[..., Any]) -> Callable[..., Any]:
    """The callable, to which all arguments may be given by name, also those that it takes by their place alone."""
    placed = [n for n, p in _parameters(function) if p.kind is p.POSITIONAL_ONLY]
    if not placed:
        return function
    return lambda **arguments: function(
        *(arguments[n] for n in placed if n in arguments), **{n: v for n, v in arguments.items() if n not in placed}
    )


def called_with(method: Any) -> tuple[str, ...]:
    """The arguments that a method needs."""
    return tuple(n for n, p in _parameters(method) if p.default is p.empty and n != "self")


def takes(function: Any, name: str) -> bool:
    """Is there an argument of that name, of a callable or of a class's constructor?"""
    return any(n == name for n, _ in _parameters(function))


def plain_numbers(function: Any) -> frozenset[str]:
    """The arguments that are annotated to be a number and no array, such as the delta of torch.nn.functional.huber_loss."""
    return frozenset(n for n, p in _parameters(function) if p.annotation in (float, "float", int, "int"))


def _parameters(function: Any) -> list[tuple[str, inspect.Parameter]]:
    count = getattr(function, "nin", 0)  # of a universal function of NumPy: its documentation begins with a call
    told = re.match(r"\w+\(([\w, ]*)", str(function.__doc__)) if isinstance(count, int) and count else None
    names = [n.strip() for n in told[1].split(",")][:count] if told else []
    if names and len(names) == count:
        return [(n, inspect.Parameter(n, inspect.Parameter.POSITIONAL_ONLY)) for n in names]
    try:
        found = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return []
    return [(n, p) for n, p in found.items() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]


def _is_number(name: str, default: Any) -> bool:
    """May an argument of a constructor be a number that a reading tells?"""
    if default is inspect.Parameter.empty or (default is None and name in EITHER):
        return True
    return isinstance(default, int | float) and not isinstance(default, bool)
