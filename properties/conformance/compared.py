"""An implementation beside the truth at one point: how far apart they are, in what measure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from properties.conformance.calling import Adapter, Observed
from properties.conformance.inputs import Coordinates, FloatType
from properties.conformance.reference import LossReference
from properties.conformance.truth import Certified
from properties.instances.numbers import NoValue, TooWide, precision

BITS = 192
DIGITS = 52  # after the first one of a double: differences are taken by a unit in its last place


@dataclass(frozen=True, slots=True)
class Compared:
    """What is true and what came back at a point.

    `truth` is None where there certainly is no value. `scale` is |t| + sum |x_i dt/dx_i|: by how much the truth moves as
    inputs are rounded, relative to their last place; infinite where it jumps, or is infinite itself.
    """

    point: Coordinates
    truth: Certified | None
    seen: Observed
    scale: float

    @property
    def finite(self) -> bool:
        """Is there a finite truth and a finite value to be compared?"""
        return self.truth is not None and not isinstance(self.truth.value, float) and math.isfinite(self.seen.value)


def compare(reference: LossReference, observe: Adapter, points: Sequence[Coordinates]) -> Iterator[Compared]:
    """The truth beside what comes back, at each point where the truth is decided and that there was time for."""
    known: list[tuple[Coordinates, Certified | None]] = []
    for point in filter(reference.admits, points):
        try:
            known.append((point, _truth(reference, point)))
        except TooWide:
            continue
    names = [i.name for i in reference.inputs]
    seen = observe([dict(zip(names, point, strict=True)) for point, _ in known])
    for (point, truth), one in zip(known, seen, strict=True):
        if one.left:
            continue
        yield Compared(point, truth, one, math.inf if truth is None else scale(reference, point, truth))


def _truth(reference: LossReference, point: Coordinates) -> Certified | None:
    """None where there certainly is none. Raises TooWide where that is undecided."""
    try:
        return reference.at(point)
    except NoValue:
        return None


class CalledPoints:
    """What came back at some points, called for at once; the truth at one of them is found when it is asked for."""

    def __init__(self, reference: LossReference, observe: Adapter, points: Iterable[Coordinates]) -> None:
        self.reference = reference
        names = [i.name for i in reference.inputs]
        wanted = [p for p in dict.fromkeys(points) if reference.admits(p)]
        self._seen = dict(zip(wanted, observe([dict(zip(names, p, strict=True)) for p in wanted]), strict=True))
        self._known: dict[Coordinates, Compared | None] = {}

    def at(self, point: Coordinates) -> Compared | None:
        """As `compare` gives it; None where the truth is undecided, or there was no time to call it."""
        if point not in self._known:
            self._known[point] = self._compared(point)
        return self._known[point]

    def _compared(self, point: Coordinates) -> Compared | None:
        if point not in self._seen or self._seen[point].left:
            return None
        try:
            truth = _truth(self.reference, point)
        except TooWide:
            return None
        size = math.inf if truth is None else scale(self.reference, point, truth)
        return Compared(point, truth, self._seen[point], size)


def compare_groups(
    reference: LossReference, observe: Adapter, groups: Sequence[Sequence[Coordinates]]
) -> list[list[Compared]]:
    """`compare` of several groups, for which the implementation is called once: some libraries compile at each call."""
    points = [point for group in groups for point in group]
    numbers = [k for k, group in enumerate(groups) for _ in group]
    found: list[list[Compared]] = [[] for _ in groups]
    rest = iter(zip(points, numbers, strict=True))
    for one in compare(reference, observe, points):
        found[next(k for point, k in rest if point is one.point)].append(one)  # undecided ones are left out, in order
    return found


def scale(reference: LossReference, point: Coordinates, truth: Certified) -> float:
    """|t| + sum |x_i dt/dx_i| over the smooth inputs; at a kink, by differences."""
    if isinstance(truth.value, float):
        return math.inf
    size = abs(float_of(truth.value))
    if truth.first is None:
        return size + turned(neighbours(reference, point, DIGITS, 0), truth, lambda c: c.value, DIGITS)
    return size + moved(reference, point, truth.first)


def neighbours(reference: LossReference, point: Coordinates, digits: int, order: int = 2) -> list[list[Certified]]:
    """For each smooth input that is not 0, the truths a unit in the last place to both sides, as far as there are any."""
    found = []
    for i in reference.smooth:
        k = reference.inputs.index(i)
        sides = []
        for way in (1, -1) if point[k] else ():
            x = Fraction(point[k]) * (1 + way * Fraction(1, 2**digits))
            try:
                sides.append(reference.at((*point[:k], x, *point[k + 1 :]), order))
            except (NoValue, TooWide):
                continue
        found += [sides] if point[k] else []
    return found


def turned(
    around: Iterable[Sequence[Certified]], here: Certified, read: Callable[[Certified], Any], digits: int
) -> float:
    """sum |x_i d/dx_i| of what is read, by differences of a unit in the last place, the larger to both sides.

    By the mean value theorem each is a derivative that is taken between the two points; where pieces meet in between, it is
    what rounding does. Balls of 70 bits leave 2^-17 of the size of what is read. Infinite where there is nothing beside.
    """
    total, centre = 0.0, read(here)
    for sides in around:
        others = [v for v in map(read, sides) if v is not None]
        if centre is None or not others or any(isinstance(v, float) for v in (*others, centre)):
            return math.inf
        with precision(BITS):
            total += max(float_of(abs(v - centre)) for v in others) * 2.0**digits
    return total


def moved(reference: LossReference, point: Coordinates, slopes: Mapping[int, arb]) -> float:
    """sum |x_i s_i| over the smooth inputs."""
    places = {i.name: x for i, x in zip(reference.inputs, point, strict=True)}
    return sum(_product(places[i.name], slopes[k]) for k, i in enumerate(reference.smooth) if k in slopes)


def _product(x: float, slope: Any) -> float:
    """|x s|, also where s alone is out of range."""
    plain = abs(x * float_of(slope)) if x else 0.0
    if (0 < plain < math.inf) or not x or isinstance(slope, float):
        return plain
    with precision(BITS):
        return float_of(abs(exactly(x) * slope))


def float_of(v: Any) -> float:
    """Roughly, as a float; infinite where it is out of range."""
    if isinstance(v, float):
        return v
    try:
        return float(v)
    except OverflowError:
        return math.inf


def apart(seen: float, truth: Any) -> float:
    """|seen - truth|, roughly, for a finite seen."""
    with precision(BITS):
        gap = arb(exactly(seen)) - truth
        return abs(float_of(gap))


def exactly(x: float) -> fmpq:
    top, below = x.as_integer_ratio()
    return fmpq(top, below)


def unit_of(truth: Any, kind: FloatType) -> float:
    """A unit in the last place of a type around a ball."""
    v = float_of(truth)
    if math.isinf(v):
        return math.inf
    if v == 0 or abs(v) < 2.0**kind.lowest:
        return 2.0 ** (kind.lowest - kind.digits + 1) if kind.digits < 53 else 5e-324
    return 2.0 ** (math.frexp(v)[1] - kind.digits)


def finite(them: Iterable[Compared]) -> list[Compared]:
    return [c for c in them if c.finite]
