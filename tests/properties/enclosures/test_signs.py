"""Signs that parts show, and logs taken apart where signs are known."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq
from sympy import (
    Abs,
    Integer,
    Rational,
    exp,
    gamma,
    log,
)

from properties.enclosures.signs import known_sign, logarithm, logs_apart, nonnegative
from symbolic.core.domains import (
    positive,
    reals,
)
from symbolic.core.terms import AtMost, parameter
from tests.properties.enclosures.near_values import at, s


def test_a_log_splits_off_only_factors_of_known_sign() -> None:
    assert logarithm(s**2 * exp(-s)) == 2 * log(s) - s
    assert logarithm((s - 3) * (s - 5)) == log((s - 3) * (s - 5))
    assert logarithm((s - 3) ** 2) == log((s - 3) ** 2)
    assert logarithm(-s * (s - 3)) == log(s) + log(3 - s)


@pytest.mark.parametrize("e", [-s, -s * exp(s), (-s) ** 3, -s * (s - 9), (s - 9) ** -3 * s, -1 / s])
def test_the_log_of_what_has_negative_factors_ends_and_is_the_log(e: Any) -> None:
    def sign(part: Any) -> int:
        value = at(part, fmpq(5))
        return 1 if value > 0 else -1

    positive_one = e if at(e, fmpq(5)) > 0 else -e
    apart = logarithm(positive_one, sign)
    assert at(apart, fmpq(5)).overlaps(at(positive_one, fmpq(5)).log())


def test_the_sign_of_a_part_is_read_off_it_and_no_root_is_looked_for() -> None:
    x, y = parameter("x", reals), parameter("y", positive)
    many = sum(((x - Rational(1, 3)) * y) ** (2 * j) for j in range(1, 9))
    assert known_sign(many) == 0, "it is not negative, which is not enough"
    assert known_sign(many + 1) == 0 and known_sign(y * exp(x) + gamma(y)) == 1
    assert known_sign(-(y ** Rational(1, 3))) == -1 and known_sign(log(2) - 1) == -1 and known_sign(Integer(0)) == 0


def test_nothing_negative_is_seen_part_by_part() -> None:
    y, x = parameter("y", positive), parameter("x", reals)
    assert (
        nonnegative(x**2) and nonnegative(Abs(x) * y) and nonnegative(x ** Rational(1, 2)) and nonnegative(AtMost(x, y))
    )
    assert not nonnegative(x) and not nonnegative(x**3) and not nonnegative(y - 1)


def test_logs_come_apart_so_that_what_cancels_does() -> None:
    y, z = parameter("y", positive), parameter("z", positive)
    assert logs_apart(log(y * z) - log(y), known_sign) == log(z)
