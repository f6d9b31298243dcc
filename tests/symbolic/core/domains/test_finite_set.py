"""Tests of symbolic.core.domains.finite_set: finite sets of rational numbers."""

from fractions import Fraction

import pytest

from symbolic.core.domains import (
    FiniteSet,
    RealInterval,
)
from symbolic.core.errors import MalformedTerm


def test_a_finite_set_is_sorted_rational_and_not_empty() -> None:
    assert FiniteSet((Fraction(2), Fraction(-1))).values == (-1, 2)
    assert FiniteSet((Fraction(2), Fraction(-1))).hull == RealInterval(-1, 2)
    assert str(FiniteSet((Fraction(1, 2), Fraction(0)))) == "{0, 1/2}"
    with pytest.raises(MalformedTerm, match="at least one value"):
        FiniteSet(())
    with pytest.raises(MalformedTerm):
        FiniteSet((0.5,))  # type: ignore[arg-type]
    with pytest.raises(MalformedTerm, match="not floats"):
        FiniteSet((float("inf"),))  # type: ignore[arg-type]
