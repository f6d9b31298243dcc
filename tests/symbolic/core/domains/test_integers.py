"""Tests of symbolic.core.domains.integers: whole numbers one after the other."""

from fractions import Fraction

import pytest
from sympy import Rational, oo

from symbolic.core.domains import (
    Integers,
    RealInterval,
    binary,
    counts,
    nonnegative,
    unit_interval,
)
from symbolic.core.errors import MalformedTerm

HALF, INFINITE = Fraction(1, 2), float("inf")


def test_whole_numbers_are_enclosed_by_an_interval_and_are_none() -> None:
    assert counts.hull == nonnegative and not isinstance(counts, RealInterval)
    assert binary.hull == unit_interval != binary
    assert (counts.finite, binary.finite, Integers().finite) == (False, True, False)
    assert Integers(Rational(2), oo) == Integers(2)


@pytest.mark.parametrize(
    ("ends", "message"), [((HALF, 3), "1/2 is no whole number"), ((3, 2), "is empty"), ((0, 0.5), "exact end")]
)
def test_whole_numbers_have_whole_ends(ends: tuple[object, object], message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        Integers(*ends)  # type: ignore[arg-type]
