"""Tests of symbolic.calculus.directions: by structure, by the derivative, and in the normal form."""

from typing import Any

import pytest
from sympy import Abs, Add, Dummy, Integer, Max, Min, Mul, Pow, atan, cos, exp, log, oo, sin

from symbolic.calculus.directions import InPieces, above_one, by_structure, direction, fixed_sign, signed, turns
from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm
from symbolic.core.domains import (
    INFINITY,
    RealInterval,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import density, expectation, parameter, raw, sample

u = Dummy("u", real=True)
x, v = sample("x"), sample("v", domain=reals)
z = sample("z", domain=positive)
c, s, a = parameter("c", reals), parameter("s", positive), parameter("a", nonnegative)
big, small = parameter("big", RealInterval(1, INFINITY, False)), parameter("small", open_unit_interval)
p = density("p")
negative, nonpositive = RealInterval(-INFINITY, 0, False, False), RealInterval(-INFINITY, 0)
below = RealInterval(-INFINITY, 0, True, True)


def structure(map_: Any, on: RealInterval) -> int:
    return by_structure(map_, u, InPieces((), u, on))


KNOWN = [
    (u + log(u), extended_nonnegative, 1),
    (log(u) - log(1 - u), unit_interval, 1),
    (log(u / (1 - u)), open_unit_interval, 1),
    (raw(Mul, (u, exp(u))), nonnegative, 1),
    (raw(Mul, (raw(Mul, (Integer(-1), u)), exp(-u))), nonpositive, -1),
    (raw(Mul, (u, u)), extended_nonnegative, 1),
    (raw(Mul, (u, u)), nonpositive, -1),
    (raw(Mul, (u, -exp(u))), nonnegative, -1),
    (Max(u, u / 2), reals, 1),
    (Min(u, u / 2), reals, 1),
    (z.sum(z.i * u), reals, 1),
    (z.product(z.i * u), nonnegative, 1),
    (Abs(u), nonnegative, 1),
    (Abs(u), nonpositive, -1),
    (u**2, below, -1),
    (u**4, nonpositive, -1),
    (1 / u, negative, -1),
    (u**-2, negative, 1),
    (u**s, extended_nonnegative, 1),
    (u ** (-s), positive, -1),
    (u**x.n, extended_nonnegative, 1),
    (big**u, reals, 1),
    (small**u, reals, -1),
    ((1 + s) ** u, reals, 1),
    (small ** (-u), reals, 1),
    (raw(Mul, (u, 1 + c**2)), reals, 1),
]


@pytest.mark.parametrize(("map_", "on", "expected"), KNOWN, ids=str)
def test_the_table_takes_sums_products_powers_and_both_half_lines(map_: Any, on: RealInterval, expected: int) -> None:
    assert structure(map_, on) == expected
    assert direction(map_, u, on) == expected


UNKNOWN = [
    (u - log(u), nonnegative),  # parts in both directions
    (Max(u, 0), reals),  # a part that does not move
    (Min(u, -u), reals),
    (z.sum(v.i * u), reals),  # a factor of either sign
    (z.product(z.i * u), reals),
    (raw(Mul, (u, exp(u))), reals),  # a factor of both signs
    (raw(Mul, (u, exp(-u))), nonnegative),  # absolute values in both directions
    (raw(Mul, (u, u)), reals),
    (Abs(u), reals),
    (u**2, RealInterval(-1, 1)),
    (u**-2, RealInterval(-1, 1)),
    (u**a, nonnegative),  # constant where a is 0
    (u**c, positive),
    (s**u, reals),  # constant where s is 1
    (Integer(1) ** u, reals),
    (raw(Pow, (Integer(1), u)), reals),
    (raw(Pow, (Integer(0), u)), positive),
    (raw(Pow, (u, u)), positive),
    (raw(Mul, (u, c)), reals),
    (raw(Mul, (u, a)), reals),
    (raw(Mul, (u, c**2)), reals),
    (raw(Mul, (u, raw(Add, (c, raw(Mul, (Integer(-1), c)))))), reals),
    (raw(Add, (u, oo)), reals),
    (expectation(u * p(x.outcome), p(x.outcome)), reals),
]


@pytest.mark.parametrize(("map_", "on"), UNKNOWN, ids=str)
def test_what_is_not_strict_or_not_of_one_direction_is_left_open(map_: Any, on: RealInterval) -> None:
    try:
        assert structure(map_, on) == 0
        assert direction(map_, u, on) == 0
    except Undefined:
        pass


def test_a_sum_that_is_nowhere_oo_less_oo_has_its_values_piece_by_piece() -> None:
    map_ = log(u) - log(1 - u)
    with pytest.raises(Undefined):
        Values((), {u: unit_interval}).of(map_)
    assert InPieces((), u, unit_interval).of(map_) == extended_reals
    assert InPieces((), u, open_unit_interval).of(map_) == reals
    with pytest.raises(Undefined):
        InPieces((), u, unit_interval).of(raw(Add, (log(u), raw(Mul, (Integer(-1), log(u))))))
    with pytest.raises(Undefined):
        InPieces((), u, unit_interval).of(1 / u)
    with pytest.raises(Undefined):
        InPieces((), u, RealInterval(0, 2)).of(map_)


BY_DERIVATIVE = [
    (u / (1 + u), nonnegative, 1),
    (u / (s + u), nonnegative, 1),
    (u * exp(u), RealInterval(-1), 1),
    (u - log(u), RealInterval(1), 1),
    (u - log(u), RealInterval(0, 1, False), -1),
    (u**2 - u, RealInterval(1), 1),
    (u + 1 / u, RealInterval(1), 1),
    (u + sin(u) / 2, reals, 1),
    (u / (1 + u**2), RealInterval(-1, 1), 1),
    (atan((u + 1 / u) * (c**2 + 1)), RealInterval(1), 1),
    (u**2 - 4 * u, RealInterval(-INFINITY, 2), -1),
]


@pytest.mark.parametrize(("map_", "on", "expected"), BY_DERIVATIVE, ids=str)
def test_a_derivative_of_one_sign_inside_and_continuity_at_the_ends_give_a_direction(
    map_: Any, on: RealInterval, expected: int
) -> None:
    assert structure(map_, on) == 0
    assert direction(map_, u, on) == expected


NOT_BY_DERIVATIVE = [
    (u * exp(u), RealInterval(-2)),
    (u / (1 + u**2), RealInterval(-1, 2)),
    (u - sin(2 * u), reals),
    (u**2 - u, nonnegative),
    (u + cos(2 * u), reals),
    (c * u + u**3, reals),
    (u * exp(c * u), nonnegative),
    (raw(Add, (u, raw(Mul, (Integer(-1), u)))), reals),  # a derivative that is 0
    (raw(Mul, (c, raw(Add, (u, raw(Mul, (Integer(-1), u)))))), reals),
    ((c * u) ** 3, reals),  # a derivative >= 0 that is 0 where c is
    (a * u**3, reals),
    (u * z.sum(log(p(z.i))), reals),
]


@pytest.mark.parametrize(("map_", "on"), NOT_BY_DERIVATIVE, ids=str)
def test_a_derivative_of_unknown_sign_gives_none(map_: Any, on: RealInterval) -> None:
    assert direction(map_, u, on) == 0


def test_a_derivative_that_is_zero_in_places_is_positive_somewhere() -> None:
    cube = u**3 - 3 * u**2 + 3 * u  # (u - 1)^3 + 1
    assert direction(cube, u, RealInterval(1)) == 1
    assert direction(u + sin(u), u, reals) == 1
    assert direction(u + sin(2 * u), u, reals) == 0


def test_a_point_has_no_direction_by_a_derivative() -> None:
    assert direction(u / (1 + u), u, RealInterval(0, 0)) == 0


def test_what_cancels_is_gone_in_the_normal_form() -> None:
    t = parameter("t", reals)
    assert direction((u + t) ** 2 - t**2 - 2 * t * u, u, nonnegative) == 1
    assert direction(log(exp(u) * exp(t)) - t, u, reals) == 1
    assert direction((u + t) ** 2 - t**2 - t * u, u, nonnegative) == 0
    assert direction((u + t) ** 2 - t**2 - 2 * t * u, u, reals) == 0


def test_a_variable_is_not_what_its_domain_says_but_in_the_interval() -> None:
    t = parameter("t", positive)
    assert direction(t**2, t, reals) == 0
    assert direction(t**2, t, nonpositive) == -1
    assert direction(t**2 / (1 + t**2), t, reals) == 0
    assert direction(t**2 / (1 + t**2), t, nonpositive) == -1


def test_signs_of_constants_and_of_logarithms() -> None:
    values, forms = Values(), NormalForm()
    assert [fixed_sign(e, values) for e in (s, -s, c, a, Integer(0), 1 + c**2, oo)] == [1, -1, 0, 0, 0, 1, 0]
    assert [above_one(e, values) for e in (big, small, s, 1 + s, c, Integer(1), 1 + a)] == [1, -1, 0, 1, 0, 0, 0]
    assert signed(log(1 + s), forms) == (1, True)
    assert signed(log(1 + a), forms) == (1, False)
    assert signed(log(small), forms) == (-1, True)
    assert signed(log(s), forms) is None
    assert signed(raw(Mul, (c, log(1 + s))), forms) is None
    assert signed(raw(Add, (s, raw(Mul, (Integer(-1), big)))), forms) is None


def test_what_surely_turns_is_not_looked_at_further() -> None:
    assert turns(u**2, u, reals)
    assert turns(c * u, u, reals)
    assert not turns(u**3, u, reals)
    assert not turns(a * u, u, reals)
    assert not turns(u**2, u, RealInterval(0, 0))
    assert not turns(log(u) * expectation(u, p(x.outcome)), u, positive)
    assert not turns(z.sum(u * z.i), u, positive)
    assert not turns(raw(Pow, (u, Integer(0))), u, reals)
