"""Tests of symbolic.families.half_normal: the size of a normal."""

from on_data import density, estimate
from sympy import log, pi

from symbolic.families import load
from symbolic.families.half_normal import family
from symbolic.models.likelihood import dropped


def test_it_is_twice_the_normal_on_one_side() -> None:
    half, whole = (density(f, {"x": 2}, {"mu": 0, "sigma": 3}) for f in (family, load("normal")))
    assert half.overlaps(2 * whole)


def test_a_constant_that_is_free_of_the_scale_is_dropped() -> None:
    assert dropped(family) == log(pi) / 2 - log(2) / 2


def test_the_estimate_is_the_quadratic_mean() -> None:
    assert estimate(family, {"x": [1, 7]}) == {"sigma": 5}
    assert [str(w.lhs) for w in family.estimates[0].when] == ["sum_{i=1..n}(x_i**2)/n"]
