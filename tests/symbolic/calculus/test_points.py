"""Tests of symbolic.calculus.points: balls that hold the value, and points to try that lie in their domains."""

from fractions import Fraction

import pytest
from sympy import (
    Abs,
    Integer,
    Max,
    Min,
    Pow,
    Rational,
    besseli,
    cos,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    pi,
    polygamma,
)

from symbolic.calculus.points import Beyond, ball, evaluated, first, inside, outside, precision, shown
from symbolic.core.domains import (
    circle,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import AtMost, Same, function, parameter, raw, sample

u, x = parameter("u", reals), sample("x", domain=reals)
HALF = Fraction(1, 2)

VALUES = [
    (u**2 - 1, Fraction(3), "8"),
    (u / 3, Fraction(1), "0.3333333333"),
    (Pow(u, Rational(3, 2)), Fraction(4), "8"),
    (2**u, HALF, "1.414213562"),
    (exp(u) + log(u), Fraction(1), "2.718281828"),
    (log(gamma(u)) - loggamma(u) + pi, Fraction(7, 2), "3.141592654"),
    (polygamma(0, u), Fraction(1), "-0.5772156649"),
    (polygamma(1, u), Fraction(2), "0.6449340668"),
    (besseli(0, u), Fraction(2), "2.279585302"),
    (factorial(u), Fraction(4), "24"),
    (1 + (u - Rational(1, 3)) ** 2, Fraction(1, 3), "1"),  # a power of a ball around 0
    (1 + (u - Rational(1, 3)) ** 3, Fraction(1, 3), "1"),
    (Abs(u) + Max(u, 1) + Min(u, 1), Fraction(-3), "1"),
    (cos(u), Fraction(0), "1"),
    (AtMost(u, 1) + Same(u, 1), Fraction(1), "2"),
    (AtMost(u, 1) + Same(u, 1), Fraction(2), "0"),
]


@pytest.mark.parametrize(("tree", "at", "value"), VALUES, ids=str)
def test_the_ball_holds_the_value(tree, at, value):
    with precision():
        found = evaluated(tree, {u: at})
        assert found.rad() < 1e-20
        assert abs(found - type(found)(value)) < 1e-8


@pytest.mark.parametrize(
    ("tree", "at"),
    [
        (log(u), Fraction(0)),
        (log(u), Fraction(-1)),
        (1 / u, Fraction(0)),
        (Pow(u, Rational(1, 2)), Fraction(-1)),
        (gamma(u), Fraction(0)),
        (u**100_000, Fraction(2)),
        (exp(exp(u)), Fraction(100)),
        (function("f", parameter("theta"))(), Fraction(1)),
        (log(u) * 0 + u + parameter("v", reals), Fraction(1)),
    ],
    ids=str,
)
def test_what_has_no_finite_value_is_evidence_for_nothing(tree, at):
    with pytest.raises(Beyond):
        evaluated(tree, {u: at})


def test_sums_and_products_over_the_rows():
    at = {x.column: (Fraction(1), Fraction(2), Fraction(5)), x.n: Fraction(3), u: Fraction(2)}
    assert evaluated(x.sum((x.i - u) ** 2) * x.n, at) == 30
    assert evaluated(x.product(x.i), at) == 10
    with pytest.raises(Beyond):
        evaluated(x.sum(x.i), {x.n: Fraction(3)})
    with pytest.raises(Beyond):
        evaluated(x.sum(x.i), {**at, x.n: Fraction(2)})


def test_a_point_in_words():
    assert shown({u: HALF, x.column: (Fraction(0), Fraction(3)), x.n: Fraction(2)}) == "u = 1/2, x = (0, 3)"


EDGES = [
    (HALF, unit_interval, True, False),
    (Fraction(0), unit_interval, False, False),  # a member, which balls do not show
    (Fraction(0), open_unit_interval, False, True),
    (Fraction(1), open_unit_interval, False, True),
    (Fraction(-1), nonnegative, False, True),
    (Fraction(10**9), nonnegative, True, False),
    (Fraction(10**9), reals, True, False),
    (Fraction(2), unit_interval, False, True),
]


@pytest.mark.parametrize(("value", "without"), [(Fraction(22, 7), True), (Fraction(3), False), (Fraction(-4), True)])
def test_a_ball_may_be_beyond_a_multiple_of_pi(value, without):
    assert outside(ball(value), circle) is without
    assert outside(ball(value), counts) is (value < 0)


@pytest.mark.parametrize(("value", "interval", "within", "without"), EDGES, ids=str)
def test_a_ball_is_inside_or_outside_or_neither(value, interval, within, without):
    assert inside(ball(value), interval) is within
    assert outside(ball(value), interval) is without


def test_a_wide_ball_across_an_end_is_neither_inside_nor_outside():
    with precision():
        wide = ball(1).union(ball(-1))
        for interval in (nonnegative, positive, open_unit_interval):
            assert not inside(wide, interval) and not outside(wide, interval)


def test_the_precision_grows_until_a_ball_is_told_apart():
    close = exp(Rational(1, 10**40)) - 1
    assert first(close, lambda value: value > 0) is not None
    assert first(log(2) + log(3) - log(6), lambda value: value > 0) is None
    assert first(log(2) + log(3) - log(6), lambda value: value < 0) is None
    assert first(u, lambda value: True) is None, "no number"


def test_a_power_of_exponent_zero_is_one_at_zero_too() -> None:
    v = parameter("v", reals)
    for number in (Fraction(0), Fraction(-2)):
        assert evaluated(raw(Pow, (v, Integer(0))), {v: number}) == 1
    with pytest.raises(Beyond):
        evaluated(raw(Pow, (raw(log, (v,)), Integer(0))), {v: Fraction(-1)})
