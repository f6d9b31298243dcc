"""The way down: Newton's method where derivatives are known, differences and a simplex where not, whole steps for counts."""

from __future__ import annotations

import pytest
from flint import arb, fmpq

from properties.data.family_data import Data
from properties.estimation.descent import Descent, _Guide
from properties.estimation.fitting import Comparison
from properties.instances.numbers import precision
from symbolic import families

GAMMA = families.load("gamma")
DATA = Data(GAMMA, "", ("x",), 4, {"x": (fmpq(1), fmpq(2), fmpq(7))}, {(0,): 1, (1,): 2, (2,): 1}, {})
START = {str(p.name): fmpq(1) for p in GAMMA.parameters}


def descent(jets: bool) -> Descent:
    comparison = Comparison(DATA)
    assert comparison.jets is not None
    return Descent(DATA, comparison.loss, comparison.jets if jets else None, 2.0)


@pytest.mark.parametrize("jets", [True, False], ids=["by derivatives", "by differences"])
def test_it_settles_where_the_score_vanishes(jets: bool) -> None:
    down = descent(jets)
    first = down.at(START)
    assert first is not None
    low, point, settled = down.improved(first, START, GAMMA.parameters)
    assert settled and low < first
    local = Comparison(DATA).jets
    assert local is not None
    gradient = local.at([float(int(point[n].p)) / int(point[n].q) for n in down.names]).gradient
    assert max(map(abs, gradient)) < 1e-8


def test_both_ways_come_to_one_place() -> None:
    ends = []
    for jets in (True, False):
        down = descent(jets)
        ends.append(down.improved(down.at(START), START, GAMMA.parameters)[1])  # type: ignore[arg-type]
    for name in START:
        assert abs(ends[0][name] - ends[1][name]) < fmpq(1, 10**9)


def test_where_the_loss_is_infinite_there_is_no_value() -> None:
    uniform = families.load("uniform")
    data = Data(uniform, "", ("x",), 1, {"x": (fmpq(3),)}, {(0,): 1}, {})
    down = Descent(data, Comparison(data).loss, None, 1.0)
    assert down.at({"theta": fmpq(2)}) is None and down.at({"theta": fmpq(4)}) is not None


def test_values_that_floats_cannot_tell_apart_are_compared_by_their_balls() -> None:
    with precision(128):
        one, other = _Guide.of(arb(1)), _Guide.of(arb(1) + arb(2) ** -60)
    assert float(one) == float(other) and one < other and other > one and not other <= one and one <= one
