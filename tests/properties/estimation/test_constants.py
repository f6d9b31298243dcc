"""What mentions no unknown, on data: one value for all rows or one for each, exact before it is rounded."""

from __future__ import annotations

import pytest
from flint import arb, fmpq
from sympy import Rational, log

from properties.data.family_data import Data
from properties.estimation.constants import Constants
from properties.estimation.linear import linear
from properties.estimation.smooth import BALLS, FLOATS, Unavailable
from symbolic import families

POISSON = families.load("poisson")
X = POISSON.sample
DATA = Data(POISSON, "", ("x",), 5, {"x": (fmpq(0), fmpq(2))}, {(0,): 2, (1,): 3}, {})


def test_without_rows_there_is_one_number_and_with_them_one_for_each_different_row() -> None:
    known = Constants(DATA, None)
    assert known.of(Rational(1, 4), FLOATS, 0) == 0.25
    assert known.of(X.i**2 + 1, FLOATS, 0) == [1, 5]
    assert known.of(X.sum(X.i) / X.n, FLOATS, 0) == 6 / 5, "a sum over the rows has one value"


def test_values_are_exact_where_they_are_rational() -> None:
    assert Constants(DATA, None).evaluated(X.i / 3, 64) == [0, fmpq(2, 3)]


def test_balls_hold_what_floats_stand_for_and_both_are_kept_apart() -> None:
    known = Constants(DATA, None)
    rough, ball = known.of(log(Rational(3)), FLOATS, 0), known.of(log(Rational(3)), BALLS, 128)
    assert isinstance(rough, float) and abs(float(ball.mid()) - rough) < 1e-15 and ball.rad() < arb(2) ** -100


def test_an_infinite_part_is_not_available() -> None:
    with pytest.raises(Unavailable, match="infinite"):
        Constants(DATA, None).of(log(X.i), FLOATS, 0)
    with pytest.raises(Unavailable):
        Constants(DATA, None).of(1 / X.i, FLOATS, 0)


def test_rows_are_weighted_by_how_often_they_occur() -> None:
    assert Constants(DATA, None).times(FLOATS, 0) == [2, 3]


def test_of_a_regression_the_first_input_is_one() -> None:
    family = linear(families.load("bernoulli"), ["z"])
    numbers = {str(s.column.name): (fmpq(7), fmpq(9)) for s in family.inputs}
    data = Data(family, "", ("y", *numbers), 2, {"y": (fmpq(0), fmpq(1)), **numbers}, {(0, 1): 1, (1, 0): 1}, {})
    assert Constants(data, None).inputs(FLOATS, 0) == [[1, 1], [9, 7]]
