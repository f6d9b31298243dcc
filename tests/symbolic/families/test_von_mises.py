"""Tests of symbolic.families.von_mises: angles in turns."""

from fractions import Fraction

from on_data import density, mean_loss
from sympy import besseli, log

from symbolic.families.von_mises import family, kappa
from symbolic.models.likelihood import dropped, loss


def test_the_loss_is_minus_the_cosine_and_the_concentration_a_factor() -> None:
    assert mean_loss(family, loss(family), {"x": [Fraction(1, 2)]}, {"mu": 0}) == 1
    assert family.factor == kappa
    assert dropped(family) == log(besseli(0, kappa))


def test_both_ends_of_the_support_are_one_angle() -> None:
    at = {"mu": Fraction(1, 3), "kappa": 2}
    assert density(family, {"x": 0}, at).overlaps(density(family, {"x": 1}, at))


def test_a_whole_turn_changes_nothing_and_half_a_turn_does() -> None:
    losses = [mean_loss(family, loss(family), {"x": [0]}, {"mu": m}) for m in (0, 1, Fraction(1, 2))]
    assert losses == [-1, -1, 1]
