"""What an implementation gives at some points, whatever library it is written with, and what went wrong in calling it."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import ModuleType
from typing import Any, Protocol

from properties.conformance import adapters as room
from properties.conformance.calls import CallLog, NeverReturned, current, logged
from properties.conformance.reading import Reading
from properties.errors import InputError
from symbolic.core.registry import modules

REPEATED, TRIED = 4, 8  # rows of a call of what takes no single one, and points at which it is tried what they give
GROWN = 1e-9  # of a value that grows with its rows
CallArguments = Mapping[str, Any]  # a float by name, or a tuple of them for a vector


@dataclass(frozen=True, slots=True)
class Observed:
    """What came back at a point: the value, and the derivatives in the predictions where there are any.

    `raised` is what it raised instead. `valued`: is there a value at all? An objective may give derivatives alone.
    `dtype`, of what came back, where the library has such types. `left`: it was not called here, as there was no time.
    """

    value: float
    gradient: Mapping[str, float] | None = None
    hessian: Mapping[tuple[str, str], float] | None = None
    raised: str = ""
    valued: bool = True
    dtype: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Batched:
    """What came back of several rows in one call.

    `values`, all of them one after another, and the `shape` in which they came; `gradient` and `hessian`, of their sum, for
    each row in the predictions of that row, where there are any; `raised`, what it raised instead; `unread`, why derivatives
    could not be told from row to row. `valued` and `dtype` as in `Observed`.
    """

    shape: tuple[int, ...] = ()
    values: tuple[float, ...] = ()
    gradient: Mapping[str, tuple[float, ...]] | None = None
    hessian: Mapping[tuple[str, str], tuple[float, ...]] | None = None
    raised: str = ""
    unread: str = ""
    valued: bool = True
    dtype: str = ""


class Adapter(Protocol):
    """How a library is called: `observe` gives what an implementation returns at each of some points."""

    def __call__(self, points: Sequence[Mapping[str, float]]) -> list[Observed]: ...


class BatchAdapter(Protocol):
    """How a library is called with several rows at once."""

    def __call__(self, points: Sequence[Mapping[str, float]]) -> Batched: ...


@dataclass(frozen=True)
class Implementation:
    """A callable with what is fixed of it.

    Arguments: `function`; `reading` of its arguments; `given`, further arguments by name; `kind`, the name of a floating
    point type; `sign`, -1 of what returns a log-likelihood; `derivatives`, how many are asked for; `called`, as its user
    calls it.
    """

    function: Callable[..., Any]
    reading: Reading
    given: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "float64"
    sign: int = 1
    derivatives: int = 2
    called: str = ""

    @property
    def name(self) -> str:
        """What it is called: as its user does, else by its module, if that has a name of its own."""
        return self.called or name_of(self.function)

    def arguments(self, point: Mapping[str, float]) -> dict[str, Any]:
        """The arguments of a call at a point."""
        found: dict[str, Any] = {}
        for name, numbers in self.reading.arguments.items():
            values = tuple(point[n] for n in numbers)
            found[name] = values if name in self.reading.vectors else values[0]
        return found


def name_of(function: Any) -> str:
    """What a callable is called: by its module, if that has a name of its own; else by its class, or by what it wraps."""
    module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "").rpartition("<locals>.")[2]
    if isinstance(function, partial) and not name:
        return f"functools.partial({name_of(function.func)})"
    if not name:
        return str(getattr(function, "name", "") or type(function).__name__)
    return name if not module or module.startswith("_lossproof_") else f"{module}.{name}"


def adapters() -> dict[str, ModuleType]:
    """Every adapter by the name of its library.

    Each says `PRECEDENCE`, the larger the earlier it is asked; `VALUED`, whether it gives values; `ORDERS`, how many
    derivatives, None where only a call tells. `ROLES`, where there are any, are the arguments of datum and predictions.
    `batch`, where there is one, says how several rows are called at once. `TRACED`: all points are one call, by way of a
    function of one row, which has no state.
    """
    return modules(room)


def adapter_of(function: Callable[..., Any], library: str = "") -> ModuleType:
    """The adapter of a library that is named, or of the one that a callable belongs to.

    Raises InputError where there is no such adapter.
    """
    known = adapters()
    if library and library not in known:
        raise InputError(f"there is no adapter for {library!r}; there are {', '.join(known)}.")
    if library:
        return known[library]
    for module in sorted(known.values(), key=lambda module: -module.PRECEDENCE):
        if module.owns(function):
            return module
    raise InputError(f"{function!r} is no callable: no adapter knows it.")


def observer(implementation: Implementation, library: str = "") -> Adapter:
    """How an implementation is called. Raises InputError where no adapter knows it, or its library is not installed."""
    adapter = adapter_of(implementation.function, library)
    try:
        made: Adapter = adapter.observer(implementation)
    except ModuleNotFoundError as missing:
        raise not_installed(missing, f"{implementation.name} is called") from None

    chosen: list[Adapter] = []  # once it is known how it is called

    def heard(points: Sequence[Mapping[str, float]]) -> list[Observed]:
        with logged(current()) as log, log.listening(), log.stopping(implementation.name, points):
            found = (chosen or [made])[0](points)
            if not chosen and points:
                several = batches(implementation, library) if _refused(found) else None
                again = _repeating(several, points) if several is not None else None
                chosen.append(again or made)
                found = again(points) if again is not None else found
            log.repeated = log.repeated or chosen[:1] not in ([], [made])
            return found

    return heard


def _refused(found: Sequence[Observed]) -> bool:
    """Did it raise wherever it was called?"""
    called = [o for o in found if not o.left]
    return bool(called) and all(o.raised for o in called)


def _repeating(several: BatchAdapter, points: Sequence[Mapping[str, float]]) -> Adapter | None:
    """How what takes several rows and not one is called with one: as often as it takes. None where that tells nothing.

    A value a row, their sum or their mean is told from how the value grows with the rows.
    """
    for point in points[:TRIED]:
        few, many = (several([point] * count) for count in (REPEATED, 2 * REPEATED))
        if few.raised or many.raised:
            return None
        seen = (*few.values, *many.values)
        if not (few.valued and seen and all(map(math.isfinite, seen)) and few.values[0]):
            continue
        if (len(few.values), len(many.values)) == (REPEATED, 2 * REPEATED):
            return _one_of(several, 1.0, 1.0)
        grown, single = many.values[0] / few.values[0], len(seen) == 2
        if single and abs(grown - 1) < GROWN:
            return _one_of(several, 1.0, REPEATED)
        if single and abs(grown - 2) < GROWN:
            return _one_of(several, 1 / REPEATED, 1.0)
    return None


def _one_of(several: BatchAdapter, share: float, slopes: float) -> Adapter:
    """One row of what comes back of it several times: `share` of the value, and `slopes` times its derivatives there."""

    def one(point: Mapping[str, float]) -> Observed:
        rows = several([point] * REPEATED)
        if rows.raised:
            return Observed(math.nan, raised=rows.raised)
        gradient = None if rows.gradient is None else {n: slopes * g[0] for n, g in rows.gradient.items()}
        hessian = None if rows.hessian is None else {n: slopes * h[0] for n, h in rows.hessian.items()}
        return Observed(share * rows.values[0], gradient, hessian, dtype=rows.dtype)

    return partial(each, one)


def batches(implementation: Implementation, library: str = "") -> BatchAdapter | None:
    """How several rows are given to an implementation at once; None where its adapter knows no such thing."""
    made = getattr(adapter_of(implementation.function, library), "batch", None)
    if made is None:
        return None
    several: BatchAdapter | None = made(implementation)
    if several is None:
        return None

    def called(points: Sequence[Mapping[str, float]]) -> Batched:
        try:
            quiet = CallLog(longest=current().longest)  # an empty mean warns, and nothing is to be told of that
            with logged(quiet), quiet.listening(), quiet.stopping(implementation.name, points):
                return several(points)
        except NeverReturned:
            raise
        except (Exception, SystemExit) as error:  # an InputError too: one row is what is asked for
            return Batched(raised=told(error))

    return called


def refusal(implementation: Implementation, library: str, points: Sequence[Mapping[str, float]], raised: str) -> str:
    """What is wrong with what raises on each row: it may take several at once, and tell nothing of one."""
    text, call = f"{implementation.name} raises wherever it is called: {raised}", batches(implementation, library)
    several = call(points[:TRIED]) if call is not None else None
    if several is None or several.raised:
        return text
    return f"{text}; it takes several rows, and what they give is neither a value a row, nor their sum, nor their mean."


def told(error: BaseException) -> str:
    """What was raised, in one line."""
    said = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
    return said if len(said) < 200 else f"{said[:200]}..."


def uses(function: Any, packages: Sequence[str]) -> bool:
    """Is a callable, its class or a base of that of one of some packages, or does its code name one of their things?"""
    base = inspect.unwrap(function)
    kinds = function.__mro__ if inspect.isclass(function) else (base, *type(function).__mro__)
    homes = [str(getattr(kind, "__module__", "") or "") for kind in kinds]
    code, names = getattr(base, "__code__", None), getattr(base, "__globals__", {})
    for thing in (names.get(n) for n in (code.co_names if code is not None else ())):
        homes.append(thing.__name__ if isinstance(thing, ModuleType) else str(getattr(thing, "__module__", "") or ""))
        homes.append(type(thing).__module__)  # an object that wraps a function says that it comes from where this does
    return any(home.partition(".")[0] in packages for home in homes)


def not_installed(missing: ModuleNotFoundError, what: str) -> InputError:
    """The error where a package is missing with which something is done."""
    return InputError(f"{what} with {missing.name}, which is not installed: python -m pip install {missing.name}")


def each(one: Callable[[Mapping[str, float]], Observed], points: Sequence[Mapping[str, float]]) -> list[Observed]:
    """What comes back at each point, as long as there is time; where it raises, what it raised."""
    found, log = [], current()
    for k, point in enumerate(points):
        if not log.may(len(points) - k):
            found.append(Observed(math.nan, left=True))
            continue
        try:
            with log.call(point):
                found.append(one(point))
        except InputError:
            raise
        except (Exception, SystemExit) as error:
            found.append(Observed(math.nan, raised=told(error)))
    return found


def number(value: Any, where: str) -> float:
    """A returned number as a float. Raises InputError where it is none: a text or a truth value is none either."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if not (isinstance(value, bool | str | bytes | complex) or (kind in "bcSUmM" and kind)):
        try:
            return float(value)
        except (TypeError, ValueError):
            pass
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if inspect.iscoroutine(value):
        value.close()
    raise InputError(f"{where}: it returned {shown(value)}, which is no number.")


def shown(value: Any) -> str:
    """What came back, in one short line."""
    text = " ".join(repr(value).split())
    return text if len(text) < 60 else f"{text[:60]}..."
