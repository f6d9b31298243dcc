"""Tests of symbolic.families.gamma: shape and rate, and why not shape and scale."""

from fractions import Fraction

from on_data import further, mean_loss, value
from sympy import log

from symbolic.families.gamma import beta, c, family, k, theta, x
from symbolic.models.likelihood import dropped, loss


def test_the_logarithm_of_the_datum_is_dropped_once() -> None:
    assert dropped(family) == log(x.outcome)


def test_in_shape_and_scale_a_point_half_way_lies_too_high() -> None:
    other = further(family)["convex in shape and scale"].about[0]
    ends = [value(family.mean(other), {"x": [1]}, {"k": a, "theta": b}) for a, b in ((1, 2), (1, 6))]
    middle = value(family.mean(other), {"x": [1]}, {"k": 1, "theta": 4})
    assert middle > (ends[0] + ends[1]) / 2


def test_equal_data_have_no_estimate() -> None:
    def at(shape: Fraction | int) -> float:
        return mean_loss(family, loss(family), {"x": [1]}, {"k": shape, "beta": shape})

    assert at(1) > at(10) > at(1000) > at(100000)
    objective, unknowns, curve, t, limit = further(family)["no estimate when all data are equal, each of them c"].about
    assert unknowns == (k, beta)
    assert str(limit) == "-oo"
    assert dict(curve)[k] == c * dict(curve)[beta], "the mean of the member is the datum"
    assert theta not in objective.free_symbols
    assert t.is_real
