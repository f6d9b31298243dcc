"""The search for a minimiser that has no closed form. Floats lead it: what it finds is only proposed."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement, product
from math import ceil, exp, isfinite, log, log10, prod
from operator import itemgetter
from typing import Any

from flint import arb, arb_mat, fmpq

from properties.data.family_data import Data, inside
from properties.errors import InputError
from properties.estimation.jets import Local, Objective, Unavailable
from properties.estimation.linear import Linear
from properties.estimation.objectives import Evaluator, Point, decimal, rounded
from properties.instances.numbers import precision, rational
from properties.instances.strategies import numbers
from symbolic.core.domains import INFINITY, Domain, FiniteSet, Integers, RealInterval, reals
from symbolic.core.terms import Parameter

Searched = tuple[Point, tuple[str, ...]]
GUIDING = 160  # bits while searching
POLISHING = 256  # bits of the last steps
DEAR = 300  # different rows: beyond this floats guide where they can
MANY = 2_000  # different rows: beyond this one start is followed
MOST_STARTS = 200
SEVERAL = 4  # starts that are followed beside the best one, where derivatives are known
STEPS = 60
SIMPLEX = 6  # unknowns
FAR = 1e-10  # of what the data span: a parameter that close to an end, or that many times beyond, has run off


def numeric(data: Data, loss: Evaluator, jets: Objective | None = None, *, several: bool = True) -> Searched:
    """A minimiser of the mean loss as a search finds it, and the unknowns that it drove to an end of their domain.

    Arguments: `loss`; `jets`, its derivatives where known; `several`, whether it may have several valleys. Raises InputError
    where the loss is finite nowhere.
    """
    family = data.family
    search = _Search(data, loss, jets)
    starts = [(f, p) for p in search.starts() if (f := search.at(p)) is not None]
    if not starts:
        raise InputError(
            f"{data.source}: the likelihood of {family} is 0, or has no value, at every parameter tried: do its known "
            "constants and its support fit these data?"
        )
    starts.sort(key=lambda entry: entry[0])  # the first of equals: landmarks of the data come before other numbers
    f, point, settled = min(
        (search.improved(*start, search.moving) for start in (search.spread(starts) if several else starts[:1])),
        key=itemgetter(0),
    )
    if not settled:  # an end of the support may sit on a datum, where nothing is smooth
        for p, end in product(search.moving, search.extremes):
            name = str(p.name)
            at_end = search.at(point | {name: end}) if inside(p.domain, end) else None
            if at_end is not None:
                g, other, _ = search.improved(at_end, point | {name: end}, [q for q in search.moving if q is not p])
                if g <= f:
                    f, point = g, other
    for p in family.parameters:  # an end that belongs to the domain may be the very estimate
        for end in _ends(p.domain):
            at_end = search.at(point | {str(p.name): end})
            if at_end is not None and at_end <= f:
                f, point = at_end, point | {str(p.name): end}
    return search.neat(point), tuple(search.runaways(point)) or tuple(search.cliffs(point))


def improved(data: Data, loss: Evaluator, point: Point, jets: Objective | None = None) -> Searched:
    """What `numeric` returns, from a better point on."""
    search = _Search(data, loss, jets)
    at = search.at(point)
    if at is not None:
        _, point, _ = search.improved(at, point, search.moving)
    return search.neat(point), tuple(search.runaways(point))


def _ends(domain: Domain) -> list[fmpq]:
    """The ends that belong to an interval."""
    if not isinstance(domain, RealInterval):
        return []
    ends = ((domain.lower, domain.lower_closed), (domain.upper, domain.upper_closed))
    return [rational(end) for end, closed in ends if closed]


@dataclass(slots=True)
class _Search:
    """Where a search looks: coordinates without bounds, one for each unknown."""

    data: Data
    loss: Evaluator
    jets: Objective | None = None
    scale: float = field(init=False)
    landmarks: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.landmarks, self.scale = landmarks(self.data, 1 if isinstance(self.data.family, Linear) else None)

    @property
    def names(self) -> list[str]:
        return [str(p.name) for p in self.data.family.parameters]

    def at(self, point: Point) -> float | None:
        """The mean loss, for a comparison that decides nothing; None where it is infinite or has no value."""
        if self.jets is not None and self.loss.rowwise and self.data.distinct > DEAR:
            try:
                local = self.jets.at([as_float(point[name]) for name in self.names], order=0)
            except Unavailable:
                return None
            return float(local.value) if local.feasible and isfinite(local.value) else None
        (value,) = self.loss.values([point], GUIDING)
        if value is None or isinstance(value, float) or (isinstance(value, arb) and not _sharp(value)):
            return None
        return _Guide.of(value)

    def neat(self, point: Point) -> Point:
        """The same point in fewer digits, where its numbers are longer than what data or people write.

        What is lost is small beside the number itself and beside the spread of the data: 1e12 + 3 may not become 1e12. A
        place on the real line that is as near to 0 as the search itself is exact becomes 0.
        """
        found = {}
        places = () if isinstance(self.data.family, Linear) else self.data.family.parameters
        anywhere = {str(p.name) for p in places if p.domain == reals}
        for name, v in point.items():
            if len(str(v)) < 24 or not v:
                found[name] = v
                continue
            if name in anywhere and abs(as_float(v)) < 1e-40 * self.scale:
                found[name] = fmpq(0)
                continue
            size, spread = log10(abs(as_float(v)) or 1e-300), log10(self.scale)
            found[name] = rounded(v, max(13, min(40, 13 + ceil(size - spread))))
        return found

    def spread(self, starts: list[tuple[float, Point]]) -> list[tuple[float, Point]]:
        """Where to begin: the best start, and some of the others where there may be several valleys."""
        alone = self.jets is None or self.data.distinct > MANY
        return starts[:1] if alone else [*starts[:1], *starts[1 : 2 * SEVERAL : 2]]

    def runaways(self, point: Point) -> Iterator[str]:
        """The unknowns that have come close to an end that does not belong to their domain, or gone far out."""
        for p in self.data.family.parameters:
            if not isinstance(p.domain, RealInterval) or point[str(p.name)] in _ends(p.domain):
                continue
            at, scale = float(point[str(p.name)]), self.scale
            for end in (float(p.domain.lower), float(p.domain.upper)):
                close = abs(at - end) < FAR * min(scale, 1.0) if isfinite(end) else False
                if close or (
                    not isfinite(end) and abs(at) > (scale + max(map(abs, self.landmarks), default=1.0)) / FAR
                ):
                    shown = "oo" if end == INFINITY else "-oo" if end == -INFINITY else decimal(rational(end))
                    if close or (at > 0) == (end > 0):
                        yield f"{p} -> {shown} (at {decimal(point[str(p.name)])})"

    def cliffs(self, point: Point) -> Iterator[str]:
        """An unknown on whose way to an open end the loss falls for ever, with another unknown on a datum, if there is one.

        It falls for ever as far as three values tell, by as much on the second thirty decades as on the first. What lies in a
        bounded interval is taken as it is and in the middle: a weight of 0 would hide a part of a mixture.
        """
        domains = {str(p.name): p.domain for p in self.moving if isinstance(p.domain, RealInterval)}
        bounded = {
            n: d for n, d in domains.items() if not isinstance(d.lower, float) and not isinstance(d.upper, float)
        }
        middle = point | {n: (rational(d.lower) + rational(d.upper)) / 2 for n, d in bounded.items()}
        for (name, domain), base in product(domains.items(), (point, middle)):
            for end, side in _open_ends(domain):
                way = [end + side * _decimal(self.scale * s) for s in (1e-30, 1e-60, 1e-90)]
                for other, v in product(domains, self.extremes[:4]):
                    if other == name or not inside(domains[other], v):
                        continue
                    values = [self.at(base | {other: v, name: w}) for w in way]
                    first, second, third = (math.nan if v is None else float(v) for v in values)
                    if first - second > 1e-6 and abs((second - third) / (first - second) - 1) < 1e-2:
                        yield f"{name} -> {decimal(end)} (with {other} = {decimal(v)})"
                        return

    def starts(self) -> Iterator[Point]:
        """Points to start from: landmarks of the data and simple numbers, in every combination up to a limit."""
        weights = set(self.data.family.weights) if isinstance(self.data.family, Linear) else set()
        names, choices = [], []
        for p in self.data.family.parameters:
            simple = [fmpq(v, w) for v, w in ((0, 1), (1, 1), (1, 2), (2, 1), (-1, 1), (1, 10), (10, 1))]
            simple = simple[:5] if p.domain == reals else simple
            marks = [_decimal(v) for v in self.landmarks]
            if p in weights:  # a slope of 0 leaves the constant
                marks, simple = (marks[:4], simple) if p is self.data.family.parameters[0] else ([], simple[:1])
            if isinstance(p.domain, Integers):
                marks += [fmpq(round(v)) for v in self.landmarks]
            names.append(str(p.name))
            choices.append([v for v in dict.fromkeys([*marks, *simple]) if inside(p.domain, v)])
            if isinstance(p.domain, FiniteSet):
                choices[-1] = [rational(v) for v in p.domain.values]
            if not choices[-1]:
                choices[-1] = [_inner(p.domain)]
        if prod(map(len, choices)) <= MOST_STARTS:
            combinations_: Iterable[tuple[fmpq, ...]] = product(*choices)
        else:
            drawn = random.Random(0)
            combinations_ = dict.fromkeys(tuple(map(drawn.choice, choices)) for _ in range(MOST_STARTS))
        for values in combinations_:
            yield dict(zip(names, values, strict=True))

    @property
    def moving(self) -> tuple[Parameter, ...]:
        """The unknowns that range over an interval."""
        return tuple(p for p in self.data.family.parameters if isinstance(p.domain, RealInterval))

    @property
    def extremes(self) -> list[fmpq]:
        """The smallest and the largest value of each column of numbers."""
        found = []
        for k, values in enumerate(self.data.values.values()):
            if not isinstance(values[0], str):
                occurring = [values[j] for j in {cell[k] for cell in self.data.cells}]
                found += [min(occurring), max(occurring)]
        return found

    def improved(self, f: float, point: Point, free: Sequence[Parameter]) -> tuple[float, Point, bool]:
        """A better point, from this one on; and whether Newton's method has converged there."""
        f, point = self._whole(f, point)
        settled = not free
        if free and self.jets is not None:
            f, point, settled = self._descended(f, point, free)
        if free and not settled and len(free) <= SIMPLEX:
            f, point = self._simplex(f, point, free, 1e-3, 60)
            f, point, settled = self._newton(f, point, free)
            if not settled:
                f, point = self._simplex(f, point, free, 1e-14, 120)
                f, point, settled = self._newton(f, point, free)
            f, point = self._whole(f, point)
        return f, point, settled

    def _descended(self, f: float, point: Point, free: Sequence[Parameter]) -> tuple[float, Point, bool]:
        """Newton's method with a damping that grows until the loss falls; then a few steps in many bits.

        Source: Nocedal and Wright, Numerical Optimization, sections 3.4 and 10.3.
        """
        jets = self.jets
        if jets is None:
            return f, point, False
        places = [k for k, p in enumerate(self.data.family.parameters) if p in free]
        domains = [p.domain for p in self.data.family.parameters]
        at = [as_float(point[name]) for name in self.names]
        try:
            local = jets.at(at)
            damping, small = 1e-3, 0
            for _ in range(STEPS):
                slope = [local.gradient[k] for k in places]
                bend = [[local.hessian[i][j] for j in places] for i in places]
                step, new = None, None
                while damping < 1e12:
                    step = _solved(_damped(bend, damping), slope)
                    moved = list(at)
                    for k, h in zip(places, step or (), strict=step is not None):
                        moved[k] = at[k] - h
                    if step is not None and all(_within(domains[k], moved[k]) for k in places):
                        new = _tried(jets, moved)
                        if new is not None and new.value <= local.value:
                            break
                        new = None
                    damping = max(damping, 1e-6) * 10
                if step is None or new is None:
                    break
                gain, local = local.value - new.value, new
                sizes = [abs(h) / max(abs(at[k]), 1e-3 * self.scale) for k, h in zip(places, step, strict=True)]
                at, damping = moved, damping / 10 if damping > 1e-9 else 0.0
                small = small + 1 if max(sizes) < 1e-9 or gain <= 1e-15 * abs(local.value) else 0
                if max(sizes) < 1e-12 or small > 2:
                    break
        except Unavailable:
            return f, point, False
        found = point | {
            name: _decimal(v) for k, (name, v) in enumerate(zip(self.names, at, strict=True)) if k in places
        }
        value = self.at(found) if all(inside(p.domain, found[str(p.name)]) for p in free) else None
        if value is None or value > f + 1e-12 * abs(f):
            return f, point, False
        return self._polished(value, found, places)

    def _polished(self, f: float, point: Point, places: Sequence[int]) -> tuple[float, Point, bool]:
        """Newton's steps in many bits, from a point that is close; and whether they have converged."""
        jets, names = self.jets, self.names
        if jets is None:
            return f, point, False
        at, settled = dict(point), False
        try:
            for _ in range(6):
                with precision(POLISHING):
                    local = jets.at([arb(at[name]) for name in names], bits=POLISHING)
                    bend = arb_mat([[local.hessian[i][j].mid() for j in places] for i in places])
                    slope = arb_mat([[local.gradient[i].mid()] for i in places])
                    step = bend.solve(slope).tolist()
                    near = [max(abs(as_float(at[names[k]])), self.scale) for k in places]
                    if not all(abs(h) <= size for (h,), size in zip(step, near, strict=True)):  # it was not close
                        return f, point, False
                    for k, (h,) in zip(places, step, strict=True):
                        at[names[k]] = rounded(arb(at[names[k]]) - h, 40)
                    if not all(inside(self.data.family.parameters[k].domain, at[names[k]]) for k in places):
                        return f, point, False
                    settled = all(
                        abs(float(h.mid())) <= 1e-20 * max(abs(as_float(at[names[k]])), 1e-6 * self.scale)
                        for k, (h,) in zip(places, step, strict=True)
                    )
                if settled:
                    break
        except (Unavailable, ZeroDivisionError):
            return f, point, False
        value = self.at(at)
        if not settled or value is None or value > f + 1e-12 * abs(f):
            return f, point, False
        convex = all(float(local.hessian[k][k].mid()) > 0 for k in places)
        return value, at, convex

    def _newton(self, f: float, point: Point, free: Sequence[Parameter]) -> tuple[float, Point, bool]:
        """Newton's method with differences in place of derivatives, taken in so many bits that they are as good.

        Source: Nocedal and Wright, Numerical Optimization, chapter 3.
        """
        names = [str(p.name) for p in free]
        for _ in range(12):
            steps = [_decimal(max(abs(float(point[n])), min(self.scale, 1.0)) * 1e-14) for n in names]
            pairs = list(combinations_with_replacement(range(len(names)), 2))
            moved = [point | {n: point[n] + s * h} for n, h in zip(names, steps, strict=True) for s in (1, -1)]
            moved += [
                point | {names[i]: point[names[i]] + steps[i], names[j]: point[names[j]] + steps[j]}
                for i, j in pairs
                if i < j
            ]
            if not all(inside(p.domain, m[str(p.name)]) for m in moved for p in free):
                return f, point, False
            values = self.loss.values([point, *moved], GUIDING)
            if any(v is None or isinstance(v, float) for v in values):
                return f, point, False
            with precision(GUIDING):
                at, *others = [arb(v).mid() for v in values]
                up, down, both = (
                    others[: 2 * len(names) : 2],
                    others[1 : 2 * len(names) : 2],
                    iter(others[2 * len(names) :]),
                )
                slope = [float((u - d) / (2 * arb(h))) for u, d, h in zip(up, down, steps, strict=True)]
                bend = [[0.0] * len(names) for _ in names]
                for i, j in pairs:
                    over = arb(steps[i] * steps[j])
                    second = up[i] + down[i] - 2 * at if i == j else next(both) - up[i] - up[j] + at
                    bend[i][j] = bend[j][i] = float(second / over)
            step = _solved(bend, slope)
            if step is None:
                return f, point, False
            next_point = point | {n: point[n] - _decimal(d) for n, d in zip(names, step, strict=True)}
            small = all(
                abs(d) <= 1e-13 * max(abs(float(point[n])), 1e-3 * self.scale) for n, d in zip(names, step, strict=True)
            )
            value = self.at(next_point) if all(inside(p.domain, next_point[str(p.name)]) for p in free) else None
            if value is None or not value < f:
                return f, point, small
            f, point = value, next_point
            if small:
                return f, point, True
        return f, point, False

    def _whole(self, f: float, point: Point) -> tuple[float, Point]:
        """Steps of whole numbers, doubled while they help."""
        for p in self.data.family.parameters:
            if not isinstance(p.domain, Integers):
                continue
            step, name = 1, str(p.name)
            while step:
                moved = [point | {name: point[name] + s} for s in (step, -step)]
                tried = [(g, m) for m in moved if inside(p.domain, m[name]) and (g := self.at(m)) is not None]
                better = min(tried, key=lambda entry: entry[0], default=(f, point))
                if better[0] < f:
                    (f, point), step = better, step * 2
                else:
                    step //= 2
        return f, point

    def _simplex(
        self, f: float, point: Point, free: Sequence[Parameter], tolerance: float, turns: int
    ) -> tuple[float, Point]:
        """Nelder and Mead, A simplex method for function minimization, The Computer Journal 7 (1965)."""
        maps = [_Coordinate(p.domain, self.scale, float(point[str(p.name)])) for p in free]
        names = [str(p.name) for p in free]

        def value(u: list[float]) -> float:
            moved = {n: m.value(c) for n, m, c in zip(names, maps, u, strict=True)}
            if not all(inside(p.domain, moved[n]) for p, n in zip(free, names, strict=True)):
                return INFINITY
            found = self.at(point | moved)
            return INFINITY if found is None else found

        d = len(free)
        start = [m.start for m in maps]
        corners = [start, *([c + (0.3 if k == j else 0.0) for k, c in enumerate(start)] for j in range(d))]
        simplex = sorted(((value(u), u) for u in corners), key=lambda entry: entry[0])
        for _ in range(turns * d):
            (low, best), (high, worst) = simplex[0], simplex[-1]
            width = max(abs(a - b) for _, u in simplex[1:] for a, b in zip(u, best, strict=True))
            if width < tolerance * (1 + max(map(abs, best))):
                break
            centre = [sum(u[j] for _, u in simplex[:-1]) / d for j in range(d)]

            def along(t: float, centre: list[float] = centre, worst: list[float] = worst) -> tuple[float, list[float]]:
                u = [c + t * (w - c) for c, w in zip(centre, worst, strict=True)]
                return value(u), u

            reflected = along(-1.0)
            if reflected[0] < low:
                simplex[-1] = min(reflected, along(-2.0), key=lambda entry: entry[0])
            elif reflected[0] < simplex[-2][0]:
                simplex[-1] = reflected
            else:
                contracted = along(-0.5 if reflected[0] < high else 0.5)
                if contracted[0] < min(high, reflected[0]):
                    simplex[-1] = contracted
                else:
                    shrunk = [[b + (c - b) / 2 for b, c in zip(best, u, strict=True)] for _, u in simplex[1:]]
                    simplex[1:] = [(value(u), u) for u in shrunk]
            simplex.sort(key=lambda entry: entry[0])
        low, best = simplex[0]
        if low < f:
            return low, point | {n: m.value(c) for n, m, c in zip(names, maps, best, strict=True)}
        return f, point


