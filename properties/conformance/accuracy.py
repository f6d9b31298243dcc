"""How many digits an implementation keeps: of its value, its gradient and its Hessian, and what it returns at the edges.

An error is counted in units in the last place of the returned type, divided by 1 + the condition number of the quantity at
that input: what rounding the inputs would do is nobody's fault. Conditioning excuses no kink, and nothing if it is infinite.
A mixed derivative is measured beside the geometric mean of the two pure ones as well: digits of a smaller one are of no use.
Source: Higham, Accuracy and Stability of Numerical Algorithms, sections 1.6 and 3.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache, partial
from typing import Any

from flint import arb, fmpq
from sympy import Expr, Symbol

from properties.conformance.compared import (
    BITS,
    Compared,
    apart,
    exactly,
    float_of,
    moved,
    neighbours,
    turned,
    unit_of,
)
from properties.conformance.inputs import Coordinates, FloatType
from properties.conformance.reference import LossReference
from properties.conformance.relation import Related
from properties.conformance.truth import Certified, CertifiedExpression
from properties.instances.numbers import NoValue, TooWide, precision

ULPS = 64.0  # beyond which an error is blamed
Around = Callable[[Coordinates], Sequence[Sequence[Certified]]]
FREE = 3.0  # up to which no conditioning of a Hessian is asked for


class Output(Enum):
    """What an implementation returns."""

    VALUE = "value"
    GRADIENT = "gradient"
    HESSIAN = "Hessian"


class Edge(Enum):
    """What happens where the truth is infinite, undefined, tiny, or beyond the range of the type."""

    FINITE = "finite where the truth is infinite"
    LOST = "infinite where the truth is finite"
    NAN = "nan where there is a value"
    RAISED = "an exception where there is a value"
    FLUSHED = "0 where the truth is below the smallest normal number"


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one entry of a quantity is off at a point.

    `ulps`, in units in the last place; `blamed`, those divided by 1 + the condition number; `edge`, where it is none of
    this; `told`, where it was looked into.
    """

    output: Output
    entry: str
    at: Compared
    seen: float
    truth: Any
    ulps: float = 0.0
    blamed: float = 0.0
    edge: Edge | None = None
    told: Explained | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """What is told of a deviation: `simple`, one of its kind at a simpler point; `persists`, how far that goes on; `why`."""

    simple: Deviation
    persists: str = ""
    why: str = ""


def only(c: Compared, output: Output, entry: str) -> Compared:
    """Of what came back at a point, one entry alone: the errors of the others are not computed."""
    if output is Output.VALUE:
        return replace(c, seen=replace(c.seen, gradient=None, hessian=None))
    gradient = {n: v for n, v in (c.seen.gradient or {}).items() if output is Output.GRADIENT and n == entry}
    hessian = {p: v for p, v in (c.seen.hessian or {}).items() if output is Output.HESSIAN and ", ".join(p) == entry}
    return replace(c, seen=replace(c.seen, valued=False, gradient=gradient, hessian=hessian))


@lru_cache(256)
def certified(tree: Expr, inputs: tuple[Symbol, ...], varying: tuple[Symbol, ...] = ()) -> CertifiedExpression:
    """An expression ready to be evaluated, made once."""
    return CertifiedExpression(tree, inputs, varying)


def deviations(loss: LossReference, compared: Sequence[Compared], kind: FloatType, related: Related) -> list[Deviation]:
    """The errors of an implementation that is factor * loss + constant, as the relation says; none where it names none.

    A point at which the factor or the constant is undecided is left out.
    """
    if related.factor is None or related.constant is None:
        return []
    symbols = tuple(i.symbol for i in loss.inputs)
    found: list[Deviation] = []
    factor, constant = (certified(e, symbols) for e in (related.factor, related.constant))
    for c in compared:
        try:
            times, more = (e.at(c.point, 0).value for e in (factor, constant))
        except (NoValue, TooWide):
            continue
        if not (isinstance(times, float) or isinstance(more, float)):
            found += errors(loss, [c], kind, times, {0: more})
    return found


def errors(
    reference: LossReference,
    compared: Iterable[Compared],
    kind: FloatType,
    factor: Any,
    constants: Mapping[int, Any],
    around: Around | None = None,
) -> Iterator[Deviation]:
    """The error of every entry at every point, of an implementation that is factor * truth + constant.

    Arguments: `constants`, by the number of the point; `around`, the truths a unit in the last place beside a point, where
    they are kept.
    """
    around = around or partial(neighbours, reference, digits=kind.digits - 1)
    numbers = {i.name: k for k, i in enumerate(reference.smooth)}
    moving = reference.free
    for place, c in enumerate(compared):
        if c.truth is None:
            continue
        with precision(BITS):
            constant = constants.get(place, arb(0))
            value = c.truth.value if isinstance(c.truth.value, float) else factor * c.truth.value + constant
            slack = abs(float_of(factor)) * c.scale + abs(float_of(constant))
        refused = c.seen.raised and isinstance(c.truth.value, float)  # a datum that cannot be
        if c.seen.valued and not refused:
            yield _error(Output.VALUE, "", c, c.seen.value, value, slack, kind)
        if isinstance(c.truth.value, float):
            continue
        yield from _slopes(reference, c, kind, factor, numbers, moving, around)


