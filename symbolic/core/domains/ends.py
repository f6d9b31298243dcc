"""Ends of domains: exact rational numbers and the infinities; never floats, which are no exact numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

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
    if type(value) is Fraction:
        return value
    if isinstance(value, float):
        if value in (INFINITY, -INFINITY):
            return value
        if value != value:
            raise MalformedTerm("nan is no number: a domain is made of rational numbers, its ends may be infinite.")
        number, half_turn = Fraction(value), Fraction(math.pi)
        turns = (number / half_turn).limit_denominator(12)
        close = turns and abs(number - turns * half_turn) * 10**12 < abs(number)
        shown = {"1": "pi", "-1": "-pi"}.get(str(turns), f"{turns}*pi")
        meant = f"{shown}, with SymPy's pi" if close else f"Fraction({number.limit_denominator(1000)})"
        raise MalformedTerm(f"{value!r} is a float: give an exact end, such as {meant}.")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    text = str(value)  # SymPy's numbers
    if text in ("oo", "-oo"):
        return INFINITY if text == "oo" else -INFINITY
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        symbols: Any = getattr(value, "free_symbols", None)
        instead = (
            f" {', '.join(sorted(map(str, symbols)))} varies, and a domain does not: where the support ends at a parameter, "
            "declare a larger domain, such as counts or positive, and give the density the factor AtMost(x.outcome, c)."
            if symbols
            else ""
        )
        raise MalformedTerm(
            f"{value!r} is no end of an interval: give a rational number or an infinity; both ends of a RealInterval may "
            f"also be multiples of pi, 0 among them.{instead}"
        ) from None
