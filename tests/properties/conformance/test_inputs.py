"""Tests of properties.conformance.inputs: moderate and extreme numbers of each type, all inside of their domains."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from properties.conformance import references
from properties.conformance.inputs import FLOAT32, FLOAT64, TYPES, FloatType, core, edges_of, extremes
from properties.conformance.reference import Role, reference
from symbolic import families
from symbolic.core.domains import FiniteSet, contains, counts, positive, reals, unit_interval
from symbolic.families import categorical


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda t: t.name)
@pytest.mark.parametrize("name", ["normal", "bernoulli", "beta", "poisson", "von_mises_radians", "weibull"])
def test_every_number_lies_in_its_domain_and_is_of_its_type(name: str, kind: object) -> None:
    held, random = reference(families.load(name)), Random(0)
    points = [p for group in core(held, kind, random, 20) for p in group]  # type: ignore[arg-type]
    points += list(extremes(held, kind, random, 200))  # type: ignore[arg-type]
    for point in points:
        for i, v in zip(held.inputs, point, strict=True):
            assert contains(i.domain, Fraction(v)), (i, v)
            assert v == kind.rounded(v)  # type: ignore[attr-defined]


def test_in_a_group_only_predictions_move() -> None:
    held = reference(families.load("normal_mean"))
    for group in core(held, FLOAT64, Random(1), 5):
        for k, i in enumerate(held.inputs):
            moves = len({p[k] for p in group}) > 1
            assert moves is (i.role is Role.PREDICTION)


def test_the_same_seed_gives_the_same_points() -> None:
    held = reference(families.load("gamma"))
    assert list(extremes(held, FLOAT64, Random(3), 50)) == list(extremes(held, FLOAT64, Random(3), 50))


@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda kind: kind.name)
def test_each_end_of_a_domain_is_met_beside_moderate_numbers(kind: FloatType) -> None:
    """Of few points too: there a loss is infinite, and what is clipped is not."""
    for name, ends in (("poisson", {0.0}), ("bernoulli", {0.0, 1.0}), ("normal", set())):
        points = list(extremes(reference(families.load(name)), kind, Random(5), 24))
        assert len(points) == 24 and {p[1] for p in points[: 4 * len(ends)]} == ends
    rates = list(extremes(reference(families.load("poisson")), kind, Random(5), 24))[:4]
    assert any(x > 0 for x, _ in rates), "where the loss is infinite"


def test_edges_hold_what_breaks_losses() -> None:
    assert {0.0, 1.0, 1 - 2**-53, 5e-324}.issubset(edges_of(unit_interval, FLOAT64))
    assert {1e300, 5e-324}.issubset(edges_of(positive, FLOAT64)) and 0.0 not in edges_of(positive, FLOAT64)
    assert {-710.0, 710.0, 0.0}.issubset(edges_of(reals, FLOAT64))
    assert all(v == int(v) and v >= 0 for v in edges_of(counts, FLOAT64))
    assert edges_of(FiniteSet((Fraction(-1), Fraction(1))), FLOAT64) == [-1.0, 1.0]
    assert max(edges_of(reals, FLOAT32)) < 3.5e38


def test_units_in_the_last_place_are_those_of_numpy() -> None:
    random = Random(2)
    for _ in range(300):
        v = math.ldexp(random.uniform(0.5, 1), random.randint(-1070, 1020))
        assert float(FLOAT64.unit(Fraction(v))) == np.spacing(v)
        w = float(np.float32(math.ldexp(random.uniform(0.5, 1), random.randint(-140, 120))))
        assert float(FLOAT32.unit(Fraction(w))) == float(np.spacing(np.float32(w)))
    assert float(FLOAT64.unit(Fraction(0))) == 5e-324
    assert float(FLOAT64.largest) == np.finfo("float64").max and float(FLOAT32.largest) == np.finfo("float32").max
    assert float(FLOAT32.smallest) == np.finfo("float32").tiny


def test_rounding_is_that_of_the_type() -> None:
    assert FLOAT32.rounded(0.1) == float(np.float32(0.1)) and FLOAT64.rounded(0.1) == 0.1
    assert FLOAT32.rounded(1e300) == math.inf and FLOAT32.rounded(-1e300) == -math.inf


def test_a_declared_range_is_drawn_from_moderately_and_far_out_only_where_it_lies_there() -> None:
    held = reference(families.load("normal"))

    def places(low: float, high: float) -> list[float]:
        groups = core(held, FLOAT64, Random(4), 20, {"mu": (low, high)})
        return [p[[i.name for i in held.inputs].index("mu")] for group in groups for p in group]

    wide = places(1e-300, 1e300)
    assert all(0 < m <= 20 for m in wide), "moderate numbers lie in it: they are taken, and no others"
    far = places(5000.0, 6000.0)
    assert all(5000 <= m <= 6000 for m in far) and len(set(far)) > 20
    assert places(7.25, 7.25) == [7.25] * 120


# ---- probabilities that add up to 1 ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda kind: kind.name)
@pytest.mark.parametrize("count", [2, 3, 5, 20])
def test_probabilities_of_all_classes_add_up_to_1_exactly(count: int, kind: FloatType) -> None:
    held = reference(references.load("discrete_divergence"), classes=count)
    points = [p for group in core(held, kind, Random(count), 40) for p in group] + [
        *extremes(held, kind, Random(count), 300)
    ]
    assert all(held.admits(p) for p in points)
    assert all(kind.rounded(x) == x for p in points for x in p[:count])
    targets = {p[:count] for p in points}
    assert any(max(t) == 1 for t in targets), "one-hot targets are among them"
    assert any(min(t) == 0 and max(t) < 1 for t in targets) or count == 2
    assert any(0 < 1 - max(t) < 1e-6 for t in targets), "and such that are nearly one-hot"


def test_within_a_group_the_targets_stay_and_predictions_that_are_probabilities_are_positive() -> None:
    held = reference(references.load("discrete_divergence"), classes=3)
    for group in core(held, FLOAT64, Random(1), 10):
        assert len({p[:3] for p in group}) == 1
    model = reference(categorical.family, classes=4)
    assert model.simplexes == (("q_0", "q_1", "q_2", "q_3"),) and not model.free
    for group in core(model, FLOAT64, Random(1), 10):
        assert all(sum(map(Fraction, p[1:])) == 1 and min(p[1:]) > 0 for p in group)