def _slopes(
    reference: LossReference,
    c: Compared,
    kind: FloatType,
    factor: Any,
    numbers: Mapping[str, int],
    moving: frozenset[str],
    around: Around,
) -> Iterator[Deviation]:
    truth = c.truth
    if truth is None or truth.first is None:
        return
    known: Sequence[Sequence[Certified]] | None = None  # once, and only where it is needed

    def turn(read: Callable[..., arb | None], *numbers: int) -> float:
        nonlocal known
        if known is None:
            known = around(c.point)
        return abs(float_of(factor)) * turned(known, truth, lambda t: read(t, *numbers), kind.digits - 1)

    for name, seen in (c.seen.gradient or {}).items():
        if name not in moving:
            continue
        k = numbers[name]
        with precision(BITS):
            slope = factor * truth.first.get(k, arb(0))
            row = {j: factor * _entry(truth, j, k) for j in range(len(numbers))} if truth.second is not None else None
        turns = turn(_slope, k) if row is None else moved(reference, c.point, row)
        yield _error(Output.GRADIENT, name, c, seen, slope, abs(float_of(slope)) + turns, kind)
    if truth.second is None:
        return
    for (one, other), seen in (c.seen.hessian or {}).items():
        if not moving.issuperset((one, other)):
            continue
        i, j = numbers[one], numbers[other]
        with precision(BITS):
            entry = factor * _entry(truth, i, j)
        name, size = f"{one}, {other}", abs(float_of(entry))
        error = _error(Output.HESSIAN, name, c, seen, entry, size, kind)
        if error.blamed > FREE:
            beside = abs(float_of(factor)) * _beside(truth, i, j)
            error = _error(Output.HESSIAN, name, c, seen, entry, size + turn(_entry, i, j) + beside, kind)
        yield error


def _slope(t: Certified, k: int) -> arb | None:
    return None if t.first is None else t.first.get(k, arb(0))


def _entry(t: Certified, i: int, j: int) -> arb | None:
    return None if t.second is None else t.second.get((min(i, j), max(i, j)), arb(0))


def _beside(t: Certified, i: int, j: int) -> float:
    """What a mixed derivative is small beside: the geometric mean of the two pure ones, 0 of a pure one."""
    pure = [abs(float_of(entry)) for k in (i, j) if (entry := _entry(t, k, k)) is not None]
    return math.sqrt(pure[0]) * math.sqrt(pure[1]) if i != j and all(map(math.isfinite, pure)) else 0.0


def _error(
    quantity: Output, entry: str, c: Compared, seen: float, truth: Any, slack: float, kind: FloatType
) -> Deviation:
    """The error of one entry. `slack` is the size by which rounding the inputs moves it."""
    edge = Edge.RAISED if c.seen.raised else _edge(seen, truth, kind)
    if edge is not None or isinstance(truth, float) or not math.isfinite(seen):
        return Deviation(quantity, entry, c, seen, truth, edge=edge)
    gap, unit = apart(seen, truth), unit_of(truth, kind)
    ulps = gap / unit if unit < math.inf else 0.0
    size = abs(float_of(truth))
    if math.isinf(slack):
        blamed = 0.0
    elif (
        math.isinf(ulps) or size * 2.0**kind.digits < unit
    ):  # of a truth of nearly 0, the size of rounding is what counts
        blamed = gap / max(unit, slack * 2.0**-kind.digits)
    else:
        blamed = ulps / max(1.0, slack / size)
    return Deviation(quantity, entry, c, seen, truth, ulps, blamed)


def _edge(seen: float, truth: Any, kind: FloatType) -> Edge | None:
    """What is to be said beside digits; None where there is nothing."""
    if math.isnan(seen):
        return Edge.NAN
    if isinstance(truth, float):
        return None if seen == truth else Edge.FINITE
    smallest, largest, half = _limits(kind)
    with precision(BITS):
        size = abs(truth)
    beyond = bool(size >= largest)
    if math.isinf(seen):
        return None if beyond else Edge.LOST
    if beyond or seen:
        return None
    return Edge.FLUSHED if size > half and size < smallest else None  # it is no 0, even rounded


@cache
def _limits(kind: FloatType) -> tuple[fmpq, fmpq, fmpq]:
    """The smallest normal and the largest number of a type, and half of its smallest."""
    return exactly(float(kind.smallest)), exactly(float(kind.largest)), exactly(float(kind.unit(Fraction(0)))) / 2
