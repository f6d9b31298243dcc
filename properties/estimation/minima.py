"""Where all minimisers of an objective of one unknown lie: interval branch and bound over its whole domain, within a budget.

Balls decide: a part of the domain is left out only where its enclosure is greater than a value that is attained, or where the
derivative has one sign. Source: Moore, Kearfott and Cloud, Introduction to Interval Analysis, chapters 8 and 11.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import Any

from flint import arb, fmpq
from sympy import Expr, Rational, pi

from properties.estimation.jets import Jets, Unavailable
from properties.estimation.landmarks import closed_ends
from properties.estimation.wide import Enclosing
from properties.instances.numbers import inside, precision, rational
from symbolic.core.domains import Domain, RealInterval, consecutive, elements, interval, reals

BITS = 128
WORK = 400_000  # evaluations of one row
FEWEST = 60  # boxes that are looked at whatever they cost
NARROW = fmpq(1, 10**9)  # of the scale: intervals that are not cut further
TAILS = 200  # doublings while an end of the domain is looked for
FLAT = arb(10) ** -12  # of the least value: parts in which there is no more to tell apart
MOST = 12  # intervals that are told

_Interval = tuple[fmpq, fmpq]
LEAST = arb.neg_inf()


@dataclass(frozen=True, slots=True)
class Minima:
    """Every minimiser lies in one of the `intervals` (single numbers among them); the least value lies in `least`.

    `single`: for each interval whether it holds at most one minimiser; `attained`, whether there is a minimiser; `period`,
    where the objective has one: the intervals are those of one period, and every other minimiser is one of these with a
    multiple of it added.
    """

    intervals: tuple[_Interval, ...]
    least: tuple[arb, arb]
    single: tuple[bool, ...]
    attained: bool
    period: Expr | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the domain that may hold minimisers, a lower bound there, and what else is known of it.

    `single`: it holds at most one; `regular`: the objective is lower semicontinuous there; `flat`: its values are next to the
    least one throughout, so that there is no use in cutting it.
    """

    low: fmpq
    high: fmpq
    bound: arb
    single: bool = False
    regular: bool = True
    flat: bool = False


class LeftOpen(Exception):
    """Nothing is certified; the message says why."""


def minima(objective: Jets, near: fmpq, scale: fmpq, *, period: Expr | None = None) -> Minima:
    """Intervals that hold every minimiser of an objective of one unknown. Raises LeftOpen or Unavailable.

    Arguments: `near`, a good point; `scale`, what a small difference of the unknown is measured by, positive; `period` of the
    objective in its unknown, on all reals.
    """
    (unknown,) = objective.unknowns
    domain: Domain = unknown.domain
    search = _Search(objective, near, scale)
    listed, known = elements(domain), interval(domain)
    if consecutive(domain):
        return search.whole(domain)
    if listed is not None:
        return search.among([rational(v) for v in listed])
    if known is None:
        raise LeftOpen(f"{unknown} ranges over {domain}")
    if period is not None:
        _, turn = _between(period)  # a little more than a period, where that is irrational
        return search.real(near - turn / 2, near + turn / 2, period)
    low, high = search.core(known)
    return search.real(low, high, None)


def _between(period: Expr) -> _Interval:
    """Rational numbers close to a period on both sides of it, or the period itself."""
    if isinstance(period, Rational):
        return rational(period), rational(period)
    with precision(BITS):
        ball = arb(rational(period / pi)) * arb.pi()
        return ball.lower().fmpq(), ball.upper().fmpq()


