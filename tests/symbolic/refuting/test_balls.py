"""Tests of symbolic.refuting.balls: balls separate numbers."""

from typing import Any

import pytest
from flint import ctx
from sympy import Add, E, I, Integer, Mul, Pow, Rational, airyai, exp, log, oo, pi, sin, sqrt, zoo

from symbolic.core.domains import RealInterval, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import parameter, raw
from symbolic.obligations import Obligation
from symbolic.refuting.balls import refute


def case(kind: str, *about: Any) -> str | None:
    return refute(Obligation(kind, about))


DIFFERENT = [
    (Integer(1), Integer(2)),
    (pi, Rational(22, 7)),
    (E, Rational(19, 7)),
    (exp(pi), Integer(23) + Rational(14, 100)),
    (log(2), Rational(7, 10)),
    (sqrt(2), Rational(141421356237, 100000000000)),
    (Integer(10) ** 30 + 1, Integer(10) ** 30),
    (exp(Rational(1, 10**40)), Integer(1)),
]


@pytest.mark.parametrize(("left", "right"), DIFFERENT, ids=str)
def test_two_numbers_that_differ_are_separated(left: Any, right: Any) -> None:
    assert case("equal", left, right)
    assert case("equal", right, left)


def test_the_difference_is_shown() -> None:
    assert case("equal", Integer(1), Integer(3)) == "1 - 1*3 is -2.0000000000000000000"


EQUAL = [
    (Integer(1), Integer(1)),
    (log(6), Add(log(2), log(3), evaluate=False)),
    (sqrt(2) * sqrt(3), sqrt(6)),
    (raw(exp, (log(2, evaluate=False),)), Integer(2)),
    (pi, pi),
]


@pytest.mark.parametrize(("left", "right"), EQUAL, ids=str)
def test_nothing_is_found_against_what_is_equal(left: Any, right: Any) -> None:
    assert case("equal", left, right) is None


a = parameter("a", positive)
BEYOND = [
    (a, Integer(-1)),
    (oo, Integer(1)),
    (zoo, Integer(1)),
    (I, Integer(1)),
    (airyai(3), Integer(5)),
    (raw(log, (Integer(0),)), Integer(1)),
    (raw(log, (Integer(-1),)), Integer(1)),
    (raw(Pow, (Integer(0), Integer(-1))), Integer(1)),
    (raw(Pow, (Integer(-2), Rational(1, 2))), Integer(1)),
    (raw(Mul, (Integer(0), raw(log, (Integer(0),)))), Integer(1)),
    (exp(10**6), Integer(1)),
    (raw(Pow, (Integer(10), Integer(10**9))), Integer(1)),
    (Rational(1) * 0.5, Integer(1)),
]


@pytest.mark.parametrize(("left", "right"), BEYOND, ids=str)
def test_what_is_no_finite_closed_number_is_left_alone(left: Any, right: Any) -> None:
    assert case("equal", left, right) is None
    assert case("within", left, RealInterval(100, 101)) is None


WITHIN = [
    (sin(1), unit_interval, False),
    (raw(Pow, (Integer(-2), Integer(3))), nonnegative, True),
    (log(2), unit_interval, False),
    (-log(2), unit_interval, True),
    (pi, RealInterval(3, 4), False),
    (pi, RealInterval(4, 5), True),
    (pi, reals, False),
    (Integer(0), positive, True),
    (Integer(0), nonnegative, False),
    (log(2) + log(3) - log(6), nonnegative, False),
    (raw(Add, (sqrt(2) * sqrt(3), -sqrt(6))), positive, False),  # it is 0, which balls do not show
    (raw(exp, (log(2, evaluate=False),)), RealInterval(2, 3, False, False), False),
]


@pytest.mark.parametrize(("number", "interval", "lies_outside"), WITHIN, ids=str)
def test_a_number_outside_of_an_interval_is_found(number: Any, interval: RealInterval, lies_outside: bool) -> None:
    assert (case("within", number, interval) is not None) is lies_outside


def test_the_precision_of_others_is_left_as_it_was() -> None:
    before = ctx.prec
    case("equal", pi, pi)
    case("equal", raw(log, (Integer(0),)), Integer(1))
    assert ctx.prec == before
