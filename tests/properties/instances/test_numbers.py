"""Numbers of the extended reals: conventions, what has no value, and balls that are too wide to tell."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb, fmpq

from properties.instances.numbers import (
    NoValue,
    TooWide,
    add,
    agree,
    compare,
    greater,
    inside,
    logarithm,
    multiply,
    power,
    precision,
    sign,
)
from symbolic.core.domains import FiniteSet, Integers, RealInterval, any_set, circle

INF = float("inf")
WIDE = arb(0, 1)  # a ball that holds 0


@pytest.mark.parametrize(
    ("left", "right", "expected"), ((INF, fmpq(-2), -INF), (-INF, fmpq(-2), INF), (INF, -INF, -INF), (-INF, -INF, INF))
)
def test_products_with_infinities_have_the_sign_of_their_factors(left: Any, right: Any, expected: float) -> None:
    assert multiply(left, right) == expected


def test_sums_with_one_kind_of_infinity_are_that_infinity() -> None:
    assert add(INF, fmpq(-5)) == INF
    assert add(fmpq(-5), -INF) == -INF
    assert add(INF, INF) == INF
    assert add(-INF, arb(3)) == -INF


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    (
        (INF, fmpq(2), INF),
        (-INF, fmpq(3), -INF),
        (-INF, fmpq(2), INF),
        (INF, fmpq(-1), 0),
        (-INF, fmpq(-3), 0),
        (fmpq(0), fmpq(1, 2), 0),
        (fmpq(9, 4), fmpq(1, 2), fmpq(3, 2)),
        (fmpq(9, 4), fmpq(-3, 2), fmpq(8, 27)),
        (fmpq(-2), fmpq(3), -8),
    ),
)
def test_powers_of_zero_infinity_and_squares_are_exact(base: Any, exponent: Any, expected: Any) -> None:
    assert power(base, exponent) == expected


def test_infinities_of_opposite_sign_have_no_sum() -> None:
    with pytest.raises(NoValue):
        add(INF, -INF)


def test_a_negative_number_has_no_log_and_no_root() -> None:
    for v in (fmpq(-1, 3), arb(-2), -INF):
        with pytest.raises(NoValue):
            logarithm(v)
        with pytest.raises(NoValue):
            power(v, fmpq(1, 2))


@pytest.mark.parametrize(
    "question",
    (
        lambda: sign(WIDE),
        lambda: logarithm(WIDE),
        lambda: power(WIDE, fmpq(-1)),
        lambda: power(WIDE, fmpq(1, 2)),
        lambda: compare(WIDE, fmpq(0)),
        lambda: compare(WIDE, arb(1, 1)),
        lambda: multiply(WIDE, INF),
        lambda: greater(arb(0, INF), INF),
        lambda: compare(arb(0, INF), INF),
    ),
)
def test_a_ball_that_is_too_wide_is_undecided_never_undefined(question: Any) -> None:
    with pytest.raises(TooWide):
        question()


def test_precision_is_put_back() -> None:
    from flint import ctx

    before = ctx.prec
    with pytest.raises(ZeroDivisionError), precision(999):
        assert ctx.prec == 999
        raise ZeroDivisionError
    assert ctx.prec == before


def test_agreement_is_not_equality_of_infinities_with_numbers() -> None:
    assert agree(INF, INF, 64)
    assert not agree(INF, -INF, 64)
    assert not agree(INF, arb(1), 64)
    with precision(64):
        assert agree(arb(2).log(), arb(2).log(), 64)
        assert not agree(arb(2), arb(2) + arb(2) ** -40, 64)


def test_a_huge_power_is_a_ball_around_it() -> None:
    value = power(fmpq(3, 2), fmpq(1 << 18))
    assert isinstance(value, arb)
    assert value > 2**1000


def test_the_larger_of_two_balls_that_overlap_is_a_ball_that_holds_it() -> None:
    found = greater(WIDE, fmpq(0))
    assert found.contains(1) and not found < 0
    assert greater(fmpq(2), fmpq(1)) == 2 and greater(-INF, fmpq(1)) == 1


def test_a_number_is_in_a_domain_or_not_or_a_ball_cannot_tell() -> None:
    unit = RealInterval(0, 1, upper_closed=False)
    assert inside(unit, fmpq(0)) is True and inside(unit, fmpq(1)) is False and inside(unit, INF) is False
    assert inside(unit, arb(0, 1)) is None and inside(unit, arb(2)) is False
    assert inside(Integers(0), fmpq(3)) is True and inside(Integers(0), fmpq(1, 2)) is False
    assert inside(Integers(0), arb(1, 1)) is None and inside(Integers(0), arb("0.5")) is False
    assert inside(FiniteSet((0, 1)), fmpq(1)) is True and inside(FiniteSet((0, 1)), fmpq(2)) is False
    assert inside(FiniteSet((0, 1)), arb(1, "0.1")) is None and inside(FiniteSet((0, 1)), arb("0.5", "0.1")) is False
    assert inside(Integers(0), arb(-3, 1)) is False and inside(any_set, fmpq(1)) is None


def test_a_ball_lies_within_an_arc_or_across_its_end() -> None:
    assert inside(circle, arb.pi() - arb("1e-5")) is True and inside(circle, arb.pi() + arb("1e-5")) is False
    assert inside(circle, arb.pi()) is None and inside(circle, -arb.pi() - arb("1e-5")) is False
    assert inside(circle, fmpq(3)) is True and inside(circle, fmpq(4)) is False and inside(circle, INF) is False


def test_a_number_of_very_many_digits_is_compared_as_it_is() -> None:
    huge = fmpq(1, 3) ** 1_000_000
    assert inside(RealInterval(0, 1), huge) is True
    assert inside(RealInterval(0, 1), -huge) is False
    assert inside(RealInterval(INF, INF, True, True), fmpq(1)) is False
