"""Tests of symbolic.families.bernoulli: binary cross-entropy, on the closed interval."""

from math import log

import pytest
from on_data import along, estimate, further, mean_loss, value

from symbolic.families.bernoulli import family
from symbolic.models.likelihood import dropped, loss


def test_nothing_is_dropped_from_binary_cross_entropy() -> None:
    assert dropped(family) == 0


def test_the_loss_is_infinite_for_what_was_thought_impossible_and_zero_for_what_was_certain() -> None:
    assert mean_loss(family, loss(family), {"x": [1]}, {"p": 0}) == float("inf")
    assert mean_loss(family, loss(family), {"x": [0, 0]}, {"p": 0}) == 0


@pytest.mark.parametrize(("rows", "found"), [([0, 0], 0), ([1, 1, 1], 1), ([0, 1, 1, 1], 0.75)])
def test_the_share_of_successes_is_the_estimate_at_the_ends_as_well(rows: list[int], found: float) -> None:
    assert estimate(family, {"x": rows}) == {"p": found}


def test_on_separable_data_the_slope_of_a_logit_runs_off() -> None:
    ((_, statement),) = [s for s in further(family).items() if "separable" in s[0]]
    assert along(statement, 1) > along(statement, 5) > along(statement, 25) > 0


def test_the_estimate_of_a_logit_is_the_log_odds_and_needs_both_outcomes() -> None:
    statement = further(family)["with a logit eta the estimate is the log-odds of the mean"]
    objective, _, ((eta, odds),), when = statement.about
    rows = {"x": [1, 1, 0, 1]}
    assert float(value(odds, rows, {})) == pytest.approx(log(3))
    assert value(objective, rows, {"eta": 1}) < value(objective, rows, {"eta": 0})
    assert not all(value(w.lhs, {"x": [1, 1]}, {}) > 0 for w in when)
    assert eta.name == "eta"
