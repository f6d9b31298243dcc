"""Tests of symbolic.families.asymmetric_laplace: the pinball loss."""

from fractions import Fraction

from on_data import mean_loss
from sympy import log

from symbolic.families.asymmetric_laplace import b, family, tau
from symbolic.models.likelihood import dropped, loss

AT = {"mu": 1, "b": 1, "tau": Fraction(1, 4)}


def test_the_pinball_loss_charges_the_level_above_and_its_complement_below() -> None:
    assert mean_loss(family, loss(family), {"x": [5]}, AT) == 1  # 1/4 of 4
    assert mean_loss(family, loss(family), {"x": [-3]}, AT) == 3  # 3/4 of 4


def test_the_scale_is_a_factor_and_the_normaliser_is_dropped() -> None:
    assert family.factor == 1 / b
    assert dropped(family) == log(b) - log(tau) - log(1 - tau)


def test_a_quantile_minimises_it() -> None:
    rows = {"x": [0, 1, 2, 3, 4]}
    losses = {mu: mean_loss(family, loss(family), rows, AT | {"mu": mu}) for mu in (0, 1, 2, 3, 4)}
    assert min(losses, key=losses.__getitem__) == 1
