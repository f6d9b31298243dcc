"""Tests of symbolic.families.rayleigh: the length of a normal vector in the plane."""

from on_data import estimate
from sympy import log

from symbolic.families.rayleigh import family
from symbolic.models.likelihood import dropped


def test_the_logarithm_of_the_datum_is_dropped() -> None:
    assert dropped(family) == -log(family.sample.outcome)


def test_half_of_the_mean_square_is_the_squared_estimate() -> None:
    assert estimate(family, {"x": [1, 7]}) == {"sigma": 12.5**0.5}
    assert family.estimates[0].when == ()  # a length is positive
