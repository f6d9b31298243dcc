"""Where a quantity may live: sets of outcomes and intervals of the extended reals. Domains are data, not behaviour."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.errors import MalformedTerm

INFINITY = float("inf")  # compared, never computed with
End = Fraction | float


class Domain(ABC):
    """A set. `hull` is the smallest interval around its members where they are numbers, else None."""

    __slots__ = ()

    @property
    @abstractmethod
    def hull(self) -> RealInterval | None: ...

    @property
    @abstractmethod
    def finite(self) -> bool: ...

    @property
    @abstractmethod
    def latex(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AnySet(Domain):
    """Any set at all: its members can be told apart, and nothing else is known of them."""

    hull = None
    finite = False
    latex = r"\text{any set}"

    def __str__(self) -> str:
        return "any set"


@dataclass(frozen=True, slots=True)
class Countable(Domain):
    """A countable set, with densities taken with respect to the counting measure: they are probabilities, at most 1."""

    hull = None
    finite = False
    latex = r"\text{a countable set}"

    def __str__(self) -> str:
        return "a countable set"


@dataclass(frozen=True, slots=True)
class Categories(Countable):
    """A finite set with `size` members, a number that stays a symbol: classes without an order and without arithmetic."""

    size: str = "K"
    finite = True

    @property
    def latex(self) -> str:  # type: ignore[override]
        return rf"\text{{a set of ${self.size}$ classes}}"

    def __str__(self) -> str:
        return f"a set of {self.size} classes"


@dataclass(frozen=True, slots=True)
class FiniteSet(Domain):
    """Finitely many rational numbers, at least one."""

    values: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.values, Iterable) or isinstance(self.values, str):
            raise MalformedTerm(
                f"FiniteSet({self.values!r}): give its values one after another, such as FiniteSet((1, 2))."
            )
        if not self.values:
            raise MalformedTerm("FiniteSet(()): a domain holds at least one value.")
        object.__setattr__(self, "values", tuple(sorted({_end(v) for v in self.values})))
        if any(isinstance(v, float) for v in self.values):
            raise MalformedTerm(f"FiniteSet{self.values}: the values of a domain are rational numbers, not floats.")

    @property
    def hull(self) -> RealInterval:
        return RealInterval(self.values[0], self.values[-1], True, True)

    finite = True

    @property
    def latex(self) -> str:
        return r"\{" + ", ".join(map(str, self.values)) + r"\}"

    def __str__(self) -> str:
        return "{" + ", ".join(map(str, self.values)) + "}"


def _end(value: object) -> End:
    if isinstance(value, float):
        if value in (INFINITY, -INFINITY):
            return value
        if value != value:
            raise MalformedTerm("nan is no number: a domain is made of rational numbers, its ends may be infinite.")
        raise MalformedTerm(
            f"{value!r} is a float: give an exact end, such as Fraction({Fraction(value).limit_denominator(1000)})."
        )
    if isinstance(value, int | Fraction):
        return Fraction(value)
    text = str(value)  # SymPy's numbers
    if text in ("oo", "-oo"):
        return INFINITY if text == "oo" else -INFINITY
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise MalformedTerm(f"{value!r} is no end of an interval: give a rational number or an infinity.") from None


@dataclass(frozen=True, slots=True)
class RealInterval(Domain):
    """{u : lower <= u <= upper} in the extended reals, an end left out where it is open.

    Arguments: `lower`, `upper` are rational numbers or infinities; `lower_closed`, `upper_closed` say whether the end
    belongs to it (an infinite end is open unless said otherwise). Raises MalformedTerm where the interval is empty.
    """

    lower: End = -INFINITY
    upper: End = INFINITY
    lower_closed: bool | None = None
    upper_closed: bool | None = None

    def __post_init__(self) -> None:
        lower, upper = _end(self.lower), _end(self.upper)
        object.__setattr__(self, "lower", lower)
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
        return (self.lower < value or (self.lower == value and bool(self.lower_closed))) and (
            value < self.upper or (value == self.upper and bool(self.upper_closed))
        )

    @property
    def bounded_values(self) -> bool:
        """No member is infinite (the interval itself may be unbounded)."""
        return not self.has(INFINITY) and not self.has(-INFINITY)

    @property
    def positive(self) -> bool:
        return self.lower > 0 or (self.lower == 0 and not self.lower_closed)

    @property
    def negative(self) -> bool:
        return self.upper < 0 or (self.upper == 0 and not self.upper_closed)

    @property
    def nonnegative(self) -> bool:
        return self.lower >= 0

    @property
    def nonpositive(self) -> bool:
        return self.upper <= 0

    def __neg__(self) -> RealInterval:
        return RealInterval(-self.upper, -self.lower, self.upper_closed, self.lower_closed)


@dataclass(frozen=True, slots=True)
class Integers(Domain):
    """The whole numbers from `lower` to `upper`, both included where they are finite.

    Arguments: `lower`, `upper`, whole numbers or infinities. Raises MalformedTerm where an end is no whole number, or where
    the set is empty.
    """

    lower: End = -INFINITY
    upper: End = INFINITY

    def __post_init__(self) -> None:
        lower, upper = _end(self.lower), _end(self.upper)
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


any_set = AnySet()
countable = Countable()
extended_reals = RealInterval(-INFINITY, INFINITY, True, True)
reals = RealInterval()
nonnegative = RealInterval(0)  # [0, oo): the values of a density
extended_nonnegative = RealInterval(0, INFINITY, True, True)  # [0, oo]
above_minus_infinity = RealInterval(-INFINITY, INFINITY, False, True)  # (-oo, oo]
positive = RealInterval(0, INFINITY, False)  # (0, oo)
unit_interval = RealInterval(0, 1)  # [0, 1]: the values of a probability
open_unit_interval = RealInterval(0, 1, False, False)  # (0, 1)
counts = Integers(0)  # 0, 1, 2, ...
binary = Integers(0, 1)  # {0, 1}
