"""Tests of symbolic.calculus.at_each_value: enclosures at each value of a label, which hold all of them."""

from fractions import Fraction

import pytest
from sympy import log

from symbolic.calculus.at_each_value import ValuesAtEach
from symbolic.calculus.enclosing import Undefined, Values
from symbolic.core.domains import FiniteSet, RealInterval, binary, unit_interval
from symbolic.core.terms import function, parameter, sample

b, t, y = parameter("b", binary), sample("t", domain=binary), sample("y", domain=FiniteSet((-1, 1)))
q = function("q", values=unit_interval)(sample("x").i)


def test_the_enclosure_holds_what_each_value_gives() -> None:
    for tree in (1 / (2 * b - 1), 1 / y.i, b**2 / (3 * b - 2) - 1 + 1 / (2 - 3 * b) / 2):
        with pytest.raises(Undefined):
            Values().of(tree)
    assert ValuesAtEach().of(1 / (2 * b - 1)) == RealInterval(-1, 1)
    assert ValuesAtEach().of(3 / y.i) == RealInterval(-3, 3)
    assert ValuesAtEach().of(b**2 / (3 * b - 2)) == RealInterval(Fraction(-1, 2), 1), "larger, never smaller"


def test_ends_are_met_where_one_value_meets_them() -> None:
    found = ValuesAtEach().of(t.i * log(q) / (2 * t.i - 1))
    assert found.has(-float("inf"))
    assert found.has(0)
    with pytest.raises(Undefined):
        ValuesAtEach().of(t.sum(log(q) / (2 * t.i - 1)))


def test_what_fails_at_one_value_is_undefined() -> None:
    for tree in (1 / b, t.sum(1 / t.i), log(y.i), 1 / (y.i + 1)):
        with pytest.raises(Undefined):
            ValuesAtEach().of(tree)
