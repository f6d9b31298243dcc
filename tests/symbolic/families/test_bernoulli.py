"""Tests of symbolic.families.bernoulli: binary cross-entropy, on the closed interval."""

import pytest
from on_data import along, estimate, further, mean_loss

from symbolic.families.bernoulli import family
from symbolic.likelihood import dropped, loss


def test_nothing_is_dropped_from_binary_cross_entropy() -> None:
    assert dropped(family) == 0


def test_the_loss_is_infinite_for_what_was_thought_impossible_and_zero_for_what_was_certain() -> None:
    assert mean_loss(family, loss(family), {"x": [1]}, {"p": 0}) == float("inf")
    assert mean_loss(family, loss(family), {"x": [0, 0]}, {"p": 0}) == 0


@pytest.mark.parametrize(("rows", "found"), [([0, 0], 0), ([1, 1, 1], 1), ([0, 1, 1, 1], 0.75)])
def test_the_share_of_successes_is_the_estimate_at_the_ends_as_well(rows: list[int], found: float) -> None:
    assert estimate(family, {"x": rows}) == {"p": found}


def test_on_separable_data_the_slope_of_a_logit_runs_off() -> None:
    ((name, statement),) = further(family).items()
    assert "separable" in name
    assert along(statement, 1) > along(statement, 5) > along(statement, 25) > 0
