"""Tests of symbolic.families.laplace: absolute error."""

from on_data import further, mean_loss
from sympy import log

from symbolic.families.laplace import b, family, mu
from symbolic.models.likelihood import dropped, loss


def test_the_loss_is_absolute_error_and_the_scale_a_factor() -> None:
    assert mean_loss(family, loss(family), {"x": [0, 0, 3]}, {"mu": 1, "b": 1}) == 4 / 3
    assert family.factor == 1 / b
    assert dropped(family) == log(b) + log(2)


def test_the_median_beats_the_mean() -> None:
    ((_, statement),) = further(family).items()
    assert statement.about[2] == (((mu, 0),),)
    assert mean_loss(family, loss(family), {"x": [0, 0, 3]}, {"mu": 0, "b": 1}) == 1


def test_two_data_have_a_whole_interval_of_medians() -> None:
    losses = {mean_loss(family, loss(family), {"x": [0, 1]}, {"mu": m, "b": 1}) for m in ("0", "1/3", "1")}
    assert losses == {0.5}
