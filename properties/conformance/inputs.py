"""At which numbers an implementation is looked at: the moderate core of each domain, its wide surroundings, its extremes.

Numbers are floats of the type that is tried, taken as the exact rationals that they are. Some have few digits, so that ties
and whole numbers come about; the others have all, as what vanishes at all numbers with few digits is found by these alone.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from random import Random

from properties.conformance.reference import Input, LossReference, Role
from properties.instances.numbers import NoValue, TooWide
from symbolic.core.domains import Domain, contains, elements, ends, is_interval, whole

GROUPS, PREDICTIONS, EXTREMES = 40, 6, 560
DRAWS = 32  # until one lies in a declared range
TIED = 1 / 8  # how often a number is that of another input
FULL = 1 / 2  # how often a number has all digits of its type
WIDE, WIDE_COUNT = 12.0, 128  # real numbers and counts in the surroundings: up to so much
AT_ENDS = 4  # points at each end that belongs to a domain
POWERS, SHARES = 7, 10  # and there from an end on, 2^-k to 2^k; between two ends, odds of 2^-k to 2^k
SIMPLE = 1 / 8  # how often a moderate number is 0, 1, -1, 2 or 1/2: where kinks and divisions by 0 are
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
    """Groups of moderate points: in a group all inputs but those that move stay the same.

    Arguments: `within`, by name, the range from which an input is drawn instead.
    """

    def drawn(i: Input) -> float:
        if within is None or i.name not in within:
            return _moderate(i.domain, kind, random)
        return _between(i.domain, kind, random, *within[i.name])

    return _groups(reference, random, groups, drawn, within or {})


def surroundings(
    reference: LossReference, kind: FloatType, random: Random, groups: int, within: Ranges | None = None
) -> Iterator[list[Coordinates]]:
    """Groups as in `core`, of numbers that are met in practice and lie beyond it; or anywhere in a declared range.

    Digits may be lost there by a right implementation; that it is another function is seen there as well.
    """

    def drawn(i: Input) -> float:
        if within is None or i.name not in within:
            return _wide(i.domain, kind, random)
        return _anywhere(i.domain, kind, random, *within[i.name])

    return _groups(reference, random, groups, drawn, within or {})


def _groups(
    reference: LossReference, random: Random, groups: int, drawn: Callable[[Input], float], within: Ranges
) -> Iterator[list[Coordinates]]:
    def more(known: Mapping[str, float], inputs: Iterable[Input]) -> dict[str, float]:
        """Numbers for further inputs: some are those of others, so that there are ties."""
        found = dict(known)
        for i in inputs:
            same = random.choice([*found.values()]) if found and random.random() < TIED else math.nan
            most = (
                WIDE if not ends(i.domain) and not whole(i.domain) else math.inf
            )  # what is tied is met in practice too
            low, high = within.get(i.name, (-most, most))
            found[i.name] = same if low <= same <= high and _fits(i.domain, same) else drawn(i)
        for names in reference.simplexes:
            if names[0] in found and names[0] not in known:
                found |= zip(names, _shares(reference, names, random), strict=True)
        return found

    for _ in range(groups):
        fixed = more({}, (i for i in reference.inputs if i not in reference.moving))
        points = [more(fixed, reference.moving) for _ in range(PREDICTIONS)]
        ended = [point | _at_an_end(reference, fixed, random, within) for point in points[:1]]
        if ended != points[:1] and _finite(reference, ended[0]):
            points = [point | {name: ended[0][name] for name in fixed} for point in points]
        yield [tuple(point[i.name] for i in reference.inputs) for point in points]


def _at_an_end(
    reference: LossReference, fixed: Mapping[str, float], random: Random, within: Ranges
) -> dict[str, float]:
    """Now and then a datum at an end of its domain, such as the many zeros of counts and of claims."""
    found: dict[str, float] = {}
    bound = {name for names in reference.simplexes for name in names}
    for i in reference.inputs:
        closed = [e for e in ends(i.domain) if e.closed and not e.of_pi] if i.role is Role.DATUM else []
        if i.name in fixed and i.name not in bound and closed and is_interval(i.domain) and random.random() < SIMPLE:
            x, (low, high) = float(random.choice(closed).value), within.get(i.name, (-math.inf, math.inf))
            found |= {i.name: x} if low <= x <= high and math.isfinite(x) else {}
    return found


def _finite(reference: LossReference, point: Mapping[str, float]) -> bool:
    """Has the loss a finite value there? Where it is infinite, that is told of the extremes."""
    try:
        return not isinstance(reference.at([point[i.name] for i in reference.inputs], 0).value, float)
    except (NoValue, TooWide):
        return False


def _between(domain: Domain, kind: FloatType, random: Random, low: float, high: float) -> float:
    """A member of a domain in a range, a moderate one if possible; any moderate one where none is found there."""
    for _ in range(DRAWS):
        moderate = _moderate(domain, kind, random)
        if low <= moderate <= high:
            return moderate
    return _anywhere(domain, kind, random, low, high)


def _anywhere(domain: Domain, kind: FloatType, random: Random, low: float, high: float) -> float:
    """A member of a domain in a range, in half of the cases of any order of magnitude beyond an end of the domain.

    Any moderate one where none is found there.
    """
    for _ in range(DRAWS):
        x = _drawn(_hull(domain), low, high, random)
        x = kind.rounded(float(round(x)) if whole(domain) else x)
        if low <= x <= high and math.isfinite(x) and contains(domain, Fraction(x)):
            return x
    return _moderate(domain, kind, random)


def _drawn(ends: tuple[float, float], low: float, high: float, random: Random) -> float:
    share = random.random() if random.random() < FULL else random.randint(0, 64) / 64
    end, near, far = random.choice(((ends[0], low, high), (ends[1], high, low)))
    if random.random() < FULL and math.isfinite(end) and near != end and math.isfinite(far):
        return end + (near - end) * ((far - end) / (near - end)) ** share
    return low + (high - low) * share


def extremes(reference: LossReference, kind: FloatType, random: Random, count: int = EXTREMES) -> Iterator[Coordinates]:
    """Points one or more of whose inputs are extreme: first each end that belongs to a domain, beside moderate others."""
    edges = {i.name: edges_of(i.domain, kind) for i in reference.inputs}
    first = [*_at_ends(reference, kind, random)][:count]
    yield from first
    for _ in range(count - len(first)):
        share = random.choice((0.3, 0.6, 1.0))
        found = {
            i.name: random.choice(edges[i.name]) if random.random() < share else _moderate(i.domain, kind, random)
            for i in reference.inputs
        }
        for names in reference.simplexes:
            shares = (
                _extreme_shares(names, kind, random) if random.random() < share else _shares(reference, names, random)
            )
            found |= zip(names, shares, strict=True)
        yield tuple(found.values())


def _at_ends(reference: LossReference, kind: FloatType, random: Random) -> Iterator[Coordinates]:
    """Where a loss may be infinite: at each end of an input that is a number of its domain."""
    for i in filter(lambda i: is_interval(i.domain), reference.inputs if not reference.simplexes else ()):
        closed = [e for e in ends(i.domain) if e.closed and not e.of_pi and kind.rounded(float(e.value)) == e.value]
        for end, _ in product(closed, range(AT_ENDS)):
            others = {j.name: _moderate(j.domain, kind, random) for j in reference.inputs}
            yield tuple((others | {i.name: float(end.value)}).values())


def _shares(reference: LossReference, names: Sequence[str], random: Random) -> list[float]:
    """Probabilities of all classes that add up to 1 exactly, of few digits; as data some may be 0, or one of them 1.

    Where they are predictions they are positive: a class that cannot be is an extreme.
    """
    count, parts = len(names), 64
    while parts < 4 * count:
        parts *= 2
    if names[0] not in {i.name for i in reference.predictions}:
        kind = random.random()
        if kind < SIMPLE:
            return one_hot(count, random.randrange(count))
        if kind < 2 * SIMPLE and count > 2:
            some = sorted(random.sample(range(count), count - 1))
            inner = _cut(count - 1, parts, random)
            return [inner[some.index(k)] if k in some else 0.0 for k in range(count)]
    return _cut(count, parts, random)


def _cut(count: int, parts: int, random: Random) -> list[float]:
    """Positive multiples of 1/parts that add up to 1."""
    places = [0, *sorted(random.sample(range(1, parts), count - 1)), parts]
    return [(b - a) / parts for a, b in pairwise(places)]


def one_hot(count: int, k: int) -> list[float]:
    """All of the probability on one class."""
    return [float(j == k) for j in range(count)]


def _extreme_shares(names: Sequence[str], kind: FloatType, random: Random) -> list[float]:
    """One class has all of the probability, or all but the least that a number just below 1 can leave to another."""
    count = len(names)
    k, other = random.sample(range(count), 2)
    found = one_hot(count, k)
    if random.random() < 0.7:
        least = random.choice((2.0**-kind.digits, 2.0 ** (1 - kind.digits), 2.0**-20))
        found[k], found[other] = 1 - least, least
    return found


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
    """A member of a domain that is neither large nor near an end, often with few digits."""
    listed = elements(domain)
    if listed is not None and len(listed) <= 64:
        return float(random.choice(listed))
    if random.random() < SIMPLE:
        plain = [x for x in (0.0, 1.0, -1.0, 2.0, 0.5) if _inner(domain, x) and (x == round(x) or not whole(domain))]
        if plain:
            return random.choice(plain)
    lower, upper = _hull(domain)
    if whole(domain):
        low = lower if lower > -math.inf else min(upper - 12, -6) if upper < math.inf else -6
        return float(random.randint(int(low), int(min(upper, low + 12))))
    jitter = random.random() - 0.5 if random.random() < FULL else 0.0
    if lower > -math.inf and upper < math.inf:
        return kind.rounded(lower + (upper - lower) * (random.randint(3, 61) + jitter) / 64)
    steps = (random.randint(4, 160) + jitter) / random.choice((8, 32, 32))  # up to 20, mostly up to 5
    if lower > -math.inf:
        return kind.rounded(lower + steps)
    if upper < math.inf:
        return kind.rounded(upper - steps)
    return kind.rounded((random.randint(-128, 128) + jitter) / 32)


def _wide(domain: Domain, kind: FloatType, random: Random) -> float:
    """A member of a domain as it is met in practice, of several orders of magnitude."""
    listed = elements(domain)
    if listed is not None and len(listed) <= 64:
        return float(random.choice(listed))
    lower, upper = _hull(domain)
    if whole(domain):
        step = math.floor(2 ** random.uniform(0, math.log2(WIDE_COUNT + 1))) - 1
        if lower > -math.inf:
            return float(min(lower + step, upper))
        return float(upper - step if upper < math.inf else random.choice((-1, 1)) * step)
    if lower > -math.inf and upper < math.inf:
        odds = 2 ** random.uniform(-SHARES, SHARES)
        return kind.rounded(lower + (upper - lower) * odds / (1 + odds))
    part = 2 ** random.uniform(-POWERS, POWERS)
    if lower > -math.inf:
        return kind.rounded(lower + part)
    return kind.rounded(upper - part if upper < math.inf else random.uniform(-WIDE, WIDE))


def _fits(domain: Domain, x: float) -> bool:
    """Is it a member, and no end of an interval?"""
    return _inner(domain, x) if is_interval(domain) else contains(domain, Fraction(x))


def _inner(domain: Domain, x: float) -> bool:
    """Is it a member that is no end?"""
    return contains(domain, Fraction(x)) and x not in _hull(domain)


def _hull(domain: Domain) -> tuple[float, float]:
    hull = domain.hull
    if hull is None:
        return -math.inf, math.inf
    return float(hull.lower), float(hull.upper)
