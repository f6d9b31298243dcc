"""Tests of symbolic.families.weibull: shape and scale."""

from on_data import density
from sympy import log

from symbolic.families import load
from symbolic.families.weibull import family
from symbolic.models.likelihood import dropped


def test_with_shape_one_it_is_the_exponential() -> None:
    one = density(family, {"x": 3}, {"k": 1, "lambda": 2})
    assert one.overlaps(density(load("exponential"), {"x": 3}, {"lambda": "1/2"}))


def test_with_shape_two_it_is_the_rayleigh() -> None:
    one = density(family, {"x": 3}, {"k": 2, "lambda": 2})
    other = density(load("rayleigh"), {"x": 3}, {"sigma": "7071067811865475244/5000000000000000000"})
    assert abs(one - other) < 1e-15


def test_the_logarithm_of_the_datum_is_dropped_once() -> None:
    assert dropped(family) == log(family.sample.outcome)