class _Guide(float):
    """A float that also knows the ball it came from: two of them are compared by the balls' middles."""

    __slots__ = ("ball",)
    ball: Any

    @classmethod
    def of(cls, value: Any) -> _Guide:
        self = cls(float(arb(value).mid()))
        self.ball = arb(value).mid()
        return self

    def __lt__(self, other: float) -> bool:
        return bool(self.ball < other.ball) if isinstance(other, _Guide) else float(self) < other

    def __le__(self, other: float) -> bool:
        return not other < self if isinstance(other, _Guide) else float(self) <= other

    def __gt__(self, other: float) -> bool:
        return bool(self.ball > other.ball) if isinstance(other, _Guide) else float(self) > other


class _Coordinate:
    """A domain's interior as the image of the real line."""

    def __init__(self, domain: Domain, scale: float, at: float) -> None:
        hull = domain.hull or reals
        self.lower, self.upper = float(hull.lower), float(hull.upper)
        self.scale, self.centre = max(scale, abs(at) / 10, 1e-3), at
        low, high = isfinite(self.lower), isfinite(self.upper)
        if low and high:
            share = min(max((at - self.lower) / (self.upper - self.lower), 1e-6), 1 - 1e-6)
            self.start = log(share / (1 - share))
        elif low or high:
            self.start = log(max(at - self.lower if low else self.upper - at, 1e-9))
        else:
            self.start = 0.0

    def value(self, u: float) -> fmpq:
        u = max(min(u, 60.0), -60.0)
        if isfinite(self.lower) and isfinite(self.upper):
            return _decimal(self.lower + (self.upper - self.lower) / (1 + exp(-u)))
        if isfinite(self.lower):
            return _decimal(self.lower + exp(u))
        if isfinite(self.upper):
            return _decimal(self.upper - exp(u))
        return _decimal(self.centre + u * self.scale)


