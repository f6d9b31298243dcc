"""Tests of symbolic.families.negative_binomial: failures before the r-th success."""

from on_data import along, density, estimate, further

from symbolic.core.terms import symbols
from symbolic.families import load
from symbolic.families.negative_binomial import family, r
from symbolic.models.likelihood import dropped


def test_with_one_success_it_is_the_geometric() -> None:
    for x in (0, 1, 5):
        one, other = density(family, {"x": x}, {"r": 1, "p": "1/3"}), density(load("geometric"), {"x": x}, {"p": "1/3"})
        assert one.overlaps(other)


def test_the_coefficient_is_dropped_since_r_is_known() -> None:
    assert symbols(dropped(family)) == {r}


def test_the_estimate_is_r_over_r_plus_the_mean() -> None:
    assert estimate(family, {"x": [1, 3]}, {"r": 2}) == {"p": 0.5}


def test_with_r_unknown_the_estimate_runs_off_to_the_poisson() -> None:
    ((_, statement),) = further(family).items()
    assert along(statement, 1) > along(statement, 4) > along(statement, 8) > 1
    assert along(statement, 8) < 1.001
    assert statement.about[4] == 1
