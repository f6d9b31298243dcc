"""Sets of consecutive whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.domains.ends import INFINITY, Bound, End, exact
from symbolic.core.domains.questions import Domain, consecutive, contains, discrete, elements, ends, members, whole
from symbolic.core.domains.real_interval import RealInterval
from symbolic.core.errors import MalformedTerm


@dataclass(frozen=True, slots=True)
class Integers(Domain):
    """The whole numbers from `lower` to `upper`, both included where they are finite.

    Arguments: `lower`, `upper`, whole numbers or infinities. Raises MalformedTerm where an end is no whole number, or where
    the set is empty.
    """

    lower: End = -INFINITY
    upper: End = INFINITY

    def __post_init__(self) -> None:
        lower, upper = exact(self.lower), exact(self.upper)
        for end in (lower, upper):
            if isinstance(end, Fraction) and end.denominator != 1:
                raise MalformedTerm(f"Integers({self.lower}, {self.upper}): {end} is no whole number.")
        if lower > upper:
            raise MalformedTerm(
                f"Integers({self.lower}, {self.upper}) is empty: the lower end must not exceed the upper."
            )
        object.__setattr__(self, "lower", lower)
        object.__setattr__(self, "upper", upper)

    @property
    def hull(self) -> RealInterval:
        return RealInterval(self.lower, self.upper)

    @property
    def finite(self) -> bool:
        return isinstance(self.lower, Fraction) and isinstance(self.upper, Fraction)

    @property
    def latex(self) -> str:
        return str(self).replace("...", r"\dots").replace("{", r"\{").replace("}", r"\}")

    def __str__(self) -> str:
        first = "..., -1, 0, 1" if isinstance(self.lower, float) else f"{self.lower}, {self.lower + 1}"
        if isinstance(self.upper, float):
            return f"{{{first}, ...}}"
        if isinstance(self.lower, Fraction) and self.upper - self.lower <= 2:
            return "{" + ", ".join(str(self.lower + k) for k in range(int(self.upper - self.lower) + 1)) + "}"
        return f"{{{first}, ..., {self.upper}}}" if not isinstance(self.lower, float) else f"{{..., {self.upper}}}"


@contains.register
def _(domain: Integers, value: Fraction | int) -> bool:
    return value.denominator == 1 and domain.lower <= value <= domain.upper


@members.register
def _(domain: Integers) -> tuple[Fraction, ...]:
    low, high = domain.lower, domain.upper
    if isinstance(low, Fraction):
        return tuple(low + k for k in (0, 1, 2, 5) if low + k <= high)
    if isinstance(high, Fraction):
        return tuple(high - k for k in (0, 1, 2, 5))
    return tuple(map(Fraction, (0, 1, -1, 3)))


@elements.register
def _(domain: Integers) -> Sequence[Fraction | int] | None:
    return range(int(domain.lower), int(domain.upper) + 1) if domain.finite else None


@ends.register
def _(domain: Integers) -> tuple[Bound, ...]:
    both = ((domain.lower, 1), (domain.upper, -1))
    return tuple(Bound(end, True, inward) for end, inward in both if isinstance(end, Fraction))


@discrete.register
@whole.register
@consecutive.register
def _(domain: Integers) -> bool:
    return True
