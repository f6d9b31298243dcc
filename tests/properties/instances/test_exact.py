"""Tests of exact numbers: equal where the algebra says so, never because two values lie close together."""

import math
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from flint import arb, fmpq

from properties.instances.exact import Exact, TooLong, applied, constant, exact_numbers, exactly, exp, log, power


def test_logs_of_rational_numbers_are_taken_apart_into_primes() -> None:
    assert log(fmpq(12)) == log(fmpq(3)) + log(fmpq(4)) == 2 * log(fmpq(2)) + log(fmpq(3))
    assert log(fmpq(2, 3)) == log(fmpq(2)) - log(fmpq(3))
    assert log(fmpq(1)) == fmpq(0)
    assert log(fmpq(5)) - log(fmpq(5)) == fmpq(0)


def test_exponentials_of_whole_multiples_of_logs_are_rational() -> None:
    assert exp(2 * log(fmpq(3, 2))) == fmpq(9, 4)
    assert exp(-log(fmpq(7))) == fmpq(1, 7)
    assert exp(log(fmpq(2)) * fmpq(1, 2)) == exp(log(fmpq(2)) * fmpq(1, 2))
    assert isinstance(exp(log(fmpq(2)) * fmpq(1, 2)), Exact)
    assert (exp(log(fmpq(2)) + 1) - 2 * exp(fmpq(1))) == fmpq(0)


def test_what_differs_by_next_to_nothing_is_not_equal() -> None:
    near = log(fmpq(2)) + fmpq(1, 2**200)
    assert (near == log(fmpq(2))) is False
    assert near - log(fmpq(2)) == fmpq(1, 2**200)
    assert (log(fmpq(2)) == fmpq(0)) is False


def test_constants_that_nobody_opens_are_told_apart_by_their_arguments() -> None:
    one, two = (applied("sin", arb.sin, fmpq(k)) for k in (1, 2))
    assert one == applied("sin", arb.sin, fmpq(1))
    assert (one == two) is False
    assert one * two == two * one
    assert power(one + two, 2) == one * one + 2 * one * two + two * two
    assert power(one, -1) == constant("inverse", 1 / one.ball, one)


def test_the_ball_decides_the_sign() -> None:
    assert log(fmpq(2)) > 0
    assert log(fmpq(1, 2)) < 0
    assert abs(log(fmpq(1, 2))) == log(fmpq(2))
    assert 1 - log(fmpq(2)) > 0
    assert not log(fmpq(2)) > log(fmpq(2))


def test_the_ball_holds_the_number_whatever_is_computed() -> None:
    draw = Random(3)
    for _ in range(200):
        values: list[tuple[Any, float]] = []
        for _ in range(2):
            q = Fraction(draw.randrange(1, 30), draw.randrange(1, 30))
            values.append((log(fmpq(q.numerator, q.denominator)), math.log(q)))
        (a, u), (b, v) = values
        for found, expected in (
            (a + b, u + v),
            (a - b, u - v),
            (a * b, u * v),
            (-a, -u),
            (exp(a * fmpq(1, 3)), math.exp(u / 3)),
        ):
            ball = found.ball if isinstance(found, Exact) else arb(found)
            assert abs(float(ball.mid()) - expected) < 1e-9


def test_numbers_with_too_many_terms_are_no_evidence() -> None:
    total = sum((applied("sin", arb.sin, fmpq(k)) for k in range(1, 20)), fmpq(0))
    with pytest.raises(TooLong):
        total * total
    with pytest.raises(TooLong):
        power(log(fmpq(2)), 100)


def test_numbers_are_exact_inside_of_the_block_alone() -> None:
    assert exactly() is False
    with exact_numbers():
        assert exactly() is True
    assert exactly() is False
