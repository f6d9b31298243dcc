"""Tests of symbolic.families.logistic: location and scale."""

from on_data import close, density
from sympy import log

from symbolic.families.logistic import family, s
from symbolic.models.likelihood import dropped


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0
    assert family.loss.has(log(s))


def test_it_is_symmetric_about_its_location() -> None:
    at = {"mu": 1, "s": 2}
    assert density(family, {"x": 4}, at).overlaps(density(family, {"x": -2}, at))
    assert close(density(family, {"x": 1}, at), "1/8")
