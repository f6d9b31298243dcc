"""Tests of properties.conformance.literals: the numbers in a function's own code are tried, and nobody is blamed for them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from few import few

from properties import loss_report
from properties.conformance.inputs import FLOAT64
from properties.conformance.literals import landmarks, literals
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from symbolic import families
from symbolic.derivations.bernoulli_to_binary_cross_entropy import chain as logistic
from symbolic.derivations.poisson_regression import chain as poisson

LIMIT = 6.75


def _helper(d: Any, steps: tuple[float, ...] = (0.125,)) -> Any:
    return [d > LIMIT, d in (33, 44), (lambda: 55)(), steps]


class _Loss:
    """A loss that holds a number."""

    def __init__(self) -> None:
        self.delta = 1.345

    def __call__(self, x: Any, mu: Any) -> Any:
        return np.where(x > 17.3, _helper(x), mu)


def test_the_numbers_are_those_of_the_code_of_what_it_calls_and_of_what_it_holds() -> None:
    assert set(literals(_Loss(), {})) >= {17.3, LIMIT, 33.0, 44.0, 55.0, 0.125, 1.345}
    assert literals(functools.partial(_helper, d=8.5), {"eps": 1e-7})[:2] == (1e-7, 8.5)
    twice = functools.wraps(_helper)(lambda x: 2 * x)
    assert {LIMIT, 2.0} <= set(literals(twice, {})) and literals(len, {}) == literals(3, {"a": True})[1:] == ()
    assert 17.3 in literals(_Loss, {}) and 17.3 in literals(_Loss().__call__, {})


def test_there_are_points_at_each_number_beside_it_and_to_both_sides_within_the_range_and_the_count() -> None:
    held = bind(reference(families.load("normal_mean")), "x=x, mu=mu, sigma=1").bound
    found = [*landmarks(held, FLOAT64, Random(0), (3.25,), 400)]
    data = {p[0] for mark in found for group in mark.groups for p in group}
    assert {3.25, np.nextafter(3.25, 4), np.nextafter(3.25, 3), 3.25 + 3.25 * 1e-3, 3.25 - 3.25 * 1e-3, -3.25} <= data
    assert any(p[1] - p[0] == 3.25 for mark in found for group in mark.groups for p in group)
    assert found == [*landmarks(held, FLOAT64, Random(0), (3.25,), 400)] and not found[0].far
    assert sum(mark.size for mark in landmarks(held, FLOAT64, Random(0), (3.25, 5.5), 30)) <= 30
    inner = landmarks(held, FLOAT64, Random(0), (3.25,), 400, {"x": (0, 3.25)})
    assert max(p[0] for mark in inner for group in mark.groups for p in group) == 3.25
    far = [mark for mark in landmarks(held, FLOAT64, Random(0), (17.5,), 400) if mark.far]
    assert {abs(p[0] - 17.5) < 1e-9 for mark in far[:1] for group in mark.groups for p in group} == {True}


def _squared(x: Any, mu: Any) -> Any:
    return (x - mu) ** 2 / 2


NORMAL = (families.load("normal_mean"), "x=x, mu=mu, sigma=1")
POISSON = (families.load("poisson"), "y=x, rate=lambda")
NARROW: dict[str, tuple[Callable[..., Any], tuple[Any, str]]] = {
    "a window": (lambda x, mu: _squared(x, mu) + np.where((x > 1) & (x < 1.001), 1e-2 * mu, 0), NORMAL),
    "a number": (lambda x, mu: _squared(x, mu) + (x == 3.25) * mu, NORMAL),
    "a large number": (lambda x, mu: _squared(x, mu) + np.where(x > 17.3, mu, 0), NORMAL),
    "a large prediction": (lambda x, mu: _squared(x, mu) + (mu > 17.3), NORMAL),
    "a number of the module": (lambda x, mu: _squared(x, mu) + (abs(mu - LIMIT) < 1e-6), NORMAL),
    "a distance": (lambda x, mu: _squared(x, mu) + (abs(abs(x - mu) - 2.3) < 1e-4), NORMAL),
    "a count": (lambda y, rate: rate - y * np.log(rate) + np.where(y == 97, rate / 8, 0), POISSON),
    "a rate": (lambda y, rate: rate - y * np.log(rate) + (abs(rate - 17.3) < 1e-3) / 8, POISSON),
    "its exponential": (
        lambda y, z: np.exp(z) - y * z + (abs(np.exp(z) - 7.25) < 1e-4), (poisson, "y=y, z=f")
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", few(NARROW, 5))
def test_what_is_wrong_at_a_number_of_its_own_alone_is_found(what: str) -> None:
    function, (of, reading) = NARROW[what]
    found = loss_report(function, of, reading=reading, derivatives=0)
    assert found.related.kind is Likeness.DIFFERENT and found.case, str(found)


RIGHT: dict[str, tuple[Callable[..., Any], tuple[Any, str]]] = {
    "a large clamp": (lambda x, mu: _squared(x, np.clip(mu, -17.3, 17.3)), NORMAL),
    "softplus as it is": (
        lambda y, z: np.where(z > 18, z, np.log1p(np.exp(np.minimum(z, 18)))) - y * z, (logistic, "y=y, z=f")
    ),
    "a clipped probability": (
        lambda y, p: -y * np.log(np.clip(p, 1e-7, 1 - 1e-7)) - (1 - y) * np.log1p(-np.clip(p, 1e-7, 1 - 1e-7)),
        (families.load("bernoulli"), "y=x, p=p"),
    ),
    "a clamped predictor": (  # it was blamed at ties with large counts
        lambda y, z: np.exp(np.clip(z, -20, 20)) - y * np.clip(z, -20, 20), (poisson, "y=y, z=f")
    ),
    "a cut logarithm": (
        lambda y, rate: rate - np.where(rate > 1e-9, y * np.log(rate), 0), POISSON
    ),
    "a branch of the same": (lambda x, mu: np.where(abs(x - mu) < 2.3, (x - mu) ** 2, (mu - x) ** 2) / 2, NORMAL),
}  # fmt: skip


@pytest.mark.parametrize("what", few(RIGHT, 5))
def test_nobody_is_blamed_for_numbers_in_the_code(what: str) -> None:
    function, (of, reading) = RIGHT[what]
    found = loss_report(function, of, reading=reading, derivatives=0)
    assert found.holds, str(found)
