"""Tests of symbolic.families.pareto: a tail, and a support that depends on a parameter."""

from on_data import close, density, mean_loss
from sympy import log

from symbolic.families.pareto import X, family
from symbolic.likelihood import dropped, loss


def test_only_the_logarithm_of_the_datum_is_dropped_and_never_the_indicator() -> None:
    assert dropped(family) == log(X)


def test_the_density_begins_at_its_least_value() -> None:
    at = {"alpha": 2, "m": 3}
    assert density(family, {"x": "29/10"}, at) == 0
    assert close(density(family, {"x": 3}, at), "2/3")


def test_the_least_datum_is_the_best_least_value() -> None:
    losses = {m: mean_loss(family, loss(family), {"x": [2, 5]}, {"alpha": 1, "m": m}) for m in ("1", "2", "201/100")}
    assert losses["201/100"] == float("inf")
    assert losses["2"] < losses["1"]
