"""Readings sorted out in floats: an implementation is called at a few points, and the loss must move as it does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise
from random import Random
from typing import Any

from properties.conformance.calling import Implementation, Observed, observer, refusal
from properties.conformance.calls import NeverReturned
from properties.conformance.candidates import HOLE, Candidate, Slot, slots_of
from properties.conformance.reading import Reading
from properties.conformance.reference import Input, LossReference, Role
from properties.conformance.roughly import RoughExpression
from properties.errors import InputError
from symbolic.core.domains import Domain, contains, elements, ends, subset, unit_interval, whole

GROUPS, EACH = (
    6,
    4,
)  # groups of points in which only predictions move, or the data where there are none, and how many there are in one
FEWEST = 3  # moves that are compared
CLOSE = 1e-5  # of what moves alike
STEP = 1e-5  # of differences
KINK = 1e-2  # how much slopes to both sides differ at a kink, where an implementation may return either
WHOLE = 24  # whole numbers that are tried where one is not known
SIMPLE = 1000  # the largest denominator of a number that is recognised

CallPoint = Mapping[str, Any]  # a number by argument, or a tuple of them for a vector
ArgumentPlaces = tuple[
    tuple[str, Domain, Role, int], ...
]  # by argument: its domain, its role, and how many numbers a vector has


@dataclass(frozen=True)
class Spot:
    """A point, what came back there, and the inputs that were made of its numbers."""

    point: CallPoint
    seen: Observed
    made: dict[Any, float] = field(default_factory=dict)


class Screen:
    """An implementation beside a loss, in floats.

    `told` says why it could not be called, or that it is random or the same everywhere, where that is so.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        reference: LossReference,
        given: Mapping[str, Any],
        library: str,
        sign: int,
        orders: int,
        called: str = "",
    ) -> None:
        self.function, self.reference, self.given, self.called = function, reference, given, called
        self.library, self.sign, self.orders = library, sign, orders
        symbols = [i.symbol for i in reference.inputs]
        self._losses = [RoughExpression(form, symbols) for form in reversed(reference.forms)]
        names = [i.name for i in reference.inputs]
        self._places: dict[Slot, list[int]] = {s: [names.index(i.name) for i in s.inputs] for s in slots_of(reference)}
        self._seen: dict[ArgumentPlaces, list[list[Spot]]] = {}  # by group
        self._refused: list[str] = []
        self._called, self._name = False, ""

    def fitting(self, candidates: Iterable[Candidate], scaled: bool = False) -> list[Candidate]:
        """Those by which the loss moves as what comes back, roughly; up to one positive factor where it is `scaled`."""
        kept = [(c, place) for c in candidates if (place := _place(c)) is not None]
        self._call({place for _, place in kept})
        return [c for c, place in kept if self._fits(c, place, scaled)]

    def fitted(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Those with a hole, filled with a simple number by which the first points fit."""
        kept = [(c, place) for c in candidates if (place := _place(c)) is not None]
        self._call({place for _, place in kept})
        for c, place in kept:
            yield from map(c.filled, self._solved(c, place))

    def moves(
        self, candidates: Iterable[Candidate], parts: Sequence[RoughExpression]
    ) -> Iterator[tuple[Candidate, list[float], list[list[float]]]]:
        """Of each candidate how what comes back moves from point to point in the groups, and how each of some parts does."""
        kept = [(c, place) for c in candidates if (place := _place(c)) is not None]
        self._call({place for _, place in kept})
        for c, place in kept:
            rows = []
            for spots in self._seen[place]:
                there = [[s.seen.value, *(part.at(self._inputs(c, s)) for part in parts)] for s in spots]
                rows += [[b - a for a, b in zip(there[0], other, strict=True)] for other in there[1:]]
            rows = [row for row in rows if all(map(math.isfinite, row))]
            yield c, [row[0] for row in rows], [[row[k] for row in rows] for k in range(1, len(parts) + 1)]

    @property
    def told(self) -> str | None:
        if not self._called:
            return self._refused[0] if self._refused else None
        if self._random():
            return f"{self._name} is random: two calls at one point differ; seed it."
        seen = [spot.seen for groups in self._seen.values() for spots in groups for spot in spots]
        came = [o.value for o in seen if o.valued and not o.raised]
        if came and all(map(math.isnan, came)):
            return f"{self._name} returned nan wherever it was called."
        if len({*came}) == 1:
            return f"{self._name} returned {came[0]!r} wherever it was called: it depends on none of its arguments."
        return None

    def _random(self) -> bool:
        """Does it return other values when it is called again?"""
        place, groups = next(iter(self._seen.items()))
        first = [spot.seen for spot in groups[0]]
        again = self._observed(place, [spot.point for spot in groups[0]])
        pairs = [
            (v, w)
            for one, other in zip(first, again, strict=True)
            for v, w in zip(_numbers(one), _numbers(other), strict=False)
        ]
        return any(v != w and not math.isnan(v) for v, w in pairs)

    # ---- what comes back ---------------------------------------------------------------------------------------------

    def _call(self, places: set[ArgumentPlaces]) -> None:
        """All points of the same arguments are called at once: some libraries compile at each call."""
        alike: dict[Any, list[ArgumentPlaces]] = {}
        for place in sorted(places - {*self._seen}, key=str):
            kind = tuple(  # derivatives are those in the predictions
                (a, role if self.orders else role is Role.DATUM, role is Role.DATUM and elements(d) is not None, n)
                for a, d, role, n in place
            )
            alike.setdefault(kind, []).append(place)
        for them in alike.values():
            groups = [[*_group(place, Random(f"{k}"))] for place in them for k in range(GROUPS)]
            flat = iter(self._observed(them[0], [p for group in groups for p in group]))
            for k, group in enumerate(groups):
                self._seen.setdefault(them[k // GROUPS], []).append([Spot(p, next(flat)) for p in group])

    def _observed(self, place: ArgumentPlaces, points: Sequence[CallPoint]) -> list[Observed]:
        inputs, arguments = [], {}
        for a, domain, role, count in place:
            arguments[a] = tuple(f"{a}_{k}" for k in range(count)) if count else (a,)
            inputs += [Input(n, domain, role) for n in arguments[a]]
        bound = LossReference(self.reference.name, tuple(inputs), (), self.reference.classes)
        reading = Reading(arguments, frozenset(a for a, *_, count in place if count), bound, {})
        flat = [{n: x for a in arguments for n, x in zip(arguments[a], _tuple(p[a]), strict=True)} for p in points]
        made = Implementation(
            self.function, reading, self.given, "float64", self.sign, min(self.orders, 1), self.called
        )
        try:
            found = observer(made, self.library)(flat)
        except NeverReturned:
            raise
        except InputError as error:
            self._refused.append(str(error))
            return [Observed(math.nan)] * len(points)
        self._name = made.name
        raised = [o.raised for o in found if o.raised]
        if len(raised) == len(found):
            self._refused.append(refusal(made, self.library, flat, raised[0]))
        else:
            self._called = True
        return found

    # ---- and what is true --------------------------------------------------------------------------------------------

    def _truth(self, c: Candidate, spot: Spot, number: float = math.nan) -> float:
        values = self._inputs(c, spot, number)
        for loss in self._losses:
            found = loss.at(values)
            if found == found:
                return found
        return math.nan

    def _inputs(self, c: Candidate, spot: Spot, number: float = math.nan) -> list[float]:
        """The inputs of the loss at a point."""
        values = [math.nan] * len(self.reference.inputs)
        for slot, w, args in c.parts:
            for k, place in enumerate(self._places[slot]):
                key = (id(w), args, k)
                if key not in spot.made or HOLE in args:
                    numbers = [_value(a, spot.point, k if slot.vector else None, number) for a in args]
                    spot.made[key] = w.rough.at(numbers)
                values[place] = spot.made[key]
        return values

    def _pairs(
        self, c: Candidate, spots: Iterable[Spot], number: float = math.nan
    ) -> Iterator[tuple[float, float, float]]:
        """What came back, what is true and of what size they are: of moves between points, or of derivatives."""
        if self.orders:
            for spot in spots:
                yield from self._slopes(c, spot, number)
            return
        base: tuple[float, float] | None = None
        for spot in spots:
            v, t = spot.seen.value, self._truth(c, spot, number)
            if base is not None and math.isfinite(t):
                yield v - base[0], t - base[1], max(1.0, abs(v), abs(t), *map(abs, base))
            elif math.isfinite(t):
                base = v, t

    def _slopes(self, c: Candidate, spot: Spot, number: float) -> Iterator[tuple[float, float, float]]:
        if spot.seen.gradient is None:
            yield math.nan, 0.0, 1.0
        for name, slope in (spot.seen.gradient or {}).items():
            a, k = (name, None) if name in spot.point else (name.rpartition("_")[0], int(name.rpartition("_")[2]))
            here = self._truth(c, spot, number)
            ahead, behind = (
                (self._truth(c, Spot({**spot.point, a: _moved(spot.point[a], k, step)}, spot.seen), number) - here)
                / step
                for step in (STEP, -STEP)
            )
            kink = abs(ahead - behind) > KINK * max(1.0, abs(ahead), abs(behind))
            if math.isfinite(ahead + behind) and not kink:
                yield slope, (ahead + behind) / 2, max(1.0, abs(slope), abs(ahead + behind) / 2)

    def _fits(self, c: Candidate, place: ArgumentPlaces, scaled: bool) -> bool:
        factor, compared, moves = (None if scaled else 1.0), 0, False
        for spots in self._seen[place]:
            pairs = self._pairs(c, spots)
            if factor is None:
                listed = [*pairs]
                if not listed:
                    continue  # nothing is finite here
                v, t, _ = max(listed, key=lambda pair: abs(pair[1]), default=(0.0, 0.0, 1.0))
                factor = v / t if t else None
                if factor is None or not 0 < factor < math.inf:
                    return False
                pairs = iter(listed)
            for v, t, size in pairs:
                if not abs(v - factor * t) <= CLOSE * max(1.0, factor) * size:
                    return False
                compared += 1
                moves = moves or abs(t) > CLOSE * size
        return moves and compared >= FEWEST

    # ---- a number that is not known ----------------------------------------------------------------------------------

    def _solved(self, c: Candidate, place: ArgumentPlaces) -> Iterator[Fraction]:
        """Simple numbers in the place of the hole by which the first pair fits."""
        domain = (c.domains or {})[HOLE]
        if whole(domain):
            low = int(domain.hull.lower) if domain.hull is not None and domain.hull.lower > -math.inf else -WHOLE // 2
            yield from (Fraction(n) for n in range(low, low + WHOLE) if contains(domain, n))
            return
        grid = [x for x in _grid(domain) if contains(domain, Fraction(x))]
        for spots in self._seen[place]:
            for pair in combinations(spots, 1 if self.orders else 2):
                gaps = [self._gap(c, pair, x) for x in grid]
                zeros = [x for x, g in zip(grid, gaps, strict=True) if g == 0]
                ways = [k for k, (g, h) in enumerate(pairwise(gaps)) if g * h < 0]
                if not ways and (not zeros or len(zeros) == len(grid)):
                    break  # the number makes no difference to them, or none would do
                roots = [_root(partial(self._gap, c, pair), grid[k], grid[k + 1]) for k in ways]
                for x in (*zeros, *roots):
                    near = Fraction(x).limit_denominator(SIMPLE)
                    if abs(float(near) - x) <= 1e-8 * max(1.0, abs(x)) and contains(domain, near):
                        yield near
                if ways:
                    return  # if the number is simple, it was among the roots

    def _gap(self, c: Candidate, spots: Sequence[Spot], number: float) -> float:
        v, t, _ = next(self._pairs(c, spots, number), (math.nan, 0.0, 1.0))
        return v - t


def _place(c: Candidate) -> ArgumentPlaces | None:
    domains = c.domains
    if domains is None:
        return None
    return tuple((a, domains[a], role, c.vectors.get(a, 0)) for a, role in c.roles)


def _numbers(seen: Observed) -> list[float]:
    """The value, or what has none its gradient."""
    return [seen.value] if seen.valued else [*(seen.gradient or {}).values()]


def _tuple(x: Any) -> tuple[float, ...]:
    return x if isinstance(x, tuple) else (x,)


def _value(a: Any, point: CallPoint, k: int | None, number: float) -> float:
    if isinstance(a, Fraction):
        return float(a)
    found: Any = number if a == HOLE else point[a]
    return float(found if k is None else found[k])


def _moved(x: Any, k: int | None, step: float) -> Any:
    return x + step if k is None else (*x[:k], x[k] + step, *x[k + 1 :])


def _group(place: ArgumentPlaces, random: Random) -> Iterator[CallPoint]:
    fixed = {a: _drawn(domain, count, random) for a, domain, _, count in place}
    moving = Role.PREDICTION if any(role is Role.PREDICTION for _, _, role, _ in place) else Role.DATUM
    for _ in range(EACH):
        yield {a: _drawn(domain, count, random) if role is moving else fixed[a] for a, domain, role, count in place}


def _drawn(domain: Domain, count: int, random: Random) -> Any:
    """A member of a domain; for several classes a vector of them, which adds up to 1 where they are probabilities."""
    if not count:
        return _mild(domain, random)
    found = [_mild(domain, random) for _ in range(count)]
    total = math.fsum(found) if subset(domain, unit_interval) and elements(domain) is None else 1.0
    return tuple(x / total for x in found)


def _mild(domain: Domain, random: Random) -> float:
    """A member of a domain, neither large nor near an end, that is exact in every type."""
    listed = elements(domain)
    if listed is not None and len(listed) <= 64:
        return float(random.choice(listed))
    hull = domain.hull
    low, high = (-math.inf, math.inf) if hull is None or not ends(domain) else (float(hull.lower), float(hull.upper))
    if whole(domain):
        start = low if low > -math.inf else high - 6 if high < math.inf else -3
        return float(random.randint(int(start), int(min(high, start + 6))))
    if low > -math.inf and high < math.inf:
        return low + (high - low) * random.randint(6, 58) / 64
    if low > -math.inf:
        return low + random.randint(20, 190) / 64
    return high - random.randint(20, 190) / 64 if high < math.inf else random.randint(-128, 128) / 64


def _grid(domain: Domain) -> list[float]:
    hull = domain.hull
    if hull is None:
        return []
    low, high = float(hull.lower), float(hull.upper)
    if low > -math.inf and high < math.inf:
        return [low + (high - low) * k / 16 for k in range(1, 16)]
    if low > -math.inf:
        return [low + 2.0 ** (k / 2) for k in range(-12, 13, 2)]
    return [float(k) for k in range(-8, 9)]


def _root(gap: Callable[[float], float], a: float, b: float) -> float:
    """Between two numbers at which the signs differ, by false position; what is kept twice counts half (Illinois)."""
    g, h = gap(a), gap(b)
    for _ in range(60):
        m = (a * h - b * g) / (h - g)
        here = gap(m)
        if not math.isfinite(here) or here == 0 or m in (a, b):
            return m
        if here * h < 0:
            a, g = b, h
        else:
            g /= 2
        b, h = m, here
    return b
