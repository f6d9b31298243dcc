"""Tests of properties.conformance.relation: constants and factors, found and named, and what is only near."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy import special

from properties.conformance.calling import Implementation, observer
from properties.conformance.compared import compare
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness, Related, at_least, relate
from symbolic import families

POISSON = bind(reference(families.load("poisson")), {"y": "x", "rate": "lambda"})


def related(function: Callable[..., Any]) -> Related:
    made = Implementation(function, POISSON)
    groups = [list(compare(POISSON.bound, observer(made), g)) for g in core(POISSON.bound, FLOAT64, Random(0), 20)]
    return relate(POISSON.bound, groups, FLOAT64)


def truth(y: Any, rate: Any) -> Any:
    return rate - special.xlogy(y, rate) + special.gammaln(y + 1)


FOUND: dict[str, tuple[Callable[..., Any], str]] = {
    "itself": (truth, "equal"),
    "without a term": (lambda y, rate: rate - special.xlogy(y, rate), "equal up to the constant -log(gamma(y + 1))"),
    "twice": (lambda y, rate: 2 * truth(y, rate), "equal up to the factor 2"),
    "a half, without a term": (
        lambda y, rate: (rate - special.xlogy(y, rate)) / 2,
        "equal up to the factor 1/2 and the constant -log(gamma(y + 1))/2",
    ),
    "a number more": (lambda y, rate: truth(y, rate) + np.log(2), "equal up to the constant log(2)"),
    "something of the data more": (lambda y, rate: truth(y, rate) + y**2, "equal up to a constant not recognised"),
    "a number more, nearly": (
        lambda y, rate: truth(y, rate) + np.log(2) + 1e-8 * np.sin(y),
        "equal up to the constant log(2) to within 1e-8",
    ),
    "what is nearly 0 more": (lambda y, rate: truth(y, rate) + 1e-8 * np.sin(y), "equal to within 1e-8"),
    "nearly": (lambda y, rate: truth(y, rate) * (1 + 1e-7), "equal to within 1e-6"),
    "another": (lambda y, rate: truth(y, rate**2), "different"),
    "negative": (lambda y, rate: -truth(y, rate), "different"),
    "a constant of the prediction": (lambda y, rate: truth(y, rate) + rate / 100, "different"),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_relation_is_found_and_named(name: str) -> None:
    function, said = FOUND[name]
    found = related(function)
    assert str(found) == said or (name == "nearly" and found.level in (6, 7, 8))


def test_claims_are_kept_by_what_is_as_strong() -> None:
    equal, constant = related(truth), related(FOUND["without a term"][0])
    assert at_least(equal, Likeness.EQUAL) and at_least(equal, Likeness.FACTOR)
    assert not at_least(constant, Likeness.EQUAL) and at_least(constant, Likeness.CONSTANT)
    assert not at_least(related(FOUND["nearly"][0]), Likeness.FACTOR)
    assert not at_least(related(FOUND["another"][0]), Likeness.FACTOR)


def test_nothing_finite_is_different() -> None:
    assert related(lambda y, rate: rate * np.nan).kind is Likeness.DIFFERENT


def test_what_is_not_recognised_is_not_what_is_claimed() -> None:
    """It may depend on the predictions after all, and no digit is compared with it."""
    data = related(FOUND["something of the data more"][0])
    assert data.kind is Likeness.CONSTANT and data.constant is None
    assert not at_least(data, Likeness.CONSTANT) and not at_least(data, Likeness.FACTOR)
    third = related(lambda y, rate: truth(y, rate) * 0.7310585786300049)
    assert third.kind is Likeness.FACTOR and third.factor is None and not at_least(third, Likeness.FACTOR)


def test_numbers_near_the_end_of_the_range_have_a_factor() -> None:
    held = bind(reference(families.load("normal_mean")), {"x": "x", "m": "mu", "sigma": 1})
    points = [[(1.0, 1e150), (1.0, 2e150), (1.0, -1e153)], [(1e150, 3.0), (1e150, -5e149)]]
    observe = observer(Implementation(lambda x, m: 3 * (x - m) ** 2 / 2, held))
    found = relate(held.bound, [list(compare(held.bound, observe, g)) for g in points], FLOAT64)
    assert found.kind is Likeness.FACTOR and found.factor == 3
