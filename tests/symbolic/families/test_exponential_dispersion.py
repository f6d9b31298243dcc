"""Tests of symbolic.families.exponential_dispersion: the dispersion is a factor."""

from sympy import log

from symbolic.families.exponential_dispersion import b, family, h, phi, theta, x
from symbolic.models.likelihood import dropped, loss


def test_the_dispersion_is_the_factor_and_the_carrier_is_dropped() -> None:
    assert family.factor == 1 / phi
    assert dropped(family) == -log(h(x.outcome))


def test_the_loss_is_linear_in_the_datum() -> None:
    assert loss(family) == b() - theta * x.outcome
    assert h(x.outcome).values.positive