def _sharp(v: arb) -> bool:
    """Does the middle of a ball say something of its value? That of a ball which holds everything is 0."""
    return bool(v.is_finite() and v.rad() <= 1 + abs(v.mid()) / 1000)


def as_float(v: fmpq) -> float:
    """The float next to a rational number; infinite where it is too large."""
    try:
        return int(v.p) / int(v.q)
    except OverflowError:
        return INFINITY if v > 0 else -INFINITY


def _within(domain: Domain, v: float) -> bool:
    """Is a float inside of an interval, and not next to an end that does not belong to it?"""
    hull = domain.hull or reals
    return isfinite(v) and float(hull.lower) < v < float(hull.upper)


def _tried(jets: Objective, at: Sequence[float]) -> Local | None:
    try:
        local = jets.at(at)
    except Unavailable:
        return None
    return local if local.feasible and isfinite(local.value) else None


def _damped(matrix: list[list[float]], damping: float) -> list[list[float]]:
    """The matrix with its diagonal made larger by a share of itself."""
    floor = max((abs(row[k]) for k, row in enumerate(matrix)), default=1.0) * 1e-12 or 1e-12
    return [
        [v + damping * max(abs(v), floor) if i == j else v for j, v in enumerate(row)] for i, row in enumerate(matrix)
    ]


