"""Failing points made simple: few digits, and 0 or 1 wherever that fails as well; and how far it fails along an input."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from time import monotonic

from properties.conformance.calling import Adapter
from properties.conformance.compared import CalledPoints, Compared
from properties.conformance.inputs import Coordinates, FloatType
from properties.conformance.reference import Input, LossReference
from symbolic.core.domains import contains

SECONDS = 15.0
PLAIN = (0.0, 1.0, -1.0, 2.0, -2.0, 3.0, 0.5, -0.5, 10.0, -10.0, 100.0, -100.0, 1e3, -1e3)
STEPS = (
    *range(1, 11),
    20,
    40,
    80,
    160,
    320,
    640,
    1000,
)  # powers of 2 by which the distance from an end is changed, to see how far it fails
HALVINGS, AHEAD = 10, 5  # of which as many are called for at once, whatever comes of the first

Fails = Callable[[Sequence[Compared]], bool]


def shrunk(
    reference: LossReference,
    observe: Adapter,
    bad: Sequence[Compared],
    fails: Fails,
    inside: Callable[[Coordinates], bool] = lambda point: True,
    seconds: float = SECONDS,
) -> list[Compared]:
    """The simplest points that are found at which the implementation fails as it does at `bad`.

    They are sought within a budget of time, `inside` of the declared range. They differ in what moves, mostly predictions:
    what else is changed is changed in all of them. An implementation is called for all that is tried of a change at once.
    """
    end, best = monotonic() + seconds, [*bad]
    changed, refused = True, set[tuple[Coordinates, ...]]()
    while changed and monotonic() < end:
        changed = False
        for tried in _changes(reference, best):
            if monotonic() > end:
                break
            points = [c.point for c in best]
            changed_to = dict.fromkeys(tuple(map(tuple, change(points))) for change in tried)
            wanted = [w for w in sorted(changed_to, key=_cost) if _cost(w) < _cost(points) and w not in refused]
            wanted = [w for w in wanted if all(map(inside, w))]
            if not wanted:
                continue
            called = CalledPoints(reference, observe, (point for w in wanted for point in w))
            for simpler in wanted:
                rows = [c for c in map(called.at, simpler) if c is not None]
                if len(rows) == len(best) and fails(rows):
                    best, changed = rows, True
                    break
                refused.add(simpler)
    return best


Change = Callable[[Sequence[Coordinates]], Sequence[Coordinates]]


def _changes(reference: LossReference, best: Sequence[Compared]) -> Iterator[list[Change]]:
    """What is tried together: all inputs rounded, pairs of inputs, then each input of each point."""
    inputs = reference.inputs
    yield [_rounding(inputs, digits) for digits in (1, 2, 3)]
    for j, k in combinations(range(len(inputs)), 2):
        some = [[x for x in PLAIN[:4] if contains(inputs[n].domain, Fraction(x))] for n in (j, k)]
        yield [_put({j: x, k: y}, range(len(best))) for x, y in product(*some)]
    for k, i in enumerate(inputs):
        for places in [[n] for n in range(len(best))] if i in reference.moving else [[*range(len(best))]]:
            yield [_put({k: x}, places) for x in _simpler(i, best[places[0]].point[k])]


def _put(values: dict[int, float], places: Sequence[int]) -> Change:
    def change(points: Sequence[Coordinates]) -> Sequence[Coordinates]:
        return [tuple(values.get(k, x) for k, x in enumerate(p)) if n in places else p for n, p in enumerate(points)]

    return change


def _rounding(inputs: Sequence[Input], digits: int) -> Change:
    """All inputs to a number of digits, as far as these are members of their domains."""

    def rounded(i: Input, x: float) -> float:
        y = float(f"{x:.{digits}g}")
        return y if contains(i.domain, Fraction(y)) else x

    return lambda points: [tuple(rounded(i, x) for i, x in zip(inputs, p, strict=True)) for p in points]


def _simpler(i: Input, x: float) -> Iterator[float]:
    """Simpler members of a domain, the simplest first."""
    tens = math.floor(math.log10(abs(x))) if x and abs(x) < 1e300 else 0
    exponents = {tens, tens + 1, *(tens - int(tens / 2**k) for k in range(1, 7))} if x and abs(x) < 1e300 else set()
    powers = [math.copysign(10.0**k, x) for k in sorted(exponents)]
    rounded = [float(f"{x:.{digits}g}") for digits in (1, 2, 3)]
    for y in dict.fromkeys([*PLAIN, *powers, *rounded]):
        if cost(y) < cost(x) and contains(i.domain, Fraction(y)):
            yield y


def _cost(points: Sequence[Coordinates]) -> float:
    return math.fsum(cost(x) for p in points for x in p)


def cost(x: float) -> float:
    """How hard a number is to read: its digits, its sign, and how far it is from 1."""
    if not x:
        return 0.0
    digits = repr(abs(x)).partition("e")[0].replace(".", "").strip("0")
    return 2 * len(digits) + (x < 0) + abs(math.log10(abs(x))) / 5


@dataclass(frozen=True, slots=True)
class Persistence:
    """That an implementation fails at all that were `tried` of input `name` from `low` to `high`.

    `beside`: the nearest points to both sides at which it does not, where there are any.
    """

    name: str
    low: float
    high: float
    tried: tuple[Compared, ...]
    beside: tuple[Compared, ...]

    def __str__(self) -> str:
        if self.low == self.high:
            return f"at {self.name} = {self.low!r} alone"
        ends = _inwards(self.low, self.high), _inwards(self.high, self.low)
        return f"at {self.name} from {' to '.join(ends if len({*ends}) > 1 else map(repr, (self.low, self.high)))}"


def _inwards(end: float, other: float) -> str:
    """An end of an interval with three digits, where such a number lies inside."""
    for step in (0, 1, -1):
        digits = f"{end:.2e}"
        x = float(digits) + step * 10.0 ** (int(digits.partition("e")[2]) - 2)
        if min(end, other) <= x <= max(end, other) and math.isfinite(x):
            return f"{x:.3g}"
    return repr(end)


def persistence(
    reference: LossReference, observe: Adapter, at: Compared, number: int, fails: Fails, kind: FloatType
) -> Persistence:
    """How far a failure goes on along one input: numbers around it are tried, and the ends between them halved."""
    i, here = reference.inputs[number], at.point[number]

    def put(x: float) -> Coordinates:
        return (*at.point[:number], x, *at.point[number + 1 :])

    values = sorted({*_around(i, here, kind), here})
    called = CalledPoints(reference, observe, (put(x) for x in values if x != here))
    looked = {here: at}

    def bad(x: float, called: CalledPoints) -> bool | None:
        """Does it fail there? None where that is not known."""
        found = looked.get(x) or called.at(put(x))
        if found is None:
            return None
        looked[x] = found
        return fails([found])

    ends: list[tuple[float, float | None]] = []
    for way in (-1, 1):
        inside, outside = here, None
        for x in values[values.index(here) + way :: way] if values.index(here) + way >= 0 else ():
            failed = bad(x, called)
            if failed is None:
                continue
            if not failed:
                outside = x
                break
            inside = x
        ends.append((inside, outside))

    def between(inside: float, outside: float) -> float | None:
        middle = kind.rounded(_between(inside, outside))
        return middle if middle not in (inside, outside) and contains(i.domain, Fraction(middle)) else None

    def ahead(inside: float, outside: float | None, times: int) -> Iterator[float]:
        """All middles that the next halvings may come to."""
        middle = None if outside is None or not times else between(inside, outside)
        if middle is not None and outside is not None:
            yield middle
            yield from ahead(middle, outside, times - 1)
            yield from ahead(inside, middle, times - 1)

    for _ in range(HALVINGS // AHEAD):
        called = CalledPoints(reference, observe, (put(x) for pair in ends for x in ahead(*pair, AHEAD)))
        for k, (inside, outside) in enumerate(ends):
            for _ in range(AHEAD):
                middle = None if outside is None else between(inside, outside)
                failed = None if middle is None else bad(middle, called)
                if failed is None or middle is None:
                    break
                inside, outside = (middle, outside) if failed else (inside, middle)
            ends[k] = inside, outside
    (low, below), (high, above) = ends
    tried = tuple(c for x, c in sorted(looked.items()) if low <= x <= high)
    beside = tuple(looked[x] for x in (below, above) if x is not None)
    return Persistence(i.name, low, high, tried, beside)


def _around(i: Input, x: float, kind: FloatType) -> set[float]:
    """Members of a domain around x: nearer to and farther from 0 and the ends by powers of 2, and a little beside."""
    hull = i.domain.hull
    centres = [0.0] if hull is None else [c for c in (0.0, float(hull.lower), float(hull.upper)) if math.isfinite(c)]
    found = {c + (x - c) * 2.0 ** (s * k) for c in centres for k in STEPS for s in (1, -1)}
    found |= {s * 2.0**k for k in range(-20, 11) for s in (1, -1)} if x == 0 else set()
    found |= {x + s * max(abs(x), 1.0) * 2.0**-k for k in (4, 8, 16, 24) for s in (1, -1)}
    rounded = {kind.rounded(s * y) for y in found for s in (1, -1)} | {0.0}
    return {y for y in rounded if math.isfinite(y) and contains(i.domain, Fraction(y))}


def _between(a: float, b: float) -> float:
    """A number between two: the geometric mean of two far apart on one side of 0."""
    if a * b > 0 and not 0.5 < a / b < 2:
        return math.copysign(math.exp((math.log(abs(a)) + math.log(abs(b))) / 2), a)
    return a / 2 + b / 2
