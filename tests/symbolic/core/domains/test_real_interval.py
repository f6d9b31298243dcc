"""Tests of symbolic.core.domains.real_interval: intervals with exact ends."""

from fractions import Fraction

import pytest
from sympy import oo

from symbolic.core.domains import (
    RealInterval,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import MalformedTerm

HALF, INFINITE = Fraction(1, 2), float("inf")


@pytest.mark.parametrize(
    ("interval", "value", "inside"),
    [
        (positive, 0, False),
        (nonnegative, 0, True),
        (unit_interval, 1, True),
        (RealInterval(0, 1, True, False), 1, False),
        (reals, float("inf"), False),
        (extended_reals, float("inf"), True),
        (extended_reals, -float("inf"), True),
        (extended_nonnegative, -float("inf"), False),
        (nonnegative, float("inf"), False),
        (RealInterval(HALF, HALF), HALF, True),
    ],
)
def test_open_and_closed_ends_are_exact(interval: RealInterval, value: object, inside: bool) -> None:
    assert interval.has(value) is inside  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("small", "large", "contained"),
    [
        (positive, nonnegative, True),
        (nonnegative, positive, False),
        (reals, extended_reals, True),
        (extended_reals, reals, False),
        (unit_interval, nonnegative, True),
        (unit_interval, RealInterval(0, 1, True, False), False),
        (RealInterval(0, 1, False, False), unit_interval, True),
        (RealInterval(-1, 1), unit_interval, False),
        (unit_interval, unit_interval, True),
    ],
)
def test_an_interval_lies_within_another_only_with_its_ends(
    small: RealInterval, large: RealInterval, contained: bool
) -> None:
    assert small.within(large) is contained


@pytest.mark.parametrize("ends", [(1, 0), (0, 0, True, False), (0, 0, False, False), (float("inf"), float("inf"))])
def test_an_empty_interval_is_refused(ends: tuple[object, ...]) -> None:
    with pytest.raises(MalformedTerm, match="is empty"):
        RealInterval(*ends)  # type: ignore[arg-type]


def test_an_infinite_end_is_open_unless_said_otherwise() -> None:
    assert RealInterval(0).bounded_values is True
    assert RealInterval(0, oo, True, True).bounded_values is False


@pytest.mark.parametrize(
    ("interval", "signs"),
    [
        (positive, (True, False, True, False)),
        (nonnegative, (False, False, True, False)),
        (RealInterval(-1, 0, True, False), (False, True, False, True)),
        (RealInterval(-1, 0), (False, False, False, True)),
        (RealInterval(0, 0), (False, False, True, True)),
        (reals, (False, False, False, False)),
        (RealInterval(1, 2), (True, False, True, False)),
    ],
)
def test_signs_are_those_of_every_member(interval: RealInterval, signs: tuple[bool, ...]) -> None:
    assert (interval.positive, interval.negative, interval.nonnegative, interval.nonpositive) == signs


def test_negation_turns_an_interval_round_with_its_ends() -> None:
    assert -RealInterval(0, 1, False, True) == RealInterval(-1, 0, True, False)
    assert -positive == RealInterval(-oo, 0, False, False)
