"""Tests of symbolic.families.gumbel: location and scale of a largest value."""

from on_data import density
from sympy import log

from symbolic.families.gumbel import beta, family
from symbolic.models.likelihood import dropped, loss


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0
    assert loss(family).has(log(beta))


def test_its_mode_is_its_location() -> None:
    at = {"mu": 2, "beta": 3}
    assert density(family, {"x": 2}, at) > density(family, {"x": "21/10"}, at)
    assert density(family, {"x": 2}, at) > density(family, {"x": "19/10"}, at)
