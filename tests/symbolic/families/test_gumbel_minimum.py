"""Tests of symbolic.families.gumbel_minimum: the mirror image of the largest of many."""

from on_data import close, density

from properties.instances.numbers import precision
from symbolic.families import gumbel
from symbolic.families.gumbel_minimum import family
from symbolic.models.likelihood import dropped


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0


def test_it_is_the_largest_of_many_mirrored() -> None:
    with precision(256):
        here = density(family, {"x": 2}, {"mu": "1/3", "beta": 3})
        assert close(here, density(gumbel.family, {"x": -2}, {"mu": "-1/3", "beta": 3}))
        assert not close(here, density(gumbel.family, {"x": 2}, {"mu": "1/3", "beta": 3}))
