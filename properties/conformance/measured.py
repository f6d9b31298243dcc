"""How well a form does in floating point, by ranges of the inputs: where it keeps its digits, and where not.

The ranges are nested, the widest first. A form is good on a range if at each certified point in it nothing comes back that
is not finite, and no error beyond `KEPT` units in the last place divided by 1 + the condition number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, partial
from random import Random
from typing import Any

from flint import arb

from properties.conformance.accuracy import Around, Deviation, Edge, Output, errors
from properties.conformance.calling import Observed
from properties.conformance.compared import Compared, float_of, neighbours, scale
from properties.conformance.inputs import FLOAT64, Coordinates, core, extremes
from properties.conformance.ranges import LEAST, REACH, Range, depth, drawn, hard
from properties.conformance.reference import Input, LossReference
from properties.instances.numbers import NoValue, TooWide
from symbolic.core.domains import contains, elements, whole

BAR = 4.0  # units in the last place, beyond which digits are lost
KEPT = BAR - 0.5  # units at the points that are looked at: less than the bar, for the sake of all others
SMALLEST = 1e-300  # below it digits are not counted: parts of such a number are below the smallest normal one
TINY = (1e-307, 1e-300, 1e-290)  # where parts of a product may be below it
EACH = 25  # points drawn for each range
PAIRS, HALVINGS = 250, 60  # of points between which a function begins to overflow
WORST, NEAR = 12, 20  # points that are looked around, and how many are near each
FURTHER = 1200  # points of the further look at a range


@dataclass(frozen=True)
class Sampled:
    """A reference with the truth at points of all ranges.

    Arguments: `around`, the truths beside a point; `depth`, in how many of the nested ranges it lies: both are kept.
    """

    reference: LossReference
    compared: tuple[Compared, ...]
    around: Around
    depth: Callable[[Coordinates], int]

    def inside(self, place: Range) -> list[Coordinates]:
        """The points in a range."""
        return [c.point for c in self.compared if self.depth(c.point) > REACH.index(place.reach)]


@dataclass(frozen=True, slots=True)
class Measure:
    """What came of one form of one quantity.

    Attributes: `range`, the widest where it is good, or None; `worst`, the largest error on it; `points`, how many were
    looked at; `lost`, beyond it (or anywhere, without a range), the first point where digits go or nothing finite comes;
    `bad`, at how many points they do; `looked`, how many points were gone through; `refuted`, how many ranges are, the widest
    first; `found`, all errors, with the number of ranges that the point is in.
    """

    range: Range | None
    worst: float
    points: int
    lost: Deviation | None
    bad: int = 0
    looked: int = 0
    refuted: int = 0
    found: tuple[tuple[int, Deviation], ...] = field(default=(), repr=False, compare=False)


def sample(reference: LossReference, seed: int = 0) -> Sampled:
    """Certified values with derivatives at points of all ranges: forms are chosen by them."""
    random = Random(f"compile {seed}")
    points = [p for group in core(reference, FLOAT64, random, 20) for p in group]
    points += extremes(reference, FLOAT64, random, 250)
    for reach in REACH:
        spans = [(i, *Range(reach).interval(i)) for i in reference.inputs]
        points += [tuple(drawn(i, low, high, random) for i, low, high in spans) for _ in range(EACH)]
    around = cache(partial(neighbours, reference, digits=FLOAT64.digits - 1))
    return Sampled(reference, tuple(_certified(reference, points)), around, cache(partial(depth, reference.inputs)))


def further(sampled: Sampled, ranges: Iterable[Range], seed: int = 0) -> Sampled:
    """The same with points behind, in ranges that may be printed, at which forms fail that did well so far."""
    random, points = Random(f"compile again {seed}"), []
    for place in sorted(set(ranges), key=lambda place: place.reach):
        points += [hard(sampled.reference.inputs, place, random) for _ in range(FURTHER)]
    return replace(sampled, compared=(*sampled.compared, *_certified(sampled.reference, points)))


def at_boundaries(sampled: Sampled, tried: Iterable[tuple[Callable[..., Any], Range]], seed: int = 0) -> Sampled:
    """The same with points behind at which functions begin to overflow, to vanish, or change sign, in ranges to be printed.

    A line between two of the points, at one of which there is a number and at the other none, is halved until both are
    neighbours, or some times: around a change of sign, summands cancel.
    """
    points: list[Coordinates] = []
    for function, place in tried:
        points += _boundaries(sampled, function, place, Random(f"compile boundaries {seed}"))
    return replace(sampled, compared=(*sampled.compared, *_certified(sampled.reference, points)))


def _boundaries(sampled: Sampled, function: Callable[..., Any], place: Range, random: Random) -> Iterator[Coordinates]:
    import numpy

    def states(rows: Any) -> Any:
        """Of each row: is a number there, what is its sign, and is it tiny?"""
        with numpy.errstate(all="ignore"):
            values = numpy.broadcast_to(function(*rows.T), rows.shape[:1])
        size = 1.0 + sum((abs(values) >= tiny).astype(float) for tiny in TINY)
        return numpy.where(numpy.isfinite(values), numpy.sign(values) * size, 9.0)

    def halfway(one: Any, other: Any) -> Any:
        middle = (
            numpy.sign(one) * numpy.log1p(abs(one) / LEAST) + numpy.sign(other) * numpy.log1p(abs(other) / LEAST)
        ) / 2
        found = numpy.sign(middle) * numpy.expm1(abs(middle)) * LEAST
        return numpy.where(counts, numpy.round(found), found)

    inputs = sampled.reference.inputs
    counts, labels = (
        [whole(i.domain) for i in inputs],
        [k for k, i in enumerate(inputs) if elements(i.domain) is not None],
    )
    rows = numpy.array(sampled.inside(place), dtype=float)
    if not len(rows) or not inputs:
        return
    pairs = [[random.randrange(len(rows)) for _ in range(20 * PAIRS)] for _ in range(2)]
    one, other = (rows[numbers] for numbers in pairs)
    other[:, labels] = one[:, labels]
    kind = states(one)
    apart = numpy.flatnonzero(kind != states(other))[:PAIRS]
    one, other, kind = one[apart], other[apart], kind[apart]
    last = numpy.array([random.choice((HALVINGS, random.randrange(HALVINGS))) for _ in one])[:, None]
    for k in range(HALVINGS if len(one) else 0):
        middle = halfway(one, other)
        same = (states(middle) == kind)[:, None]
        one = numpy.where(same & (k < last), middle, one)
        other = numpy.where(~same & (k < last), middle, other)
    for row in (*one, *other):
        point = tuple(map(float, row))
        if place.holds(inputs, point):
            yield point


def near_worst(sampled: Sampled, measures: Iterable[Measure], seed: int = 0) -> Sampled:
    """The same with points behind that are near those at which forms do worst in the ranges that may be printed."""
    random = Random(f"compile near {seed} {len(sampled.compared)}")
    inputs, points = sampled.reference.inputs, []
    for m in measures:
        inside = [e for depth, e in m.found if depth > m.refuted and _counted(e)] if m.range is not None else []
        for e in sorted(inside, key=lambda e: -e.blamed)[:WORST]:
            moved = (tuple(_nearby(i, x, random) for i, x in zip(inputs, e.at.point, strict=True)) for _ in range(NEAR))
            points += [point for point in moved if m.range is not None and m.range.holds(inputs, point)]
    return replace(sampled, compared=(*sampled.compared, *_certified(sampled.reference, points)))


def _nearby(i: Input, x: float, random: Random) -> float:
    """The same number of an input, or one beside it."""
    if random.random() < 0.3 or elements(i.domain) is not None:
        return x
    if whole(i.domain):
        return x + random.choice((-1, 1))
    return x * (1 + random.choice((-1, 1)) * 2 ** random.uniform(-52, -2))


def _certified(reference: LossReference, points: Iterable[Coordinates]) -> Iterator[Compared]:
    for point in dict.fromkeys(points):
        if not all(contains(i.domain, Fraction(x)) for i, x in zip(reference.inputs, point, strict=True)):
            continue
        try:
            truth = reference.at(point)
        except (NoValue, TooWide):
            continue
        yield Compared(point, truth, Observed(math.nan), scale(reference, point, truth))


def measure(
    sampled: Sampled, output: Output, entry: Any, function: Callable[..., Any], before: Measure | None = None
) -> Measure:
    """How a function on arrays does for the value, or for an entry of the gradient or Hessian.

    Arguments: `entry`, the name of a prediction, or a pair of them; `function` of the inputs in order; `before`, what came of
    the first points.
    """
    import numpy

    known = before or Measure(None, math.inf, 0, None)
    points = sampled.compared[known.looked :]
    if known.looked:  # what is beyond the range tells nothing new
        points = tuple(c for c in points if sampled.depth(c.point) > known.refuted)
    known = replace(known, looked=len(sampled.compared))
    if not points:
        return known
    columns = [numpy.array(c, dtype=float) for c in zip(*(c.point for c in points), strict=True)]
    with numpy.errstate(all="ignore"):
        returned = numpy.broadcast_to(function(*columns), columns[0].shape if columns else ())
    seen = [replace(c, seen=_seen(output, entry, float(v))) for c, v in zip(points, returned, strict=True)]
    constants: Mapping[int, Any] = {}
    text = ", ".join(entry) if isinstance(entry, tuple) else entry
    all_errors = errors(sampled.reference, seen, FLOAT64, arb(1), constants, sampled.around)
    found = [(sampled.depth(e.at.point), e) for e in all_errors if e.output is output and e.entry == text]
    return _measured((*known.found, *found), len(sampled.compared))


def _seen(output: Output, entry: Any, value: float) -> Observed:
    if output is Output.VALUE:
        return Observed(value)
    return Observed(0.0, {entry: value}) if output is Output.GRADIENT else Observed(0.0, None, {entry: value})


def _counted(e: Deviation) -> bool:
    """Is it an error whose digits are counted: not of what is tiny?"""
    return e.edge is None and max(abs(float_of(e.truth)), abs(e.seen)) >= SMALLEST


def _bad(e: Deviation) -> bool:
    return e.edge not in (None, Edge.FLUSHED) or (_counted(e) and e.blamed > KEPT)


def _measured(found: Sequence[tuple[int, Deviation]], looked: int) -> Measure:
    bad = [(depth, e) for depth, e in found if _bad(e)]
    refuted = max((depth for depth, _ in bad), default=0)
    inside = [e for depth, e in found if depth > refuted]
    if refuted < len(REACH) and inside:
        place, lost = Range(REACH[refuted]), [e for _, e in bad]
        worst = max((e.blamed for e in inside if _counted(e)), default=0.0)
    else:
        place, inside = None, [e for depth, e in found if depth == len(REACH)]
        worst = max((math.inf if e.edge else e.blamed for e in inside), default=math.inf)
        lost = [e for e in inside if _bad(e)]
    return Measure(place, worst, len(inside), _plainest(lost), len(bad), looked, refuted, tuple(found))


def _plainest(them: Sequence[Deviation]) -> Deviation | None:
    """The point with the least extreme numbers."""
    return min(them, key=lambda e: sum(abs(math.log2(abs(x))) for x in e.at.point if x), default=None)
