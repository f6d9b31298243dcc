"""At which numbers an implementation is looked at: the moderate core of each domain, and its extremes.

Numbers are floats of the type that is tried, taken as the exact rationals that they are.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from properties.conformance.reference import Input, LossReference, Role
from symbolic.core.domains import Domain, contains, elements, ends, whole

GROUPS, PREDICTIONS, EXTREMES = 40, 6, 560
DRAWS = 32  # until one lies in a declared range
SIMPLE = 1 / 8  # how often a moderate number is 0, 1, -1 or 2: where kinks and divisions by 0 are
EDGES = (
    0.0, 1.0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-16, 1e-10, 1e-8, 1e-7, 1e-3, 0.5, 1 - 2**-53, 1 + 2**-52,
    2.0, 10.0, 37.0, 40.0, 88.7, 89.0, 104.0, 709.5, 710.0, 746.0, 1e3, 1e5, 1e10, 1e15, 1e38, 1e100, 1e300,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FloatType:
    """A type of floating point numbers: its name, digits in base 2, and the exponents of its normal numbers."""

    name: str
    digits: int
    lowest: int
    highest: int

    @property
    def smallest(self) -> Fraction:
        """The smallest positive normal number."""
        return Fraction(2) ** self.lowest

    @property
    def largest(self) -> Fraction:
        return (2 - Fraction(2) ** (1 - self.digits)) * Fraction(2) ** self.highest

    def rounded(self, x: float) -> float:
        """The number of this type nearest to x."""
        if self.digits == 53 or x != x:
            return x
        try:
            found: float = struct.unpack("f", struct.pack("f", x))[0]
        except OverflowError:
            return math.copysign(math.inf, x)
        return found

    def unit(self, x: Fraction) -> Fraction:
        """The distance of the numbers of this type around x: a unit in the last place."""
        if x == 0:
            return Fraction(2) ** (self.lowest - self.digits + 1)
        exponent = abs(x.numerator).bit_length() - x.denominator.bit_length()
        exponent -= abs(x) < Fraction(2) ** exponent
        return Fraction(2) ** (max(exponent, self.lowest) - self.digits + 1)


FLOAT64, FLOAT32 = FloatType("float64", 53, -1022, 1023), FloatType("float32", 24, -126, 127)
TYPES = {t.name: t for t in (FLOAT64, FLOAT32)}
Coordinates = tuple[float, ...]
Ranges = Mapping[str, tuple[float, float]]


def core(
    reference: LossReference, kind: FloatType, random: Random, groups: int = GROUPS, within: Ranges | None = None
) -> Iterator[list[Coordinates]]:
    """Groups of moderate points: in a group all inputs but the predictions stay the same.

    Arguments: `within`, by name, the range from which an input is drawn instead.
    """

    def drawn(i: Input) -> float:
        if within is None or i.name not in within:
            return _moderate(i.domain, kind, random)
        return _between(i.domain, kind, random, *within[i.name])

    for _ in range(groups):
        fixed = {i.name: drawn(i) for i in reference.inputs if i.role is not Role.PREDICTION}
        group = []
        for _ in range(PREDICTIONS):
            moved = {i.name: drawn(i) for i in reference.predictions}
            group.append(tuple((fixed | moved)[i.name] for i in reference.inputs))
        yield group


def _between(domain: Domain, kind: FloatType, random: Random, low: float, high: float) -> float:
    """A member of a domain in a range, a moderate one if possible; any moderate one where none is found there."""
    for _ in range(DRAWS):
        moderate = _moderate(domain, kind, random)
        if low <= moderate <= high:
            return moderate
    for _ in range(DRAWS):
        x = low + (high - low) * random.randint(0, 64) / 64
        x = kind.rounded(float(round(x)) if whole(domain) else x)
        if low <= x <= high and math.isfinite(x) and contains(domain, Fraction(x)):
            return x
    return moderate


def extremes(reference: LossReference, kind: FloatType, random: Random, count: int = EXTREMES) -> Iterator[Coordinates]:
    """Points one or more of whose inputs are extreme."""
    edges = {i.name: edges_of(i.domain, kind) for i in reference.inputs}
    for _ in range(count):
        share = random.choice((0.3, 0.6, 1.0))
        yield tuple(
            random.choice(edges[i.name]) if random.random() < share else _moderate(i.domain, kind, random)
            for i in reference.inputs
        )


def edges_of(domain: Domain, kind: FloatType) -> Sequence[float]:
    """The extreme members of a domain among the numbers of a type."""
    listed = elements(domain)
    if listed is not None and len(listed) <= 64:
        return [float(v) for v in listed]
    near = [float(end.value) for end in ends(domain) if not end.of_pi and abs(end.value) != math.inf]
    steps = [0.0, 2**-53, 2**-24, 1e-16, 1e-8, 1e-3]
    found = [kind.rounded(s * x) for x in EDGES for s in (1, -1)]
    found += [kind.rounded(x + s * step) for x in near for step in steps for s in (1, -1)]
    return sorted({x for x in found if math.isfinite(x) and contains(domain, Fraction(x))}) or [_first(domain)]


def _first(domain: Domain) -> float:
    return float(next(end.value for end in ends(domain)))


def _moderate(domain: Domain, kind: FloatType, random: Random) -> float:
    """A member of a domain that is neither large nor near an end, with few digits: so that it is exact in every type."""
    listed = elements(domain)
    if listed is not None and len(listed) <= 64:
        return float(random.choice(listed))
    if random.random() < SIMPLE:
        plain = [x for x in (0.0, 1.0, -1.0, 2.0) if _inner(domain, x)]
        if plain:
            return random.choice(plain)
    lower, upper = (-math.inf, math.inf) if not ends(domain) else _hull(domain)
    if whole(domain):
        low = lower if lower > -math.inf else min(upper - 12, -6) if upper < math.inf else -6
        return float(random.randint(int(low), int(min(upper, low + 12))))
    if lower > -math.inf and upper < math.inf:
        return kind.rounded(lower + (upper - lower) * random.randint(3, 61) / 64)
    if lower > -math.inf:
        return kind.rounded(lower + random.randint(4, 160) / random.choice((8, 32, 32)))  # up to 20, mostly up to 5
    if upper < math.inf:
        return kind.rounded(upper - random.randint(4, 160) / 32)
    return random.randint(-128, 128) / 32


def _inner(domain: Domain, x: float) -> bool:
    """Is it a member that is no end?"""
    return contains(domain, Fraction(x)) and x not in _hull(domain)


def _hull(domain: Domain) -> tuple[float, float]:
    hull = domain.hull
    if hull is None:
        return -math.inf, math.inf
    return float(hull.lower), float(hull.upper)
