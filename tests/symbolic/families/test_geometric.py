"""Tests of symbolic.families.geometric: failures before the first success."""

from on_data import density, estimate

from symbolic.families.geometric import family, p
from symbolic.models.likelihood import dropped


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0


def test_certain_success_belongs_to_the_domain_and_impossible_success_does_not() -> None:
    assert p.domain.has(1)
    assert not p.domain.has(0)
    assert density(family, {"x": 0}, {"p": 1}) == 1
    assert density(family, {"x": 2}, {"p": 1}) == 0


def test_the_estimate_counts_trials_and_reaches_one() -> None:
    assert estimate(family, {"x": [0, 0]}) == {"p": 1}
    assert estimate(family, {"x": [1, 3]}) == {"p": 1 / 3}
