"""Tests of errors that are none of digits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from properties.conformance.accuracy import Output
from properties.conformance.calling import Implementation, observer
from properties.conformance.check import deviations, loss_report
from properties.conformance.compared import Compared, compare
from properties.conformance.inputs import FLOAT64
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.strays import strays
from symbolic import derivations

LOGISTIC = derivations.load("bernoulli_to_binary_cross_entropy")
BOUND = bind(reference(LOGISTIC), {"y": "y", "z": "f"})


def _strays(function: Any, points: list[tuple[float, float]]) -> list[Output]:
    compared: list[Compared] = [*compare(BOUND.bound, observer(Implementation(function, BOUND)), points)]
    related = loss_report(lambda y, z: np.logaddexp(0, z) - y * z, LOGISTIC, reading={"y": "y", "z": "f"}).related
    return [e.output for e in strays(deviations(BOUND.bound, compared, FLOAT64, related), FLOAT64)]


FAR = [(y, z) for y in (0.0, 1.0) for z in (-36.0, -20.0, -12.0, 12.0, 20.0, 25.0, 36.0)]


def plain(y: Any, z: Any) -> Any:
    p = 1 / (1 + np.exp(-z))
    return np.log(1 + np.exp(z)) - y * z, p - y, p * (1 - p)


def test_lost_digits_are_none() -> None:
    assert _strays(plain, FAR) == []


@pytest.mark.parametrize(
    ("function", "output"),
    [
        (lambda y, z: np.logaddexp(0, np.clip(z, -11, 11)) - y * np.clip(z, -11, 11), Output.VALUE),
        (lambda y, z: (plain(y, z)[0], (plain(y, z)[1]) * (np.abs(z) < 11)), Output.GRADIENT),
    ],
    ids=["a clip", "a slope that ends"],
)
def test_another_function_is(function: Any, output: Output) -> None:
    assert output in _strays(function, FAR)


def test_what_is_not_finite_is_said_elsewhere() -> None:
    assert _strays(lambda y, z: np.full_like(z, math.nan), FAR) == []


def test_another_function_around_the_core_is_different_and_shrunk() -> None:
    def clipped(y: Any, z: Any) -> Any:
        z = np.clip(z, -5, 5)
        return np.logaddexp(0, z) - y * z

    found = loss_report(clipped, LOGISTIC, reading={"y": "y", "z": "f"})
    assert not found.holds and str(found.related) == "different"
    assert all(abs(c.point[1]) in (10.0, 100.0) or c.point[1] == round(c.point[1], 2) for c in found.case)


def test_lost_digits_of_float32_are_none() -> None:
    def naive(y: Any, z: Any) -> Any:
        p = 1 / (1 + np.exp(-z))
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

    found = loss_report(naive, LOGISTIC, reading={"y": "y", "z": "f"}, dtypes=("float32",), ulps=1e9)
    assert str(found.related) == "equal"
