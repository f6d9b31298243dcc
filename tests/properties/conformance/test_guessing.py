"""Tests of properties.conformance.guessing: readings that nobody gives are found, or the candidates are listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from properties.conformance.guessing import arguments, guessed
from properties.conformance.reference import reference
from properties.errors import InputError
from symbolic import families

FOUND: dict[str, tuple[Callable[..., Any], str, dict[str, str]]] = {
    "a variance": (
        lambda input, target, var: (input - target) ** 2 / (2 * var) + np.log(var) / 2,
        "normal",
        {"x": "target", "mu": "input", "sigma": "sqrt(var)"},
    ),
    "a log rate": (lambda y, z: np.exp(z) - y * z, "poisson", {"x": "y", "lambda": "exp(z)"}),
    "a rate": (lambda k, rate: rate - special.xlogy(k, rate), "poisson", {"x": "k", "lambda": "rate"}),
    "a scale for a rate": (
        lambda x, a, scale: -stats.gamma.logpdf(x, a, scale=scale),
        "gamma",
        {"x": "x", "k": "a", "beta": "1/scale"},
    ),
    "a mean for a rate": (lambda x, mean: x / mean + np.log(mean), "exponential", {"x": "x", "lambda": "1/mean"}),
    "the other probability": (
        lambda y, q: -special.xlogy(y, 1 - q) - special.xlogy(1 - y, q),
        "bernoulli",
        {"x": "y", "p": "1 - q"},
    ),
    "labels of both signs": (
        lambda y, z: np.log1p(np.exp(-y * z)),
        "bernoulli",
        {"x": "y/2 + 1/2", "p": "1/(1 + exp(-z))"},
    ),
    "logits": (lambda target, z: np.logaddexp(0, z) - target * z, "bernoulli", {"x": "target", "p": "1/(1 + exp(-z))"}),
    "a, b of a beta": (lambda x, a, b: -stats.beta.logpdf(x, a, b), "beta", {"x": "x", "alpha": "a", "beta": "b"}),
    "location and scale": (
        lambda value, loc, scale: np.abs(value - loc) / scale + np.log(scale),
        "laplace",
        {"x": "value", "mu": "loc", "b": "scale"},
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_reading_is_found_unaided(name: str) -> None:
    function, family, said = FOUND[name]
    assert dict(guessed(function, reference(families.load(family)), {}).said) == said


def test_several_readings_are_listed() -> None:
    with pytest.raises(InputError, match="several readings make it normal") as raised:
        guessed(lambda a, b, s: (a - b) ** 2 / (2 * s**2) + np.log(s), reference(families.load("normal")), {})
    assert str(raised.value).splitlines()[1:] == ["  x = a, mu = b, sigma = s", "  x = b, mu = a, sigma = s"]


def test_another_loss_has_no_reading() -> None:
    held = reference(families.load("logistic"))
    with pytest.raises(InputError, match="no reading of x, loc, scale makes it logistic"):
        guessed(lambda x, loc, scale: -stats.norm.logpdf(x, loc, scale), held, {})


def test_arguments_are_counted() -> None:
    held = reference(families.load("poisson"))
    with pytest.raises(InputError, match="has the inputs x, lambda, and the callable the arguments y: say reading"):
        guessed(lambda y: y, held, {})
    assert arguments(lambda y, z, full=False: y, {}) == ("y", "z")
    assert arguments(lambda y, z, full: y, {"full": True}) == ("y", "z")
    assert arguments(stats.gamma, {"loc": 0}) == ("x", "a", "scale")
    with pytest.raises(InputError, match="does not tell its arguments"):
        arguments(min, {})


def test_a_reading_up_to_a_factor_is_found_where_there_is_no_other() -> None:
    held = reference(families.load("exponential"))
    assert dict(guessed(lambda x, z: 3 * (x * np.exp(z) - z), held, {}).said) == {"x": "x", "lambda": "exp(z)"}
    with pytest.raises(InputError, match="no reading"):
        guessed(lambda x, z: z - x * np.exp(z), held, {})  # no negative factor


def test_what_has_a_value_of_its_own_is_read_where_it_is_needed() -> None:
    normal, half = reference(families.load("normal")), reference(families.load("exponential"))
    assert dict(guessed(stats.norm, normal, {}).said) == {"x": "x", "mu": "loc", "sigma": "scale"}
    assert dict(guessed(stats.expon, half, {}).said) == {"x": "x", "lambda": "1/scale"}


def test_an_input_that_no_argument_stands_for_is_0_or_1_and_never_a_datum() -> None:
    held = reference(families.load("normal_mean"))
    assert dict(guessed(lambda target, input: (input - target) ** 2 / 2, held, {}).said) == {
        "x": "target",
        "mu": "input",
        "sigma": "1",
    }
    with pytest.raises(InputError, match="no reading of target, input makes it"):
        guessed(lambda target, input: abs(input - target), held, {})


def test_points_outside_of_the_support_do_not_decide() -> None:
    held = reference(families.load("pareto"))
    assert dict(guessed(stats.pareto, held, {}).said) == {"x": "x", "alpha": "b", "m": "scale"}
