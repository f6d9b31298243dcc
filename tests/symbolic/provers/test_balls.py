"""Tests of symbolic.provers.balls: a ball inside of an interval, and never that two numbers are equal."""

from typing import Any

import pytest
from flint import ctx
from sympy import Add, I, Integer, Mul, Pow, Rational, airyai, exp, log, oo, pi, sin, sqrt, zoo

from symbolic.asking import proving
from symbolic.core.domains import RealInterval, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import parameter, raw
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.balls import prove
from symbolic.statements.equal import Equal


def verdict(kind: str, *about: Any) -> Verdict:
    return prove(Obligation(kind, about)).verdict


EQUAL = [
    (Integer(1), Integer(1)),
    (log(6), Add(log(2), log(3), evaluate=False)),
    (sqrt(2) * sqrt(3), sqrt(6)),
    (raw(exp, (log(2, evaluate=False),)), Integer(2)),
    (pi, pi),
]


@pytest.mark.parametrize(("left", "right"), EQUAL, ids=str)
def test_equality_is_never_proved_by_balls(left: Any, right: Any) -> None:
    asked = dict(proving())["balls"]
    assert asked(Equal(left, right)).verdict is Verdict.UNKNOWN


a = parameter("a", positive)
BEYOND = [
    a,
    oo,
    zoo,
    I,
    airyai(3),
    raw(log, (Integer(0),)),
    raw(log, (Integer(-1),)),
    raw(Pow, (Integer(0), Integer(-1))),
    raw(Pow, (Integer(-2), Rational(1, 2))),
    raw(Mul, (Integer(0), raw(log, (Integer(0),)))),
    exp(10**6),
    raw(Pow, (Integer(10), Integer(10**9))),
    Rational(1) * 0.5,
]


@pytest.mark.parametrize("number", BEYOND, ids=str)
def test_what_is_no_finite_closed_number_is_left_alone(number: Any) -> None:
    assert verdict("within", number, reals) is Verdict.UNKNOWN


WITHIN = [
    (sin(1), unit_interval, Verdict.PROVED),
    (raw(Pow, (Integer(-2), Integer(3))), nonnegative, Verdict.UNKNOWN),
    (log(2), unit_interval, Verdict.PROVED),
    (-log(2), unit_interval, Verdict.UNKNOWN),
    (pi, RealInterval(3, 4), Verdict.PROVED),
    (pi, RealInterval(4, 5), Verdict.UNKNOWN),
    (pi, reals, Verdict.PROVED),
    (log(2) + log(3) - log(6), nonnegative, Verdict.UNKNOWN),
    (raw(Add, (sqrt(2) * sqrt(3), -sqrt(6))), nonnegative, Verdict.UNKNOWN),
    (raw(exp, (log(2, evaluate=False),)), RealInterval(2, 3), Verdict.UNKNOWN),
    (raw(exp, (log(2, evaluate=False),)), RealInterval(2, 3, False, False), Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("number", "interval", "expected"), WITHIN, ids=str)
def test_a_number_lies_within_an_interval_only_where_no_end_is_touched(
    number: Any, interval: RealInterval, expected: Verdict
) -> None:
    assert verdict("within", number, interval) is expected


def test_the_precision_of_others_is_left_as_it_was() -> None:
    before = ctx.prec
    verdict("within", pi, reals)
    verdict("within", raw(log, (Integer(0),)), reals)
    assert ctx.prec == before
