"""Tests of properties.conformance.slopes: gradients as judges, where there are no values."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from properties.conformance.calling import Observed
from properties.conformance.compared import Compared, compare
from properties.conformance.inputs import FLOAT32, FLOAT64
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from properties.conformance.slopes import reason_of_slopes, relate_slopes, relation_of, slopes_differ
from symbolic.derivations.poisson_regression import chain

HELD = reference(chain)
POINTS = [(float(y), z / 4) for y in range(4) for z in range(-8, 9)]


def seen(slope: Callable[[float, float], float]) -> list[Compared]:
    rows = lambda points: [Observed(math.nan, {"f": slope(p["y"], p["f"])}, valued=False) for p in points]
    return [*compare(HELD, rows, POINTS)]


def right(y: float, z: float) -> float:
    return math.exp(z) - y


@pytest.mark.parametrize(
    ("slope", "kind", "said"),
    [
        (right, Likeness.CONSTANT, "equal up to a constant, by its gradient"),
        (lambda y, z: 3 * right(y, z), Likeness.FACTOR, "equal up to the factor 3 and a constant, by its gradient"),
        (
            lambda y, z: 0.7310585786300049 * right(y, z),
            Likeness.FACTOR,
            "equal up to a factor not recognised and a constant, by its gradient",
        ),
        (lambda y, z: -right(y, z), Likeness.DIFFERENT, "different, by its gradient"),
        (lambda y, z: 0.0, Likeness.DIFFERENT, "different, by its gradient"),
        (lambda y, z: math.nan, Likeness.DIFFERENT, "different, by its gradient"),
        (
            lambda y, z: right(y, z) * (1 + y),
            Likeness.DIFFERENT,
            "different, by its gradient",
        ),  # no factor for all rows
    ],
)
def test_relations_of_gradients(slope: Callable[[float, float], float], kind: Likeness, said: str) -> None:
    found = relate_slopes(HELD, seen(slope), FLOAT64)
    assert found.kind is kind and str(found) == said


def test_what_holds_only_nearly_says_so() -> None:
    nearly = relate_slopes(HELD, seen(lambda y, z: right(y, z) * (1 + 1e-8 * z)), FLOAT64)
    assert nearly.level in (7, 8)
    assert not relate_slopes(HELD, seen(lambda y, z: right(y, z) * (1 + 1e-8 * z)), FLOAT32).level


def test_values_decide_where_there_are_any() -> None:
    valued = lambda points: [Observed(math.exp(p["f"]) - p["y"] * p["f"] + 1) for p in points]
    assert str(relation_of(HELD, [[*compare(HELD, valued, POINTS)]], FLOAT64)) == "equal up to the constant 1"
    assert relation_of(HELD, [seen(right)], FLOAT64).by_gradient


def test_a_slope_that_differs_is_seen_at_its_point() -> None:
    assert not any(slopes_differ(HELD, c) for c in seen(right))
    assert all(slopes_differ(HELD, c) for c in seen(lambda y, z: right(y, z) + 1))


def test_what_rounding_the_inputs_explains_is_no_difference_at_a_point() -> None:
    def rounded(y: float, z: float) -> float:
        return right(y, z) + 1e-7 * (abs(y) + math.exp(z))

    near = [c for c in seen(rounded) if c.truth is not None and c.truth.first is not None]
    assert near and not any(slopes_differ(HELD, c) for c in near)


@pytest.mark.parametrize(
    ("slope", "why"),
    [
        (lambda y, z: -right(y, z), "the gradient has the wrong sign"),
        (lambda y, z: -2 * right(y, z), "the gradient is -2 times that of the loss"),
        (lambda y, z: -right(y, z) - z / 8, ""),
        (lambda y, z: 0.0, ""),
        (lambda y, z: 2 * right(y, z), ""),
    ],
)
def test_a_gradient_of_the_wrong_sign_is_told(slope: Callable[[float, float], float], why: str) -> None:
    assert reason_of_slopes(HELD, [seen(slope)], FLOAT64) == why
