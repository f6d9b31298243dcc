"""Tests of symbolic.families.inverse_gamma: one over a gamma."""

from on_data import density
from sympy import log

from symbolic.families import load
from symbolic.families.inverse_gamma import family
from symbolic.models.likelihood import dropped


def test_it_is_the_law_of_one_over_a_gamma() -> None:
    inverse = density(family, {"x": "1/3"}, {"alpha": 2, "beta": 5})
    assert inverse.overlaps(9 * density(load("gamma"), {"x": 3}, {"k": 2, "beta": 5}))


def test_the_logarithm_of_the_datum_is_dropped_once() -> None:
    assert dropped(family) == log(family.sample.outcome)
