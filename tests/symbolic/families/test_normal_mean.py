"""Tests of symbolic.families.normal_mean: squared error."""

from on_data import estimate, mean_loss

from symbolic.core.terms import symbols
from symbolic.families.normal_mean import family, sigma
from symbolic.models.likelihood import dropped, loss


def test_the_loss_is_squared_error_and_the_factor_half_the_precision() -> None:
    assert mean_loss(family, loss(family), {"x": [4]}, {"mu": 1}) == 9
    assert family.factor == 1 / (2 * sigma**2)


def test_the_scale_is_dropped_with_the_constant() -> None:
    assert symbols(dropped(family)) == {sigma}


def test_the_estimate_is_the_mean() -> None:
    assert estimate(family, {"x": [0, 0, 3]}) == {"mu": 1}
