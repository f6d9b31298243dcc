"""Tests of properties.conformance.expansion: values with two derivatives, against closed forms and mpmath, and their ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq

from properties.conformance import expansion as e
from properties.conformance import functions as f
from properties.instances.numbers import INFINITY, NoValue, TooWide, precision

X = mpmath.mpf


def test_arithmetic_in_two_inputs() -> None:
    """u = x^2 y, v = x / y, of which the derivatives are known."""
    with precision(192):
        x, y = e.variable(arb(3), 0), e.variable(arb(2), 1)
        u = e.multiply(e.multiply(x, x), y)
        assert (u.value, u.first[0], u.first[1]) == (18, 12, 9)
        assert (u.second[0, 0], u.second[0, 1], u.second.get((1, 1), e.ZERO)) == (4, 6, 0)
        v = e.multiply(x, e.whole_power(y, -1))
        assert (v.first[0], v.first[1]) == (arb(1) / 2, arb(-3) / 4)
        assert (v.second[0, 1], v.second[1, 1]) == (arb(-1) / 4, arb(3) / 4)
        w = e.add(u, e.negative(v))
        assert w.value == arb(33) / 2 and w.first[0] == arb(23) / 2 and w.second[0, 1] == arb(25) / 4


def test_a_function_of_several_numbers_by_its_derivatives() -> None:
    """u^2 v at u = x y and v = x + y, against the same by products; and in one number put in twice."""
    with precision(192):
        x, y = e.variable(arb(3), 0), e.variable(arb(2), 1)
        for u, v in ((e.multiply(x, y), e.add(x, y)), (y, x), (x, x), (e.constant(arb(5)), x)):
            a, b = u.value, v.value
            bends = {(0, 0): 2 * b, (0, 1): 2 * a}
            found, plain = e.composed((u, v), a * a * b, (2 * a * b, a * a), bends), e.multiply(e.multiply(u, u), v)
            assert found.value == plain.value
            for some, others in ((found.first, plain.first), (found.second, plain.second)):
                assert all(some.get(k, e.ZERO) == others.get(k, e.ZERO) for k in {*some, *others})
        rough = e.logarithm(e.variable(arb(0), 0))
        assert e.composed((x, rough), e.ONE, (e.ONE, e.ONE), {}).rough


def test_what_depends_on_nothing_is_computed_once_a_precision() -> None:
    runs: list[int] = []
    program = e.remembered(lambda values: runs.append(1) or arb.pi())
    for bits in (64, 128, 64, 128):
        with precision(bits):
            assert program(None).rel_accuracy_bits() > bits - 8
    assert len(runs) == 2


def test_conventions_at_the_ends() -> None:
    zero, one, moving = e.constant(arb(0)), e.constant(arb(1)), e.variable(arb(0), 0)
    infinite = e.constant(INFINITY)
    assert e.logarithm(zero).value == -INFINITY and not e.logarithm(zero).rough
    assert e.logarithm(moving).rough and e.logarithm(moving).first == {}
    assert e.multiply(zero, infinite).value == 0
    assert e.exponential(e.constant(-INFINITY)).value == 0
    assert e.power(zero, zero).value == 1
    assert e.add(infinite, one).value == INFINITY
    assert e.multiply(e.constant(arb(-2)), infinite).value == -INFINITY
    assert e.power(infinite, e.constant(arb(fmpq(1, 2)))).value == INFINITY
    assert e.power(infinite, e.constant(arb(fmpq(-1, 2)))).value == 0


@pytest.mark.parametrize(
    "undefined",
    [
        lambda: e.add(e.constant(INFINITY), e.constant(-INFINITY)),
        lambda: e.logarithm(e.constant(arb(-1))),
        lambda: e.logarithm(e.constant(-INFINITY)),
        lambda: e.logarithm_of_one_plus(e.constant(arb(-2))),
        lambda: e.whole_power(e.constant(arb(0)), -1),
        lambda: e.power(e.constant(arb(0)), e.constant(arb(fmpq(-1, 2)))),
        lambda: e.power(e.constant(arb(-1)), e.constant(arb(fmpq(1, 2)))),
        lambda: e.power(e.constant(arb(-1)), e.variable(arb(2), 0)),
        lambda: f.gamma(e.constant(arb(-2))),
        lambda: f.log_gamma(e.constant(arb(0))),
        lambda: f.area_tangent(e.constant(arb(1))),
    ],
)
def test_what_has_no_value_is_said_to_have_none(undefined: Callable[[], Any]) -> None:
    with pytest.raises(NoValue):
        undefined()


@pytest.mark.parametrize(
    "open_",
    [
        lambda: e.sign(arb(0, 1)),
        lambda: e.logarithm(e.constant(arb(0, 1))),
        lambda: f.gamma(e.constant(arb(-1, fmpq(1, 4)))),
        lambda: f.log_gamma(e.constant(arb(fmpq(-1, 2)))),
        lambda: f.gamma(e.constant(INFINITY)),
        lambda: f.sine(e.constant(INFINITY)),
        lambda: e.power(e.constant(arb(2)), e.constant(INFINITY)),
        lambda: e.power(e.constant(arb(-1)), e.constant(arb(2, arb(2) ** -50))),  # may be 2
    ],
)
def test_what_balls_cannot_tell_stays_open(open_: Callable[[], Any]) -> None:
    with pytest.raises(TooWide):
        open_()


def test_what_is_rough_has_no_derivative_and_passes_it_on() -> None:
    rough = e.logarithm(e.variable(arb(0), 0))
    smooth = e.variable(arb(2), 1)
    for found in (e.add(rough, smooth), e.multiply(smooth, rough), e.exponential(rough)):
        assert found.rough and not found.first and not found.second
    assert not e.multiply(e.constant(arb(0)), rough).rough, "it is the constant 0"
    assert math.isinf(e.add(rough, smooth).value)
