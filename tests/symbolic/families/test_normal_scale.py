"""Tests of symbolic.families.normal_scale: the scale alone."""

from on_data import along, estimate, further

from symbolic.families.normal_scale import family
from symbolic.models.likelihood import dropped


def test_the_logarithm_of_the_scale_stays() -> None:
    assert str(dropped(family)) == "log(2)/2 + log(pi)/2"


def test_the_estimate_is_the_root_of_the_mean_squared_deviation_from_the_known_mean() -> None:
    assert estimate(family, {"x": [2, 8]}, {"mu": 1}) == {"sigma": 5}


def test_data_that_equal_the_mean_have_no_estimate() -> None:
    ((_, statement),) = further(family).items()
    assert along(statement, 1) > along(statement, 10) > along(statement, 40)
