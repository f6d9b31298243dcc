"""Tests of symbolic.families.exponential: the rate."""

from on_data import along, estimate, further

from symbolic.families.exponential import family
from symbolic.models.likelihood import dropped


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0


def test_the_estimate_is_one_over_the_mean() -> None:
    assert estimate(family, {"x": [1, 3]}) == {"lambda": 0.5}


def test_zeros_alone_have_no_estimate() -> None:
    ((_, statement),) = further(family).items()
    assert along(statement, 1) > along(statement, 10) > along(statement, 40)
    ((closed),) = family.estimates
    assert str(closed.when[0].lhs) == "sum_{i=1..n}(x_i)/n"
