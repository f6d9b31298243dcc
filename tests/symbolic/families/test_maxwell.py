"""Tests of symbolic.families.maxwell: the length of a normal vector in space."""

from on_data import estimate
from sympy import log, pi

from symbolic.families.maxwell import family
from symbolic.models.likelihood import dropped


def test_what_is_dropped_holds_twice_the_logarithm_of_the_datum() -> None:
    assert dropped(family) == -2 * log(family.sample.outcome) - log(2) / 2 + log(pi) / 2


def test_a_third_of_the_mean_square_is_the_squared_estimate() -> None:
    assert estimate(family, {"x": [1, 1, 5]}) == {"sigma": 3**0.5}
    assert family.estimates[0].when == ()  # a length is positive