def _decimal(v: float) -> fmpq:
    """The rational number that a float is printed as."""
    return rational(repr(v))


def _open_ends(domain: Domain) -> list[tuple[fmpq, int]]:
    """The finite ends that do not belong to an interval, with the side on which its members lie."""
    if not isinstance(domain, RealInterval):
        return []
    ends = ((domain.lower, domain.lower_closed, 1), (domain.upper, domain.upper_closed, -1))
    return [(rational(end), side) for end, closed, side in ends if not closed and not isinstance(end, float)]


def _inner(domain: Domain) -> fmpq:
    return numbers(domain)[0]


def landmarks(data: Data, columns: int | None = None) -> tuple[list[float], float]:
    """Numbers near which parameters may lie: places and spreads of the (first) columns, as floats; and a scale."""
    marks: list[float] = []
    scales: list[float] = []
    for k, name in enumerate(data.names[:columns]):
        values = data.values[name]
        if isinstance(values[0], str):
            continue
        weighted: dict[int, int] = {}
        for cell, times in data.cells.items():
            weighted[cell[k]] = weighted.get(cell[k], 0) + times
        pairs = sorted((float(values[j]), times) for j, times in weighted.items())
        total = sum(times for _, times in pairs)
        mean = sum(v * times for v, times in pairs) / total
        spread = (sum((v - mean) ** 2 * times for v, times in pairs) / total) ** 0.5
        quantiles, running, wanted = [], 0, [0.25, 0.5, 0.75]
        for v, times in pairs:
            running += times
            while wanted and running >= wanted[0] * total:
                quantiles.append(v)
                wanted.pop(0)
        extremes = [pairs[0][0], pairs[-1][0]]
        marks += [quantiles[1], mean, *extremes, spread, quantiles[0], quantiles[2], spread**2]
        if len(pairs) <= 12:
            marks += [v for v, _ in pairs]
        if mean:
            marks += [1 / mean, mean * mean / (spread**2 or 1), mean / (spread**2 or 1)]
        scales.append(spread)
    return [m for m in dict.fromkeys(marks) if isfinite(m)], max(scales, default=1.0) or 1.0


def _solved(matrix: list[list[float]], right: list[float]) -> list[float] | None:
    """The solution of a small linear system by Gauss' elimination, for a matrix that is positive definite; else None."""
    d = len(right)
    rows = [[*row, r] for row, r in zip(matrix, right, strict=True)]
    for k in range(d):
        if not (rows[k][k] > 0 and isfinite(rows[k][k])):
            return None
        for i in range(k + 1, d):
            ratio = rows[i][k] / rows[k][k]
            rows[i] = [a - ratio * b for a, b in zip(rows[i], rows[k], strict=True)]
    x = [0.0] * d
    for k in reversed(range(d)):
        x[k] = (rows[k][d] - sum(rows[k][j] * x[j] for j in range(k + 1, d))) / rows[k][k]
    return x if all(map(isfinite, x)) else None
