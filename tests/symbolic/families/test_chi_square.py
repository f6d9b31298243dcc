"""Tests of symbolic.families.chi_square: the gamma with rate one half."""

from on_data import density
from sympy import log

from symbolic.families import load
from symbolic.families.chi_square import family
from symbolic.models.likelihood import dropped


def test_it_is_the_gamma_with_half_its_degrees_as_shape() -> None:
    for nu in (1, 2, 5):
        gamma = density(load("gamma"), {"x": 3}, {"k": f"{nu}/2", "beta": "1/2"})
        assert density(family, {"x": 3}, {"nu": nu}).overlaps(gamma)
        assert not density(family, {"x": 3}, {"nu": nu + 1}).overlaps(gamma)


def test_what_is_dropped_is_half_of_the_datum_and_its_logarithm() -> None:
    x = family.sample.outcome
    assert dropped(family) == log(x) + x / 2
