"""Tests of symbolic.families.zero_inflated_poisson: where it is not identifiable."""

from on_data import close, density

from symbolic.families import load
from symbolic.families.zero_inflated_poisson import family
from symbolic.models.likelihood import dropped

ROWS = [{"x": 0}, {"x": 1}, {"x": 4}]


def test_nothing_is_dropped_for_the_factorial_stands_in_one_component_alone() -> None:
    assert dropped(family) == 0


def test_without_inflation_it_is_the_poisson() -> None:
    for row in ROWS:
        assert density(family, row, {"w": 0, "lambda": 2}).overlaps(density(load("poisson"), row, {"lambda": 2}))


def test_at_rate_zero_every_weight_and_at_full_inflation_every_rate_is_the_same() -> None:
    for row in ROWS:
        for one, other in ((("1/3", 0), ("2/3", 0)), ((1, 1), (1, 5))):
            found = [density(family, row, {"w": w, "lambda": rate}) for w, rate in (one, other)]
            assert close(*found)
    assert len(family.further) == 2


def test_elsewhere_the_weight_matters() -> None:
    one, other = (density(family, {"x": 0}, {"w": w, "lambda": 2}) for w in ("1/3", "2/3"))
    assert not one.overlaps(other)
