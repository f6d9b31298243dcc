"""How many digits an implementation keeps: of its value, its gradient and its Hessian, and what it returns at the edges.

An error is counted in units in the last place of the returned type, divided by 1 + the condition number of the quantity at
that input: what rounding the inputs would do is nobody's fault. Conditioning excuses no kink, and nothing if it is infinite.
Source: Higham, Accuracy and Stability of Numerical Algorithms, sections 1.6 and 3.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from flint import arb

from properties.conformance.compared import BITS, Compared, apart, exactly, float_of, moved, unit_of
from properties.conformance.inputs import FloatType
from properties.conformance.reference import LossReference, Role
from properties.instances.numbers import NoValue, TooWide, precision

ULPS = 64.0  # beyond which an error is blamed
STEP = Fraction(1, 2**40)  # relative, of certified differences: balls have 70 bits


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

    `ulps`, in units in the last place; `blamed`, those divided by 1 + the condition number; `edge`, where it is none of this.
    """

    output: Output
    entry: str
    at: Compared
    seen: float
    truth: Any
    ulps: float = 0.0
    blamed: float = 0.0
    edge: Edge | None = None


def errors(
    reference: LossReference, compared: Iterable[Compared], kind: FloatType, factor: Any, constants: Mapping[int, Any]
) -> Iterator[Deviation]:
    """The error of every entry at every point, of an implementation that is factor * truth + constant.

    Arguments: `constants`, by the number of the point.
    """
    numbers = {i.name: k for k, i in enumerate(reference.smooth)}
    moving = {i.name for i in reference.inputs if i.role is Role.PREDICTION}
    for place, c in enumerate(compared):
        if c.truth is None:
            continue
        with precision(BITS):
            constant = constants.get(place, arb(0))
            value = c.truth.value if isinstance(c.truth.value, float) else factor * c.truth.value + constant
            slack = abs(float_of(factor)) * c.scale + abs(float_of(constant))
        if c.seen.valued:
            yield _error(Output.VALUE, "", c, c.seen.value, value, slack, kind)
        if isinstance(c.truth.value, float):
            continue
        yield from _slopes(reference, c, kind, factor, numbers, moving)


def _slopes(
    reference: LossReference, c: Compared, kind: FloatType, factor: Any, numbers: Mapping[str, int], moving: set[str]
) -> Iterator[Deviation]:
    truth = c.truth
    if truth is None or truth.first is None or truth.second is None:
        return
    for name, seen in (c.seen.gradient or {}).items():
        if name not in moving:
            continue
        k = numbers[name]
        with precision(BITS):
            slope = factor * truth.first.get(k, arb(0))
            row = {j: factor * truth.second.get((min(j, k), max(j, k)), arb(0)) for j in range(len(numbers))}
        slack = abs(float_of(slope)) + moved(reference, c.point, row)
        yield _error(Output.GRADIENT, name, c, seen, slope, slack, kind)
    for (one, other), seen in (c.seen.hessian or {}).items():
        i, j = sorted((numbers[one], numbers[other]))
        with precision(BITS):
            entry = factor * truth.second.get((i, j), arb(0))
        name = f"{one}, {other}"
        error = _error(Output.HESSIAN, name, c, seen, entry, abs(float_of(entry)), kind)
        if error.blamed > 1:
            slack = abs(float_of(entry)) + abs(float_of(factor)) * _turned(reference, c, (i, j))
            error = _error(Output.HESSIAN, name, c, seen, entry, slack, kind)
        yield error


def _turned(reference: LossReference, c: Compared, entry: tuple[int, int]) -> float:
    """sum |x_k d/dx_k h| of an entry h of the Hessian, by certified differences; infinite where there are none."""
    total = 0.0
    places = {i.name: k for k, i in enumerate(reference.inputs)}
    for i in reference.smooth:
        k = places[i.name]
        x = Fraction(c.point[k])
        if not x:
            continue
        try:
            near = reference.at((*c.point[:k], x * (1 + STEP), *c.point[k + 1 :]))
        except (NoValue, TooWide):
            return math.inf
        if near.second is None or c.truth is None or c.truth.second is None:
            return math.inf
        with precision(BITS):
            gap = near.second.get(entry, arb(0)) - c.truth.second.get(entry, arb(0))
        total += abs(float_of(gap)) / float(STEP)
    return total


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
    allowed = 1.0 if not slack else slack / size if size else math.inf
    blamed = 0.0 if math.isinf(allowed) and quantity is Output.VALUE and gap <= slack else ulps / max(1.0, allowed)
    return Deviation(quantity, entry, c, seen, truth, ulps, blamed)


def _edge(seen: float, truth: Any, kind: FloatType) -> Edge | None:
    """What is to be said beside digits; None where there is nothing."""
    if math.isnan(seen):
        return Edge.NAN
    if isinstance(truth, float):
        return None if seen == truth else Edge.FINITE
    with precision(BITS):
        beyond = bool(abs(truth) >= exactly(float(kind.largest)))
        lost = bool(abs(truth) * 2 > exactly(float(kind.unit(Fraction(0)))))  # it is no 0, even rounded
    if math.isinf(seen):
        return None if beyond else Edge.LOST
    if beyond:
        return None
    return Edge.FLUSHED if lost and seen == 0 and abs(truth) < exactly(float(kind.smallest)) else None
