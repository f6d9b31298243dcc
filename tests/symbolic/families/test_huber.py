"""Tests of symbolic.families.huber: quadratic near, linear far."""

from on_data import close, density, mean_loss

from symbolic.families import load
from symbolic.families.huber import family
from symbolic.models.likelihood import loss


def test_the_loss_is_quadratic_near_and_linear_far() -> None:
    at = {"mu": 1, "delta": 2}
    assert mean_loss(family, loss(family), {"x": [2]}, at) == 0.5
    assert mean_loss(family, loss(family), {"x": [3]}, at) == 2
    assert mean_loss(family, loss(family), {"x": [6]}, at) == mean_loss(family, loss(family), {"x": [-4]}, at) == 8


def test_far_away_from_the_bend_it_is_the_normal() -> None:
    huber, normal = (density(f, {"x": 2}, {"mu": 1, "delta": 30, "sigma": 1}) for f in (family, load("normal_mean")))
    assert close(huber, normal)