class _Search:
    def __init__(self, objective: Jets, near: fmpq, scale: fmpq) -> None:
        self.objective, self.near, self.scale = objective, near, scale
        self.wide = Enclosing(objective)
        self._closed: set[fmpq] = set()  # the ends that belong to the domain
        self.work = max(WORK, FEWEST * objective.data.distinct)
        value = self.value(near)
        if value is None:
            raise LeftOpen("the loss is infinite at the point that was found")
        self.best = value.upper()

    def spend(self, parts: int = 3) -> None:
        self.work -= parts * self.objective.data.distinct
        if self.work < 0:
            raise LeftOpen("the budget of work is spent")

    def value(self, at: fmpq) -> arb | None:
        """A ball for the value at a point; None where it is infinite, or not known to be finite."""
        self.spend(1)
        with precision(BITS):
            try:
                local = self.objective.at([arb(at)], order=0, bits=BITS)
            except Unavailable:
                return None
        return local.value if local.feasible is True and local.value.is_finite() else None

    def better(self, at: fmpq) -> None:
        found = self.value(at)
        if found is not None and found.upper() < self.best:
            self.best = found.upper()

    def beaten(self, low: Any) -> bool:
        """Is a lower bound greater than a value that is attained?"""
        return low > 0 if isinstance(low, float) else bool(low > self.best)

    # ---- the ends of the domain --------------------------------------------------------------------------------------

    def core(self, domain: RealInterval) -> _Interval:
        """A closed interval of the domain that holds every minimiser: what lies beyond it is too large. Raises LeftOpen."""
        return self._end(domain, -1), self._end(domain, 1)

    def _end(self, domain: RealInterval, side: int) -> fmpq:
        end, closed = (domain.lower, domain.lower_closed) if side < 0 else (domain.upper, domain.upper_closed)
        if not isinstance(end, float) and closed:
            return rational(end)
        step = self.scale
        for _ in range(TAILS):
            if isinstance(end, float):
                cut = self.near + side * step
                step = step * 2
            else:
                gap = abs(rational(end) - self.near)
                step = step if step < 1 else fmpq(1, 2)
                cut = rational(end) - side * gap * step
                step = step / 2
            if not inside(domain, cut):
                break
            self.spend()
            limit = end if isinstance(end, float) else arb(rational(end))
            with precision(BITS):
                near, far = arb(cut), limit
                tail = (near.lower(), _end(far, 1)) if side > 0 else (_end(far, -1), near.upper())
                low, _ = self.wide.over(tail)
            if self.beaten(low):
                return cut
        raise LeftOpen(f"it is not known how the loss behaves towards the end {end} of the domain")

    # ---- numbers one by one ------------------------------------------------------------------------------------------

    def among(self, numbers: Iterable[fmpq]) -> Minima:
        """The numbers whose value is not greater than that of another one for certain."""
        known: list[tuple[fmpq, arb]] = []
        for v in numbers:
            self.spend(1)
            with precision(BITS):
                local = self.objective.at([arb(v)], order=0, bits=BITS)
            if local.feasible is False:
                continue
            if local.feasible is None or not local.value.is_finite():
                raise LeftOpen(f"the value at {v} is not known")
            known.append((v, local.value))
            self.best = local.value.upper() if local.value.upper() < self.best else self.best
        kept = [(v, f) for v, f in known if not f > self.best]
        least = min((f.lower() for _, f in kept), default=self.best)
        return Minima(tuple((v, v) for v, _ in kept), (least, self.best), (True,) * len(kept), bool(kept))

    def whole(self, domain: Domain) -> Minima:
        """Branch and bound over whole numbers."""
        low, high = self.core(domain.hull or reals)
        first, last = -(-low.p // low.q), high.p // high.q
        queue: list[tuple[int, int]] = [(int(first), int(last))]
        left: list[fmpq] = []
        while queue:
            a, b = queue.pop()
            if b - a <= 8:
                left += [fmpq(k) for k in range(a, b + 1)]
                continue
            if not self.beaten(self._bound(fmpq(a), fmpq(b))):
                middle = (a + b) // 2
                self.better(fmpq(middle))
                queue += [(a, middle), (middle + 1, b)]
        return self.among(sorted(left))

    def _bound(self, a: fmpq, b: fmpq) -> Any:
        """A lower bound of the objective on [a, b]."""
        self.spend()
        with precision(BITS):
            return self.wide.over((arb(a).lower(), arb(b).upper()))[0]

    # ---- an interval -------------------------------------------------------------------------------------------------

    def real(self, low: fmpq, high: fmpq, period: Expr | None) -> Minima:
        """Branch and bound on [low, high], of which only the ends that the domain has are ends."""
        order = count()
        (unknown,) = self.objective.unknowns
        self._closed = closed = set(closed_ends(unknown.domain))
        cuts = sorted({low, high, *(v for v in (self.near - self.scale, self.near + self.scale) if low < v < high)})
        queue: list[tuple[Any, int, fmpq, fmpq]] = []
        for a, b in pairwise(cuts) if len(cuts) > 1 else [(low, high)]:
            heappush(queue, (LEAST, next(order), a, b))
        done: list[_Part] = []
        narrow = NARROW * self.scale
        while queue:
            bound, _, a, b = heappop(queue)
            if self.beaten(bound):
                continue
            found = self._looked_at(a, b, closed)
            if found is None:
                continue
            if found.flat or found.high - found.low <= narrow:
                done.append(found)
                continue
            middle = self._middle(found.low, found.high)
            self.better(middle)
            for c, d in ((found.low, middle), (middle, found.high)):
                heappush(queue, (found.bound, next(order), c, d))
        return self._told([part for part in done if not self.beaten(part.bound)], period)

    @staticmethod
    def _middle(a: fmpq, b: fmpq) -> fmpq:
        """A short number near the middle, or next to the geometric mean where the ends are far apart and of one sign."""
        with precision(53):
            if (a > 0 and b > 16 * a) or (b < 0 and a < 16 * b):
                root = (arb(a) * arb(b)).sqrt()
                mid = root if a > 0 else -root
            else:
                mid = (arb(a) + arb(b)) / 2
                mid = mid + (arb(b) - mid) / 37  # not where the search has put a zero
            m = mid.mid().fmpq()
        return m if a < m < b else (a + b) / 2

    def _looked_at(self, a: fmpq, b: fmpq, closed: set[fmpq]) -> _Part | None:
        """The part of [a, b] that may hold minimisers; None where there is none."""
        self.spend()
        with precision(BITS):
            box = arb(a).union(arb(b))
            centre = arb((a + b) / 2)
            try:
                local = self.objective.at([box], bits=BITS)
            except Unavailable:
                return self._by_wide(a, b)
            if local.feasible is False:
                return None
            slope, bend = local.gradient[0], local.hessian[0][0]
            parts = [local.value]
            if slope.is_finite():
                with suppress(Unavailable):
                    parts.append(self.objective.at([centre], order=0, bits=BITS).value + slope * (box - centre))
            parts = [v for v in parts if v.is_finite()]
            if not parts:
                return self._by_wide(a, b)
            bound, top = max(v.lower() for v in parts), min(v.upper() for v in parts)
            if self.beaten(bound):
                return None
            smooth = local.feasible is True and not self.objective.barriers
            if smooth and (slope > 0 or slope < 0):
                end = a if slope > 0 else b
                return _Part(end, end, bound, True) if end in closed else None
            if smooth and bend > 0:
                return self._contracted(a, b, bound, box, centre, bend, closed)
            level = local.feasible is True and bool(top < self.best + FLAT * (1 + abs(self.best)))
            return _Part(a, b, bound, flat=level)

    def _by_wide(self, a: fmpq, b: fmpq) -> _Part | None:
        bound, _ = self.wide.over((arb(a).lower(), arb(b).upper()))
        if self.beaten(bound):
            return None
        return _Part(a, b, LEAST if isinstance(bound, float) else bound, regular=False)

    def _contracted(
        self, a: fmpq, b: fmpq, bound: arb, box: arb, centre: arb, bend: arb, closed: set[fmpq]
    ) -> _Part | None:
        """Newton's step on an interval where the second derivative is positive: it keeps every zero of the first."""
        slope = self.objective.at([centre], order=1, bits=BITS).gradient[0]
        reached = centre - slope / bend
        if not reached.is_finite():
            return _Part(a, b, bound, True)
        if not reached.overlaps(box):
            end = a if slope > 0 else b
            return _Part(end, end, bound, True) if end in closed else None
        low, high = reached.lower().fmpq(), reached.upper().fmpq()
        if a < low and high < b:
            return _Part(low, high, bound, True)  # there is a zero inside, so no end is a minimiser
        return _Part(a if a in closed else max(a, low), b if b in closed else min(b, high), bound, True)

    def _told(self, kept: list[_Part], period: Expr | None) -> Minima:
        """Neighbours joined; an interval holds at most one minimiser where the derivative rises on all of it."""
        merged: list[_Part] = []
        joined: set[int] = set()
        for part in sorted(kept, key=lambda part: (part.low, part.high)):
            if merged and part.low <= merged[-1].high + NARROW * self.scale:
                merged[-1] = self._joined(merged[-1], part)
                joined.add(len(merged) - 1)
            else:
                merged.append(part)
        if not merged:
            raise LeftOpen("no part of the domain is left: a bound is wrong")
        merged = [self._contracting(part) if k in joined else part for k, part in enumerate(merged)]
        least, most = (fmpq(0), fmpq(0)) if period is None else _between(period)
        if period is not None and len(merged) > 1 and merged[0].low + least <= merged[-1].high + NARROW * self.scale:
            first = merged.pop(0)
            turned = _Part(first.low + least, first.high + most, first.bound, regular=first.regular)
            merged[-1] = self._contracting(self._joined(merged[-1], turned))
        if len(merged) > MOST:
            raise LeftOpen(f"{len(merged)} intervals are left")
        return Minima(
            tuple((part.low, part.high) for part in merged), (min(part.bound for part in merged), self.best),
            tuple(part.single for part in merged),
            all(part.regular for part in merged),  # what is left is compact, and the objective lower semicontinuous on it
            period,
        )  # fmt: skip

    @staticmethod
    def _joined(a: _Part, b: _Part) -> _Part:
        return _Part(a.low, max(a.high, b.high), min(a.bound, b.bound), regular=a.regular and b.regular)

    def _contracting(self, part: _Part) -> _Part:
        """The same part, smaller where the derivative rises on all of it, and then with at most one minimiser."""
        if not self._rises(part.low, part.high):
            return part
        again = self._looked_at(part.low, part.high, self._closed)
        if again is None:
            return part
        return _Part(again.low, again.high, min(part.bound, again.bound), True, part.regular and again.regular)

    def _rises(self, a: fmpq, b: fmpq) -> bool:
        """Is the second derivative positive on [a, b]?"""
        if self.objective.barriers:
            return False
        with precision(BITS):
            try:
                return bool(self.objective.at([arb(a).union(arb(b))], bits=BITS).hessian[0][0] > 0)
            except Unavailable:
                return False


def _end(limit: Any, side: int) -> Any:
    return limit if isinstance(limit, float) else limit.upper() if side > 0 else limit.lower()


__all__ = ["LeftOpen", "Minima", "minima"]
