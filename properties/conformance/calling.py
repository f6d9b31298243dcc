"""What an implementation gives at some points, whatever library it is written with, and what went wrong in calling it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Protocol

from properties.conformance import adapters as room
from properties.conformance.reading import Reading
from properties.errors import InputError
from symbolic.core.registry import modules

Arguments = Mapping[str, Any]  # a float by name, or a tuple of them for a vector


@dataclass(frozen=True, slots=True)
class Observed:
    """What came back at a point: the value, and the derivatives in the predictions where there are any."""

    value: float
    gradient: Mapping[str, float] | None = None
    hessian: Mapping[tuple[str, str], float] | None = None


class Adapter(Protocol):
    """How a library is called: `observe` gives what an implementation returns at each of some points."""

    def __call__(self, points: Sequence[Mapping[str, float]]) -> list[Observed]: ...


@dataclass(frozen=True)
class Implementation:
    """A callable with what is fixed of it.

    Arguments: `function`; `reading` of its arguments; `given`, further arguments by name; `kind`, the name of a floating
    point type; `sign`, -1 of what returns a log-likelihood; `derivatives`, how many are asked for.
    """

    function: Callable[..., Any]
    reading: Reading
    given: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "float64"
    sign: int = 1
    derivatives: int = 2

    @property
    def name(self) -> str:
        module, name = getattr(self.function, "__module__", ""), getattr(self.function, "__qualname__", "")
        return f"{module}.{name}" if module and name else repr(self.function)

    def arguments(self, point: Mapping[str, float]) -> dict[str, Any]:
        """The arguments of a call at a point."""
        found: dict[str, Any] = {}
        for name, numbers in self.reading.arguments.items():
            values = tuple(point[n] for n in numbers)
            found[name] = values if name in self.reading.vectors else values[0]
        return found


def adapters() -> dict[str, ModuleType]:
    """Every adapter by the name of its library."""
    return modules(room)


def observer(implementation: Implementation, library: str = "") -> Adapter:
    """How an implementation is called: by the adapter of a library that is named, or of the one that it belongs to.

    Raises InputError where there is no such adapter, or where its library is not installed.
    """
    known = adapters()
    if library and library not in known:
        raise InputError(f"there is no adapter for {library!r}; there are {', '.join(known)}.")
    names = [library] if library else sorted(known, key=lambda name: -known[name].PRECEDENCE)
    for name in names:
        if library or known[name].owns(implementation.function):
            made: Adapter = known[name].observer(implementation)
            return made
    raise InputError(
        f"{implementation.name}: no adapter knows it; say library='numpy', or another of {', '.join(known)}."
    )


def number(value: Any, where: str) -> float:
    """A returned number as a float. Raises InputError where it is none."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{where}: it returned {value!r}, which is no number.") from None
    return found


def same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))
