"""Tests of symbolic.families.dirichlet: three shares of one whole."""

from on_data import close, density
from sympy import log

from symbolic.families.dirichlet import X, Y, Z, family
from symbolic.models.likelihood import dropped


def test_the_shares_add_up_to_one() -> None:
    assert family.total == 1


def test_ones_are_uniform_with_the_height_two() -> None:
    assert close(density(family, {"x": "1/2", "y": "1/3", "z": "1/6"}, {"alpha": 1, "beta": 1, "gamma": 1}), 2)


def test_the_logarithms_of_the_shares_are_dropped() -> None:
    assert dropped(family) == log(X) + log(Y) + log(Z)
