"""How well a form does in floating point, by ranges of the inputs: where it keeps its digits, and where not.

The ranges are nested, the widest first. A form is good on a range if at each certified point in it nothing comes back that
is not finite, and no error beyond `BAR` units in the last place divided by 1 + the condition number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from flint import arb

from properties.conformance.accuracy import Deviation, Edge, Output, errors
from properties.conformance.calling import Observed
from properties.conformance.compared import Compared, scale
from properties.conformance.inputs import FLOAT64, Coordinates, core, extremes
from properties.conformance.reference import Input, LossReference, Role
from properties.instances.numbers import NoValue, TooWide
from symbolic.core.domains import contains, elements, whole

BAR = 4.0  # units in the last place
REACH = (1e300, 1e100, 1e30, 1e15, 1e8, 1e5, 700.0, 40.0, 5.0)
EACH = 25  # points drawn for each range
AGAIN = 200  # points of the second look at a range


@dataclass(frozen=True, slots=True)
class Range:
    """Where inputs lie: within `reach` in size, and no nearer than 1/reach to an end of their domain."""

    reach: float

    def interval(self, i: Input) -> tuple[float, float]:
        """Of an input."""
        hull = i.domain.hull
        low, high = (-math.inf, math.inf) if hull is None else (float(hull.lower), float(hull.upper))
        listed = elements(i.domain)
        if whole(i.domain) or (listed is not None and len(listed) <= 64):
            return max(low, -self.reach), min(high, self.reach)
        gap, above = 1 / self.reach, 1 / self.reach
        if i.role is Role.DATUM and low > -math.inf and contains(i.domain, Fraction(low)):
            gap = 0.0
        bottom = -self.reach if low == -math.inf else low + max(gap, abs(low) * 2**-52)
        top = self.reach if high == math.inf else high - max(above, abs(high) * 2**-53)
        return bottom, top

    def holds(self, inputs: Sequence[Input], point: Coordinates) -> bool:
        """Is a point in it?"""
        spans = map(self.interval, inputs)
        return all(low <= x <= high for (low, high), x in zip(spans, point, strict=True))


@dataclass(frozen=True)
class Sampled:
    """A reference with the truth at points of all ranges."""

    reference: LossReference
    compared: tuple[Compared, ...]

    @cached_property
    def depth(self) -> Mapping[Coordinates, int]:
        """In how many of the nested ranges a point lies."""
        inputs = self.reference.inputs
        boxes = [[Range(reach).interval(i) for i in inputs] for reach in REACH]
        return {
            c.point: sum(all(low <= x <= high for (low, high), x in zip(box, c.point, strict=True)) for box in boxes)
            for c in self.compared
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """What came of one form of one quantity.

    Attributes: `range`, the widest where it is good, or None; `worst`, the largest error on it; `points`, how many were
    looked at; `lost`, beyond it (or anywhere, without a range), the first point where digits go or nothing finite comes;
    `bad`, at how many points they do.
    """

    range: Range | None
    worst: float
    points: int
    lost: Deviation | None
    bad: int = 0


def sample(reference: LossReference, seed: int = 0) -> Sampled:
    """Certified values with derivatives at points of all ranges: forms are chosen by them."""
    random = Random(f"compile {seed}")
    points = [p for group in core(reference, FLOAT64, random, 20) for p in group]
    points += extremes(reference, FLOAT64, random, 250)
    for reach in REACH:
        spans = [(i, *Range(reach).interval(i)) for i in reference.inputs]
        points += [tuple(_drawn(i, low, high, random) for i, low, high in spans) for _ in range(EACH)]
    return _certified(reference, points)


def second_look(sampled: Sampled, ranges: Iterable[Range], seed: int = 0) -> Sampled:
    """Further points, which decide among the best forms: in ranges that may be printed, half of them with inputs at ends."""
    random, points = Random(f"compile again {seed}"), []
    for place in sorted(set(ranges), key=lambda place: place.reach):
        spans = [(i, *place.interval(i)) for i in sampled.reference.inputs]
        for k in range(AGAIN):
            share = (0.0, 0.4)[k % 2]
            points.append(
                tuple(
                    random.choice((low, high)) if random.random() < share else _drawn(i, low, high, random)
                    for i, low, high in spans
                )
            )
    return Sampled(sampled.reference, (*sampled.compared, *_certified(sampled.reference, points).compared))


def _certified(reference: LossReference, points: Iterable[Coordinates]) -> Sampled:
    found = []
    for point in dict.fromkeys(points):
        if not all(contains(i.domain, Fraction(x)) for i, x in zip(reference.inputs, point, strict=True)):
            continue
        try:
            truth = reference.at(point)
        except (NoValue, TooWide):
            continue
        found.append(Compared(point, truth, Observed(math.nan), scale(reference, point, truth)))
    return Sampled(reference, tuple(found))


def _drawn(i: Input, low: float, high: float, random: Random) -> float:
    """A member of an interval, of any order of magnitude."""
    listed = elements(i.domain)
    if listed is not None and len(listed) <= 64:
        return float(random.choice(listed))
    if whole(i.domain):
        size = math.floor(math.exp(random.uniform(0, math.log(min(high - low, 2.0**53)) + 0.01)))
        return float(min(low + size - 1, high)) if low > -math.inf else float(random.choice((-1, 1)) * size)
    if low < 0:
        return random.choice((-1, 1)) * math.exp(random.uniform(math.log(1e-3), math.log(max(min(high, -low), 1e-2))))
    low = low or min(1e-300, high)
    if high > 2:
        return min(max(math.exp(random.uniform(math.log(low), math.log(high))), low), high)
    gap = math.exp(random.uniform(math.log(low), math.log(0.5))) if low < 0.5 else 0.0
    return gap if random.random() < 0.5 and low <= gap <= high else min(max(high - gap, low), high)


def measure(sampled: Sampled, output: Output, entry: Any, function: Callable[..., Any]) -> Measure:
    """How a function on arrays does for the value, or for an entry of the gradient or Hessian.

    Arguments: `entry`, the name of a prediction, or a pair of them; `function` of the inputs in order.
    """
    import numpy

    if not sampled.compared:
        return Measure(None, math.inf, 0, None)
    columns = [numpy.array(c, dtype=float) for c in zip(*(c.point for c in sampled.compared), strict=True)]
    with numpy.errstate(all="ignore"):
        returned = numpy.broadcast_to(function(*columns), columns[0].shape if columns else ())
    seen = [replace(c, seen=_seen(output, entry, float(v))) for c, v in zip(sampled.compared, returned, strict=True)]
    constants: Mapping[int, Any] = {}
    text = ", ".join(entry) if isinstance(entry, tuple) else entry
    found = [
        e for e in errors(sampled.reference, seen, FLOAT64, arb(1), constants) if e.output is output and e.entry == text
    ]
    return _measured(sampled.depth, found)


def _seen(output: Output, entry: Any, value: float) -> Observed:
    if output is Output.VALUE:
        return Observed(value)
    return Observed(0.0, {entry: value}) if output is Output.GRADIENT else Observed(0.0, None, {entry: value})


def _bad(e: Deviation) -> bool:
    return e.blamed > BAR or e.edge not in (None, Edge.FLUSHED)


def _measured(depth: Mapping[Coordinates, int], found: Sequence[Deviation]) -> Measure:
    bad = [e for e in found if _bad(e)]
    good = max((depth[e.at.point] for e in bad), default=0)  # the number of ranges that are refuted
    inside = [e for e in found if depth[e.at.point] > good]
    if good < len(REACH) and inside:
        return Measure(Range(REACH[good]), max(e.blamed for e in inside), len(inside), _plainest(bad), len(bad))
    inside = [e for e in found if depth[e.at.point] == len(REACH)]
    worst = max((math.inf if e.edge else e.blamed for e in inside), default=math.inf)
    return Measure(None, worst, len(inside), _plainest([e for e in inside if _bad(e)]), len(bad))


def _plainest(them: Sequence[Deviation]) -> Deviation | None:
    """The point with the least extreme numbers."""
    return min(them, key=lambda e: sum(abs(math.log2(abs(x))) for x in e.at.point if x), default=None)
