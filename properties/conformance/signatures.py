"""What the arguments of a callable are called, which of them may be left out, and which numbers it holds."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from properties.conformance.calling import adapter_of
from properties.errors import InputError

DATA = frozenset({
    "target", "targets", "y", "true", "label", "labels", "value", "values", "x", "k", "n", "obs", "observed", "observation",
    "data", "datum", "actual", "truth", "endog", "outcome", "response",
})  # fmt: skip
PREDICTED = frozenset({
    "pred", "preds", "predicted", "prediction", "predictions", "predictor", "input", "inputs", "output", "outputs", "logit",
    "logits", "loc", "mu", "mean", "param", "params", "theta", "rate", "eta", "score", "scores", "hat", "fitted", "estimate",
    "probs", "prob", "proba",
})  # fmt: skip
NEVER = frozenset(
    {"args", "weight", "weights", "where", "axis", "out", "reduction", "average", "reduce", "eps", "epsilon"}
)
MANY = 3  # arguments that are None unless they are given, of which nobody knows what they are
SIMPLE = 1000  # the largest numerator and denominator of a number that is tried
MOST = 8  # numbers that are tried


def arguments(function: Callable[..., Any], given: Mapping[str, Any], library: str = "") -> tuple[str, ...]:
    """The arguments of a callable that have no value yet. Raises InputError where it does not tell them."""
    told = getattr(adapter_of(function, library), "arguments", None)
    names = told(function) if told is not None else None
    if names is not None:
        return tuple(name for name in names if name not in given)
    parameters = _parameters(function)
    if parameters is None:
        raise InputError(f"{_called(function)} does not tell its arguments: say reading={{...}}.")
    return tuple(p.name for p in parameters if p.name not in given and p.default is p.empty and p.kind in NAMED)


def optional(function: Callable[..., Any], given: Mapping[str, Any], library: str = "") -> tuple[str, ...]:
    """The arguments of a callable that are numbers with a value of their own, or that are None unless they are given."""
    defaults = _defaults(function)
    fixed = {*given, *(function.keywords if isinstance(function, functools.partial) else ())}
    found = [n for n in arguments(function, given, library) if n not in required(function, given, library)]
    unknown = [n for n, v in defaults.items() if v is None and not _never(n)]
    found += [n for n, v in defaults.items() if _is_number(v) or (v is None and (looks(n) > 0 or len(unknown) <= MANY))]
    return tuple(n for n in dict.fromkeys(found) if n not in fixed and not _never(n))


def required(function: Callable[..., Any], given: Mapping[str, Any], library: str = "") -> tuple[str, ...]:
    """The arguments of a callable that have neither a value yet nor one of their own. Raises InputError as `arguments`."""
    told = getattr(adapter_of(function, library), "OPTIONAL", ())
    defaults = _defaults(function)
    return tuple(
        n
        for n in arguments(function, given, library)
        if (defaults[n] is inspect.Parameter.empty if n in defaults else n not in told)
    )


def numbers(function: Any, given: Mapping[str, Any]) -> tuple[Fraction, ...]:
    """The numbers that are given, that arguments have unless they are given, and that the callable holds."""
    held: Any = function
    found: list[Any] = [*given.values()]
    while isinstance(held, functools.partial):
        found += [*held.args, *held.keywords.values()]
        held = held.func
    found += [p.default for p in _parameters(held) or ()]
    own = [getattr(held, "__self__", None), held, *_cells(held)]
    found += [v for thing in own for v in _fields(thing, 2)]
    exact = [_simple(v) for v in found if _is_number(v) and math.isfinite(v)]
    return tuple(dict.fromkeys(n for n in exact if max(abs(n.numerator), n.denominator) <= SIMPLE))[:MOST]


def looks(name: str) -> int:
    """Does an argument look like a datum (1), a prediction (-1), or neither (0), by its name?"""
    words = name.lower().split("_")
    return 0 if not {*words} & (DATA | PREDICTED) else -1 if {*words} & PREDICTED else 1


def _never(name: str) -> bool:
    """Is it called like what no input of a loss is?"""
    return bool({*name.lower().split("_")} & NEVER)


NAMED = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.KEYWORD_ONLY,
)


def _parameters(function: Any) -> tuple[inspect.Parameter, ...] | None:
    told = function if inspect.isclass(function) else getattr(function, "forward", function)  # of an object of torch.nn
    try:
        return tuple(inspect.signature(told).parameters.values())
    except (TypeError, ValueError):
        return None


def _defaults(function: Any) -> dict[str, Any]:
    return {p.name: p.default for p in _parameters(function) or () if p.kind in NAMED}


def _called(function: Any) -> str:
    return getattr(function, "__qualname__", "") or repr(function)


def _cells(function: Any) -> Iterator[Any]:
    for cell in getattr(function, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:  # it is empty yet
            continue


def _fields(thing: Any, depth: int) -> Iterator[Any]:
    """A number itself, and the numbers among the attributes of an object, and of the objects that it holds."""
    if _is_number(thing):
        yield thing
    elif depth and not inspect.isclass(thing) and not inspect.ismodule(thing):
        for value in list(getattr(thing, "__dict__", {}).values())[:64]:
            yield from _fields(value, depth - 1)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _simple(value: float) -> Fraction:
    """As it would be written: 1/10 for the float that is next to it."""
    near = Fraction(value).limit_denominator(SIMPLE)
    return near if float(near) == float(value) else Fraction(value)
