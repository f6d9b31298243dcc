"""Ends of domains: exact rational numbers and the infinities; never floats, which are no exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.errors import MalformedTerm

INFINITY = float("inf")  # compared, never computed with
End = Fraction | float


@dataclass(frozen=True, slots=True)
class Bound:
    """A finite end of a domain of numbers: `value`, or `value` times pi where it is `of_pi`.

    `inward` is 1 at the lower end and -1 at the upper one; `closed` says whether the end belongs to the domain.
    """

    value: Fraction
    closed: bool
    inward: int
    of_pi: bool = False


def exact(value: object) -> End:
    """The rational number, or infinity, that an end is. Raises MalformedTerm where it is none, as a float is."""
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
