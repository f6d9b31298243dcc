"""Tests of symbolic.families.normal: both parameters, and no estimate from equal data."""

from fractions import Fraction

import pytest
from on_data import along, estimate, further, value

from symbolic.families.normal import c, eta, family, tau
from symbolic.models.likelihood import dropped


def test_a_constant_free_of_mean_and_scale_is_dropped() -> None:
    assert str(dropped(family)) == "log(2)/2 + log(pi)/2"


def test_the_estimates_are_the_mean_and_the_root_of_the_mean_squared_deviation() -> None:
    assert estimate(family, {"x": [1, 3, 5, 7]}) == pytest.approx({"mu": 4, "sigma": 5**0.5})


def test_equal_data_meet_no_condition_and_have_no_estimate() -> None:
    with pytest.raises(AssertionError):
        estimate(family, {"x": [2, 2]})
    statement = further(family)["no estimate when all data are equal, each of them c"]
    at_two = statement.mapped(lambda tree: tree.subs(c, 2))
    assert along(at_two, 1) > along(at_two, 10) > along(at_two, 30)


def test_in_mean_over_scale_and_one_over_scale_a_point_half_way_lies_low() -> None:
    loss, unknowns = further(family)["convex in mean/scale and 1/scale"].about
    assert unknowns == (eta, tau)

    def at(e: int, t: Fraction) -> object:
        return value(family.mean(loss), {"x": [3]}, {"eta": e, "tau": t})

    one, other, middle = at(-2, Fraction(1)), at(4, Fraction(3)), at(1, Fraction(2))
    assert middle < (one + other) / 2
