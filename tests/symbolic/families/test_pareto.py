"""Tests of symbolic.families.pareto: a tail, and a support that depends on a parameter."""

import math
from fractions import Fraction

import pytest
from on_data import close, density, further, mean_loss, value
from sympy import log

from symbolic.families.pareto import X, family
from symbolic.models.likelihood import dropped, loss


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


def test_the_estimate_is_that_of_the_tail_above_the_smallest_datum() -> None:
    ((_, statement),) = further(family).items()
    objective, unknowns, values, when = statement.about
    rows, at = {"x": [2, 5, 3]}, {"M": 2}
    assert all(value(w.lhs, rows, at) > 0 for w in when)
    assert not all(value(w.lhs, rows, {"M": "5/2"}) > 0 for w in when)
    assert {u.name for u, _ in values} == {u.name for u in unknowns}
    alpha = float(value(dict(values)[unknowns[0]], rows, at))
    assert alpha == pytest.approx(3 / math.log(30 / 8))
    place = {"m": 2, "alpha": Fraction(alpha), "M": 2}
    for other in (Fraction(alpha) * 2, Fraction(alpha) / 2):
        assert value(objective, rows, place) < value(objective, rows, place | {"alpha": other})
