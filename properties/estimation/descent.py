"""The way down from a point: Newton's method with a damping, in more and more bits, and a simplex. Floats lead it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import isfinite
from typing import Any

from flint import arb, arb_mat

from properties.data.family_data import Data
from properties.estimation.jets import Jets, Local, Unavailable
from properties.estimation.landmarks import as_decimal, as_float
from properties.estimation.objectives import Evaluator, ParameterPoint, rounded
from properties.estimation.simplex import Coordinate, fallen
from properties.instances.numbers import inside, precision
from symbolic.core.domains import INFINITY, Domain, consecutive, reals
from symbolic.core.terms import Parameter

GUIDING = 160  # bits while searching
POLISHING = 256  # bits of the last steps
DEAR = 300  # different rows: beyond this floats guide where they can
STEPS = 60
SIMPLEX = 6  # unknowns


@dataclass(frozen=True, slots=True)
class Descent:
    """The way down from a point: the mean `loss` on `data`, its derivatives `jets` where known, the `scale` of the data."""

    data: Data
    loss: Evaluator
    jets: Jets | None
    scale: float

    @property
    def names(self) -> list[str]:
        return [str(p.name) for p in self.data.family.parameters]

    def at(self, point: ParameterPoint) -> float | None:
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

    def improved(
        self, f: float, point: ParameterPoint, free: Sequence[Parameter]
    ) -> tuple[float, ParameterPoint, bool]:
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

    def _descended(
        self, f: float, point: ParameterPoint, free: Sequence[Parameter]
    ) -> tuple[float, ParameterPoint, bool]:
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
            name: as_decimal(v) for k, (name, v) in enumerate(zip(self.names, at, strict=True)) if k in places
        }
        value = self.at(found) if all(inside(p.domain, found[str(p.name)]) for p in free) else None
        if value is None or value > f + 1e-12 * abs(f):
            return f, point, False
        return self._polished(value, found, places)

    def _polished(self, f: float, point: ParameterPoint, places: Sequence[int]) -> tuple[float, ParameterPoint, bool]:
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

    def _newton(self, f: float, point: ParameterPoint, free: Sequence[Parameter]) -> tuple[float, ParameterPoint, bool]:
        """Newton's method with differences in place of derivatives, taken in so many bits that they are as good.

        Source: Nocedal and Wright, Numerical Optimization, chapter 3.
        """
        names = [str(p.name) for p in free]
        for _ in range(12):
            steps = [as_decimal(max(abs(float(point[n])), min(self.scale, 1.0)) * 1e-14) for n in names]
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
            next_point = point | {n: point[n] - as_decimal(d) for n, d in zip(names, step, strict=True)}
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

    def _whole(self, f: float, point: ParameterPoint) -> tuple[float, ParameterPoint]:
        """Steps of whole numbers, doubled while they help."""
        for p in self.data.family.parameters:
            if not consecutive(p.domain):
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
        self, f: float, point: ParameterPoint, free: Sequence[Parameter], tolerance: float, turns: int
    ) -> tuple[float, ParameterPoint]:
        """A better point by a search that needs no derivatives."""
        maps = [Coordinate(p.domain, self.scale, float(point[str(p.name)])) for p in free]
        names = [str(p.name) for p in free]

        def value(u: list[float]) -> float:
            moved = {n: m.value(c) for n, m, c in zip(names, maps, u, strict=True)}
            if not all(inside(p.domain, moved[n]) for p, n in zip(free, names, strict=True)):
                return INFINITY
            found = self.at(point | moved)
            return INFINITY if found is None else found

        low, best = fallen(value, [m.start for m in maps], tolerance, turns)
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


def _sharp(v: arb) -> bool:
    """Does the middle of a ball say something of its value? That of a ball which holds everything is 0."""
    return bool(v.is_finite() and v.rad() <= 1 + abs(v.mid()) / 1000)


def _within(domain: Domain, v: float) -> bool:
    """Is a float inside of an interval, and not next to an end that does not belong to it?"""
    hull = domain.hull or reals
    return isfinite(v) and float(hull.lower) < v < float(hull.upper)


def _tried(jets: Jets, at: Sequence[float]) -> Local | None:
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
