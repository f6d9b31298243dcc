"""Intervals whose ends are rational multiples of pi: angles in radians."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from symbolic.core.domains.ends import Bound, exact
from symbolic.core.domains.questions import Domain, contains, ends, interior, members, spread
from symbolic.core.domains.real_interval import OTHERS, RealInterval
from symbolic.core.errors import MalformedTerm

TURNED = re.compile(r"(-?)(?:(\d+)\*)?pi(?:/(\d+))?")
BELOW, ABOVE = Fraction(333, 106), Fraction(355, 113)  # convergents of pi


@dataclass(frozen=True, slots=True)
class Arc(Domain):
    """{u : start pi <= u <= stop pi}, an end left out where it is open: the upper one, unless said otherwise.

    Arguments: `start`, `stop`, rational numbers, in half turns. RealInterval(-pi, pi) is one too, with both ends. Raises
    MalformedTerm where it is empty, or unbounded. It is a part of the real line, not the circle: half open, it is not
    compact, and its two ends lie apart.
    """

    start: Fraction
    stop: Fraction
    start_closed: bool = True
    stop_closed: bool = False

    def __post_init__(self) -> None:
        start, stop = exact(self.start), exact(self.stop)
        if isinstance(start, float) or isinstance(stop, float):
            raise MalformedTerm(f"Arc({self.start}, {self.stop}): the ends of an arc are finite.")
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "stop", stop)
        if not start < stop:
            raise MalformedTerm(f"{self} is empty: the lower end must lie below the upper one.")

    @property
    def hull(self) -> RealInterval:
        lower, upper = _below(self.start), _above(self.stop)
        return RealInterval(lower, upper, self.start_closed and not lower, self.stop_closed and not upper)

    finite = False

    @property
    def latex(self) -> str:
        return str(self).replace("pi", r"\pi").replace("*", " ")

    def __str__(self) -> str:
        start, stop = _shown(self.start), _shown(self.stop)
        return f"{'[' if self.start_closed else '('}{start}, {stop}{']' if self.stop_closed else ')'}"


def _half_turns(value: object) -> Fraction | None:
    """The rational number r where an end is written as r pi, or is 0; else None."""
    if isinstance(value, int | Fraction) or value == 0:
        return Fraction(0) if value == 0 else None
    found = TURNED.fullmatch(str(value)) if getattr(value, "is_number", False) else None
    if found is None:
        return None
    sign, above, below = found.groups()
    return Fraction(int(f"{sign}{above or 1}"), int(below or 1))


def _between(lower: object, upper: object, lower_closed: object, upper_closed: object) -> Arc | None:
    """The arc between two ends that are multiples of pi, and not both 0; else None. Ends are closed unless said otherwise."""
    start, stop = _half_turns(lower), _half_turns(upper)
    if start is None or stop is None or start == stop == 0:
        return None
    return Arc(start, stop, lower_closed is not False, upper_closed is not False)


OTHERS.append(_between)


def _shown(half_turns: Fraction) -> str:
    over = f"/{half_turns.denominator}" if half_turns.denominator != 1 else ""
    times = {1: "pi", -1: "-pi", 0: "0"}.get(half_turns.numerator, f"{half_turns.numerator}*pi")
    return times + over


def _below(q: Fraction, least: Fraction = BELOW, most: Fraction = ABOVE) -> Fraction:
    """A rational number below q pi; 0 where q is."""
    return q * (least if q > 0 else most)


def _above(q: Fraction, least: Fraction = BELOW, most: Fraction = ABOVE) -> Fraction:
    """A rational number above q pi; 0 where q is."""
    return q * (most if q > 0 else least)


@lru_cache(maxsize=16)
def around_pi(terms: int) -> tuple[Fraction, Fraction]:
    """Rational bounds of pi = 16 arctan(1/5) - 4 arctan(1/239), by so many terms of the alternating series and one more.

    Source: Borwein and Borwein, Pi and the AGM, section 11.1 (Machin's formula).
    """
    (low, high), (less, more) = _arctan(5, terms), _arctan(239, terms)
    return 16 * low - 4 * more, 16 * high - 4 * less


def _arctan(k: int, terms: int) -> tuple[Fraction, Fraction]:
    """Two neighbouring partial sums of arctan(1/k), which lie on both sides of it."""
    parts = [Fraction((-1) ** j, (2 * j + 1) * k ** (2 * j + 1)) for j in range(2 * terms)]
    high = sum(parts[:-1], Fraction(0))
    return high + parts[-1], high


def _beyond(value: Fraction, q: Fraction) -> int:
    """The sign of value - q pi: it is never 0 for q other than 0, since pi is irrational."""
    if q == 0:
        return (value > 0) - (value < 0)
    terms = 2
    while True:
        bounds = around_pi(terms)
        if value <= _below(q, *bounds):
            return -1
        if value >= _above(q, *bounds):
            return 1
        terms *= 2


@contains.register
def _(domain: Arc, value: Fraction | int) -> bool:
    low, high = _beyond(Fraction(value), domain.start), _beyond(Fraction(value), domain.stop)
    return (low > 0 or (low == 0 and domain.start_closed)) and (high < 0 or (high == 0 and domain.stop_closed))


@members.register
def _(domain: Arc) -> tuple[Fraction, ...]:
    width, size, terms = domain.stop - domain.start, max(abs(domain.start), abs(domain.stop)), 2
    while (bounds := around_pi(terms)) and (bounds[1] - bounds[0]) * size * 100 > width:
        terms *= 2
    low, high = _above(domain.start, *bounds), _below(domain.stop, *bounds)
    return tuple(v.limit_denominator(16 * int(1 + 1 / width)) for v in spread(low, high))


@ends.register
def _(domain: Arc) -> tuple[Bound, ...]:
    return (
        Bound(domain.start, domain.start_closed, 1, of_pi=True),
        Bound(domain.stop, domain.stop_closed, -1, of_pi=True),
    )


@interior.register
def _(domain: Arc) -> Arc:
    return Arc(domain.start, domain.stop, False, False)
