"""Tests of properties.conformance.recognising: what was dropped, added and multiplied has a name, or none is made up."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from few import few
from scipy import special, stats
from sympy import Integer, Symbol, log, pi

from properties import loss_report
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.recognising import (
    Sought,
    constant_named,
    factor_named,
    fitted,
    monomial_named,
    number_named,
)
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from symbolic import derivations, families

X, MEAN = {"y": "x", "m": "lambda"}, {"x": "x", "m": "mu"}


def stirling(y: Any) -> Any:
    n = np.maximum(y, 1)
    return np.where(y > 1, n * np.log(n) - n + np.log(2 * np.pi * n) / 2, 0)


def poisson_deviance(y: Any, m: Any) -> Any:
    return 2 * (special.xlogy(y, y / m) - y + m)


CASES: dict[str, tuple[Callable[..., Any], str, dict[str, Any], str]] = {
    "a deviance": (
        poisson_deviance,
        "poisson",
        X,
        "equal up to the factor 2 and the constant 2*y*log(y) - 2*y - 2*log(gamma(y + 1))",
    ),
    "half of it": (
        lambda y, m: poisson_deviance(y, m) / 2,
        "poisson",
        X,
        "equal up to the constant y*log(y) - y - log(gamma(y + 1))",
    ),
    "a deviance of a gamma": (
        lambda y, z: 2 * (y * np.exp(-z) - 1 - np.log(y) + z),
        "gamma_regression",
        {"y": "y", "z": "f"},
        "equal up to the factor 2 and the constant -2*log(y) - 2",
    ),
    "Stirling for a factorial": (
        lambda y, m: m - special.xlogy(y, m) + stirling(y),
        "poisson",
        X,
        "equal up to the constant (y*log(y) - y + log(2*pi*y)/2)*1[2 <= y] - log(gamma(y + 1))",
    ),
    "a factor of boosters": (
        lambda y, z: (np.exp(z) - y * z) * np.exp(0.7),
        "poisson_regression",
        {"y": "y", "z": "f"},
        "equal up to the factor exp(7/10)",
    ),
    "bits": (
        lambda y, p: -np.log2(np.where(y == 1, p, 1 - p)),
        "bernoulli",
        {"y": "x", "p": "p"},
        "equal up to the factor 1/log(2)",
    ),
    "a weight": (
        lambda x, m: 3 * (x - m) ** 2 / 2,
        "normal_mean",
        {**MEAN, "sigma": 1},
        "equal up to the factor 3 and the constant -3*log(pi)/2 - 3*log(2)/2",
    ),
    "a power of what is known": (
        lambda x, m, s: (x - m) ** 2 / 2,
        "normal_mean",
        {**MEAN, "s": "sigma"},
        "equal up to the factor s**2 and the constant s**2*(-log(s) - log(pi)/2 - log(2)/2)",
    ),
    "an added number": (
        lambda x, m, s: np.log(s) + ((x - m) / s) ** 2 / 2 + 0.5,
        "normal",
        {**MEAN, "s": "sigma"},
        "equal up to the constant -log(pi)/2 - log(2)/2 + 1/2",
    ),
    "summands of a density as it is written": (
        lambda x, m, s, v: np.log(s) + (v + 1) / 2 * np.log1p(((x - m) / s) ** 2 / v),
        "student_t",
        {**MEAN, "s": "sigma", "v": "nu"},
        "equal up to the constant -log(v)/2 - log(gamma(v/2)) + log(gamma(v/2 + 1/2)) - log(pi)/2",
    ),
    "what a density of times has besides, where the event came": (
        lambda d, t, z, s: np.exp((np.log(t) - z) / s) - d * ((np.log(t) - z) / s - np.log(s) - np.log(t)),
        "extreme_value_accelerated_failure_time",
        {"d": "d", "z": "f", "y": log(Symbol("t", positive=True)), "s": "beta"},
        "equal up to the constant d*log(t)",
    ),
    "nearly, in data alone": (
        lambda y, m: m - special.xlogy(y, m) + special.gammaln(y + 1) + 1e-7 * np.sin(y),
        "poisson",
        X,
        "equal to within 1e-7",
    ),
    "a number that is none of these": (
        lambda x, m, s: np.log(s) + ((x - m) / s) ** 2 / 2 + 1e-3,
        "normal",
        {**MEAN, "s": "sigma"},
        "equal up to a constant not recognised",
    ),
    "events, times something else": (
        lambda d, t, z, s: np.exp((np.log(t) - z) / s) - d * ((np.log(t) - z) / s - np.log(s) - np.sqrt(t)),
        "extreme_value_accelerated_failure_time",
        {"d": "d", "z": "f", "y": log(Symbol("t", positive=True)), "s": "beta"},
        "equal up to a constant not recognised",
    ),
    "a factor of the data": (
        lambda y, m: (m - special.xlogy(y, m)) * (1 + y),
        "poisson",
        X,
        "different",
    ),
}


@pytest.mark.parametrize("name", few(CASES, 4))
def test_what_is_different_has_a_name(name: str) -> None:
    function, of, reading, said = CASES[name]
    held = families.load(of) if of in families.names() else derivations.load(of)
    assert str(loss_report(function, held, reading=reading, examples=300).related) == said


def test_a_factor_of_what_is_known_is_a_factor() -> None:
    def loss(x: Any, m: Any, s: Any) -> Any:
        return (x - m) ** 2 / 2

    reading = {**MEAN, "s": "sigma"}
    assert not loss_report(loss, families.load("normal_mean"), reading=reading, examples=300).holds
    found = loss_report(loss, families.load("normal_mean"), reading=reading, examples=300, claim=Likeness.FACTOR)
    assert found.holds and found.related.factor == Symbol("s", real=True) ** 2


@pytest.mark.parametrize("x", [1.0, 2 / 3, 1 / 64, math.exp(0.7), 1 / math.log(2), math.sqrt(2 * math.pi), math.pi / 4])
def test_factors_have_names(x: float) -> None:
    named = factor_named(x)
    assert named is not None and float(named) == pytest.approx(x, rel=1e-15)


@pytest.mark.parametrize("x", [0.7310585786300049, 1.0001, 65 / 67, 1e6])
def test_no_name_is_made_up_for_a_factor(x: float) -> None:
    assert factor_named(x) is None


def test_few_digits_name_few_numbers() -> None:
    """With digits to tell 1e-12 apart, log 2 + 3 log(pi)/2 is one of hundreds; with 1e-3, a chance."""
    x = math.log(2) + 1.5 * math.log(math.pi)
    fine, coarse = (Sought([()], [x], [1.0], slack) for slack in (1e-12, 1e-3))
    assert number_named(x, [], fine) == log(2) + 3 * log(pi) / 2 and number_named(x, [], coarse) is None
    assert number_named(math.log(2), [], coarse) == log(2) and number_named(0.0, [], coarse) == Integer(0)


def test_columns_that_earlier_ones_span_get_nothing() -> None:
    ones, ramp = [1.0] * 5, [0.0, 1.0, 2.0, 3.0, 4.0]
    found = fitted([ones, ramp, [1.0, 2.0, 3.0, 4.0, 5.0]], [3 + 2 * x for x in ramp])
    assert found == pytest.approx([3.0, 2.0, 0.0])


def test_too_few_points_tell_only_what_was_dropped() -> None:
    held = reference(families.load("gamma"))
    held_normal = reference(families.load("normal_mean"))
    points = [g[0] for g in core(held_normal, FLOAT64, Random(0), 2)]
    values = [-math.log(p[2]) - math.log(2 * math.pi) / 2 for p in points]
    assert constant_named(held_normal, Sought(points, values, [1.0, 1.0], 1e-12)) is not None
    assert constant_named(held_normal, Sought(points, [v / 3 for v in values], [1.0, 1.0], 1e-12)) is None
    assert constant_named(held, Sought([(1.0, 1.0, 1.0)], [0.0], [1.0], 1e-12)) == 0


def test_a_monomial_needs_one_number_for_all_points() -> None:
    held = reference(families.load("normal_mean"))
    points = [g[0] for g in core(held, FLOAT64, Random(1), 8)]
    assert monomial_named(held, points, [3 * p[2] ** -0.5 for p in points]) == 3 / Symbol("sigma", real=True) ** (
        Integer(1) / 2
    )
    assert monomial_named(held, points, [math.exp(p[2]) for p in points]) is None
    assert monomial_named(reference(families.load("poisson")), [(1.0, 1.0)], [2.0]) is None


@pytest.mark.parametrize("factor", [1, 2])
def test_few_digits_name_what_was_dropped(factor: int) -> None:
    """In float32, where a number is known to three digits at some points, and a factor as well."""

    def loss(x: Any, m: Any) -> Any:
        return factor * (x - m) ** 2 / 2

    found = loss_report(loss, families.load("normal_mean"), reading={**MEAN, "sigma": 1}, dtypes="float32").related
    assert found.factor == factor and found.constant == -factor * (log(2) + log(pi)) / 2


@pytest.mark.parametrize("r", [lambda a: a, lambda a: 1 / a])
def test_what_counts_are_normed_by_is_recognised(r: Any) -> None:
    """A regression drops it, and a density has it: a right likelihood was blamed for it."""

    def loss(y: Any, z: Any, a: Any) -> Any:
        return -stats.nbinom.logpmf(y, r(a), r(a) / (r(a) + np.exp(z)))

    said = "y=y, z=f, r=1*a" if r(2) == 2 else "y=y, z=f, r=1/a"
    found = loss_report(loss, derivations.load("negative_binomial_regression"), reading=said, derivatives=0)
    assert found.related.exact and "log(gamma(y + 1))" in str(found.related)


def test_what_counts_are_normed_by_at_a_number_is_recognised() -> None:
    def loss(y: Any, z: Any) -> Any:
        return (y + 10 / 7) * np.log1p(0.7 * np.exp(z)) - y * np.log(0.7 * np.exp(z))

    found = loss_report(
        loss, derivations.load("negative_binomial_regression"), reading="y=y, z=f, r=10/7", examples=200
    )
    assert found.related.exact and found.holds, str(found)
