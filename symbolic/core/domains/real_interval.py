"""Intervals of the extended reals, with rational or infinite ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbolic.core.domains.ends import INFINITY, Bound, End, exact
from symbolic.core.domains.questions import Domain, contains, ends, interior, interval, members, spread
from symbolic.core.errors import MalformedTerm

PLAIN = frozenset({Fraction, float, int})  # ends of these types are read here
OTHERS: list[Callable[..., Domain | None]] = []  # each reads an interval whose ends are other numbers, or is None


@dataclass(frozen=True, slots=True)
class RealInterval(Domain):
    """{u : lower <= u <= upper} in the extended reals, an end left out where it is open.

    Arguments: `lower`, `upper` are rational numbers or infinities; `lower_closed`, `upper_closed` say whether the end
    belongs to it (an infinite end is open unless said otherwise). An interval from one rational multiple of SymPy's pi to
    another, such as RealInterval(-pi, pi), is an `Arc`. Raises MalformedTerm where the interval is empty.
    """

    lower: End = -INFINITY
    upper: End = INFINITY
    lower_closed: bool | None = None
    upper_closed: bool | None = None

    def __new__(cls, lower: Any = 0, upper: Any = 0, lower_closed: Any = None, upper_closed: Any = None) -> Any:
        if type(lower) in PLAIN and type(upper) in PLAIN:
            return object.__new__(cls)
        found = (between(lower, upper, lower_closed, upper_closed) for between in OTHERS)
        return next((domain for domain in found if domain is not None), None) or object.__new__(cls)

    def __post_init__(self) -> None:
        lower, upper = exact(self.lower), exact(self.upper)
        if lower is not self.lower:
            object.__setattr__(self, "lower", lower)
        if upper is not self.upper:
            object.__setattr__(self, "upper", upper)
        if self.lower_closed is None:
            object.__setattr__(self, "lower_closed", lower != -INFINITY)
        if self.upper_closed is None:
            object.__setattr__(self, "upper_closed", upper != INFINITY)
        if lower > upper or (lower == upper and not (self.lower_closed and self.upper_closed)):
            raise MalformedTerm(f"{self} is empty: the lower end must lie below the upper one.")

    def __hash__(self) -> int:
        return hash((self.lower_closed, self.upper_closed))  # quick: hashing fractions is not

    @property
    def hull(self) -> RealInterval:
        return self

    @property
    def finite(self) -> bool:
        return self.lower == self.upper

    @property
    def latex(self) -> str:
        names = {"(-oo, oo)": r"\mathbb{R}", "[-oo, oo]": r"[-\infty, \infty]"}
        return names.get(str(self), str(self).replace("oo", r"\infty"))

    def __str__(self) -> str:
        lower, upper = (str(end).replace("inf", "oo") for end in (self.lower, self.upper))
        return ("[" if self.lower_closed else "(") + f"{lower}, {upper}" + ("]" if self.upper_closed else ")")

    def within(self, other: RealInterval) -> bool:
        """Is this interval a subset of the other?"""
        low = self.lower > other.lower or (
            self.lower == other.lower and (bool(other.lower_closed) or not self.lower_closed)
        )
        high = self.upper < other.upper or (
            self.upper == other.upper and (bool(other.upper_closed) or not self.upper_closed)
        )
        return low and high

    def has(self, value: End) -> bool:
        """Is a rational number, or an infinity, a member?"""
        if type(value) is float:  # an infinity, and it is quicker not to compare it with fractions
            end, closed = (self.upper, self.upper_closed) if value > 0 else (self.lower, self.lower_closed)
            return type(end) is float and end == value and bool(closed)
        return (self.lower < value or (self.lower == value and bool(self.lower_closed))) and (
            value < self.upper or (value == self.upper and bool(self.upper_closed))
        )

    @property
    def bounded_values(self) -> bool:
        """No member is infinite (the interval itself may be unbounded)."""
        return not self.has(INFINITY) and not self.has(-INFINITY)

    @property
    def positive(self) -> bool:
        low = _signed(self.lower)
        return low > 0 or (low == 0 and not self.lower_closed)

    @property
    def negative(self) -> bool:
        high = _signed(self.upper)
        return high < 0 or (high == 0 and not self.upper_closed)

    @property
    def nonnegative(self) -> bool:
        return _signed(self.lower) >= 0

    @property
    def nonpositive(self) -> bool:
        return _signed(self.upper) <= 0

    def __neg__(self) -> RealInterval:
        return RealInterval(-self.upper, -self.lower, self.upper_closed, self.lower_closed)


def _signed(end: End) -> float:
    """A number of the sign of an end: to compare it with 0 takes less than the end itself does."""
    return end.numerator if isinstance(end, Fraction) else end


@contains.register
def _(domain: RealInterval, value: Fraction | int) -> bool:
    return domain.has(Fraction(value))


@members.register
def _(domain: RealInterval) -> tuple[Fraction, ...]:
    low, high, half = domain.lower, domain.upper, Fraction(1, 2)
    steps = (Fraction(1), half, Fraction(2), Fraction(4), half / 4, Fraction(16))
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return spread(low, high) if low < high else (low,)
    if isinstance(low, Fraction):
        return tuple(low + k for k in steps)
    if isinstance(high, Fraction):
        return tuple(high - k for k in steps)
    return tuple(map(Fraction, (0, 1, -1, 3, -3, 10)))


@ends.register
def _(domain: RealInterval) -> tuple[Bound, ...]:
    both = ((domain.lower, domain.lower_closed, 1), (domain.upper, domain.upper_closed, -1))
    return tuple(Bound(end, bool(closed), inward) for end, closed, inward in both if isinstance(end, Fraction))


@interior.register
def _(domain: RealInterval) -> RealInterval:
    return RealInterval(domain.lower, domain.upper, False, False) if domain.lower < domain.upper else domain


@interval.register
def _(domain: RealInterval) -> RealInterval:
    return domain
