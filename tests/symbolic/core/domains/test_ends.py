"""Tests of symbolic.core.domains.ends: ends are exact, and floats are none."""

from fractions import Fraction

import pytest
from sympy import Rational, oo

from symbolic.core.domains import (
    RealInterval,
)
from symbolic.core.errors import MalformedTerm

HALF, INFINITE = Fraction(1, 2), float("inf")


@pytest.mark.parametrize("end", [0.5, 0.1, float("nan")])
def test_a_float_is_no_exact_end(end: float) -> None:
    with pytest.raises((MalformedTerm, ValueError)):
        RealInterval(end)


def test_an_inexact_end_is_told_its_fraction() -> None:
    with pytest.raises(MalformedTerm, match="1/2"):
        RealInterval(0.5)


@pytest.mark.parametrize("end", ["abc", "zoo", None, object()])
def test_an_end_is_a_number(end: object) -> None:
    with pytest.raises(MalformedTerm, match="no end of an interval"):
        RealInterval(end)  # type: ignore[arg-type]


def test_numbers_of_sympy_are_ends() -> None:
    assert RealInterval(Rational(1, 2), oo) == RealInterval(HALF, float("inf"))
    assert RealInterval(-oo, 0) == RealInterval(-float("inf"), 0, False, True)
