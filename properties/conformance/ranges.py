"""Where the inputs of a written loss lie, by ranges that are nested; points in a range, and those at which digits go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from random import Random

from properties.conformance.inputs import Coordinates
from properties.conformance.reference import Input, Role
from symbolic.core.domains import contains, elements, whole

REACH = (1e100, 1e30, 1e15, 1e8, 1e5, 700.0, 40.0, 5.0)
LEAST = 1e-100  # the size of the smallest numbers beside 0
PLAIN = (0.0, 1.0, -1.0, 2.0, 0.5, 3.0, 10.0, 37.0, -37.0)
EXPONENTS = (
    1500.0,
    745.0,
    709.0,
)  # where exponentials overflow, and their products with the smallest and largest numbers
POWERS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Range:
    """Where inputs lie: within `reach` in size, no nearer than 1/reach to an end of their domain; nothing tiny beside 0."""

    reach: float

    def interval(self, i: Input) -> tuple[float, float]:
        """Of an input."""
        return _bounds(self.reach, i)[:2]

    def least(self, i: Input) -> float:
        """The size of the smallest numbers of an input beside 0, which the interval holds too; 0 where it does not."""
        return _bounds(self.reach, i)[2]

    def has(self, i: Input, x: float) -> bool:
        """Is it a number of this input?"""
        low, high, least = _bounds(self.reach, i)
        return low <= x <= high and (x == 0 or abs(x) >= least)

    def holds(self, inputs: Sequence[Input], point: Coordinates) -> bool:
        """Is a point in it?"""
        return all(self.has(i, x) for i, x in zip(inputs, point, strict=True))


def depth(inputs: Sequence[Input], point: Coordinates) -> int:
    """In how many of the nested ranges a point lies."""
    for k, reach in enumerate(REACH):
        if not Range(reach).holds(inputs, point):
            return k
    return len(REACH)


@lru_cache(1024)
def _bounds(reach: float, i: Input) -> tuple[float, float, float]:
    """The ends of an input in a range, and the size of its smallest number beside 0."""
    hull = i.domain.hull
    low, high = (-math.inf, math.inf) if hull is None else (float(hull.lower), float(hull.upper))
    if _listed(i) or whole(i.domain):
        return max(low, -reach), min(high, reach), 0.0
    gap = 1 / reach
    closed = i.role is Role.DATUM and low > -math.inf and contains(i.domain, Fraction(low))
    bottom = -reach if low == -math.inf else low if closed else low + max(gap, abs(low) * 2**-52)
    top = reach if high == math.inf else high - max(gap, abs(high) * 2**-53)
    return bottom, top, LEAST if bottom <= 0 <= top else 0.0


def _listed(i: Input) -> list[float]:
    """The members of a small domain."""
    listed = elements(i.domain)
    return [float(v) for v in listed] if listed is not None and len(listed) <= 64 else []


def drawn(i: Input, low: float, high: float, random: Random) -> float:
    """A member of an interval, of any order of magnitude."""
    if listed := _listed(i):
        return random.choice(listed)
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


def hard(inputs: Sequence[Input], place: Range, random: Random) -> Coordinates:
    """A point of a range: ends, ties, numbers that are nearly made of others, the smallest, and any orders of magnitude."""
    found: list[float] = []
    ended = random.choice((0.0, 0.1, 0.5))
    for i in inputs:
        low, high = place.interval(i)
        for _ in range(8):
            x = random.choice((low, high)) if random.random() < ended else _hard(i, place, found, random)
            x = _inside(i, place, x)
            if place.has(i, x) and contains(i.domain, Fraction(x)):
                break
        else:
            x = drawn(i, low, high, random)
        found.append(x)
    return tuple(found)


def _hard(i: Input, place: Range, known: Sequence[float], random: Random) -> float:
    low, high = place.interval(i)
    if listed := _listed(i):
        return random.choice(listed)
    kind = random.random()
    if kind < 0.1:
        return random.choice((*PLAIN, 2 * low, high / 2, high / 10))
    if kind < 0.15:
        return _critical(random)
    if kind < 0.35 and known:
        return _beside(random.choice(known), random)
    if kind < 0.5 and known:
        return _beside(_made(random.choice(known), random.choice(known), random), random)
    if kind < 0.7:
        return random.random() if high <= 1 else random.gauss(0, 3) if low < 0 else math.exp(random.gauss(0, 2))
    if kind < 0.75 and low <= 0:
        return random.choice((-1, 1)) * (place.least(i) or 1.0) ** random.random()
    return drawn(i, low, high, random)


def _critical(random: Random) -> float:
    """A number whose exponential or power overflows, or is not far from it."""
    sign, power = random.choice((-1, 1)), random.choice((1, *POWERS))
    if random.random() < 0.5:
        return (
            sign * random.choice((random.random() * EXPONENTS[0], *EXPONENTS[1:])) / power * random.uniform(0.95, 1.05)
        )
    return sign * 2.0 ** (random.choice((-1022, -1074, 1023)) / power * random.uniform(0.95, 1.0))


def _beside(x: float, random: Random) -> float:
    """A number that is this one, nearly or roughly."""
    kind = random.random()
    if kind < 0.3:
        return x
    if kind < 0.6:
        return x * (1 + random.choice((-1, 1)) * 2 ** random.uniform(-52, 0))
    return x + random.choice((-1, 1)) * 10 ** random.uniform(-18, 3) if kind < 0.85 else -x


def _made(a: float, b: float, random: Random) -> float:
    """A number that a formula makes of two others, at which its summands may cancel."""
    kind = random.randrange(8)
    if kind < 4:
        return (a * b, a / b if b else a, a + b, a - b)[kind]
    size = abs(a) or 1.0
    return (math.log(size), math.exp(min(a, 700.0)), math.sqrt(size), 1 / size if size > 1e-300 else size)[kind - 4]


def _inside(i: Input, place: Range, x: float) -> float:
    """The number of a range next to x."""
    low, high = place.interval(i)
    x = min(max(low if math.isnan(x) else x, low), high)
    return float(round(x)) if whole(i.domain) else x
