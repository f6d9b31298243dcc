"""Tests of properties.conformance.reasons: why an implementation is off, where that can be told; nothing where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from few import few
from implementations import BCE, BERNOULLI, NORMAL, POISSON, RATE, RIGHT, WRONG, Case, loss_of, sigmoid, softplus
from scipy import special

from properties import loss_report
from properties.conformance.check import Conformance
from properties.conformance.relation import Likeness

LABEL = {"y": "x", "p": "p"}


def looked(function: Callable[..., Any], of: str, reading: dict[str, Any], **options: Any) -> Conformance:
    return loss_report(function, loss_of(of), reading=reading, **{"examples": 600, **options})


def whys(found: Conformance) -> set[str]:
    told = [e.told for e in (*found.blamed, *found.edges)]
    return {found.why, *(t.why for t in told if t is not None)} - {""}


def clipped(y: Any, p: Any) -> Any:
    q = np.clip(p, 1e-7, 1 - 1e-7)
    return -y * np.log(q) - (1 - y) * np.log1p(-q)


def kinked(y: Any, z: Any) -> Any:
    """Its derivative by pieces takes the left piece of max(z, 0) and of |z| at 0."""
    p = np.where(z == 0, 1.0, sigmoid(z))
    return softplus(z) - y * z, p - y


def branched(y: Any, z: Any) -> Any:
    return softplus(z) - y * z, np.where(z == 0, np.nan, sigmoid(z) - y)


REASONS: dict[str, tuple[Callable[..., Any], str, dict[str, Any], dict[str, Any], str]] = {
    "a clamp": (clipped, "bernoulli", LABEL, {}, "p is clamped at 1e-07"),
    "eps inside of a logarithm": (
        lambda y, p: -y * np.log(p + 1e-12) - (1 - y) * np.log(1 - p + 1e-12),
        "bernoulli",
        LABEL,
        {},
        "1e-12 is added inside the logarithm",
    ),
    "eps inside of the logarithm of a link": (
        lambda y, z: np.exp(z) - y * np.log(np.exp(z) + 1e-8),
        "poisson_regression",
        {"y": "y", "z": "f"},
        {},
        "1e-08 is added to exp(z) inside the logarithm",
    ),
    "a logarithm that is clamped": (
        lambda y, p: -y * np.maximum(np.log(p), -100) - (1 - y) * np.maximum(np.log1p(-p), -100),
        "bernoulli",
        LABEL,
        {},
        "the logarithm is clamped at -100",
    ),
    "eps beside a variance": (
        lambda x, m, s: np.log(s**2 + 1e-6) / 2 + (x - m) ** 2 / (2 * (s**2 + 1e-6)),
        "normal",
        NORMAL,
        {},
        "1e-06 is added to s**2",
    ),
    "the logarithm of a density": (
        lambda x: -np.log(np.exp(-x)),
        "exponential",
        {"x": "x", "lambda": 1},
        {},
        "the logarithm of a density that underflows: it is below all numbers of float64 there",
    ),
    "an exponential": (
        lambda y, z: np.log(1 + np.exp(z)) - y * z,
        BCE,
        BERNOULLI,
        {},
        "exp(z) overflows",
    ),
    "a kink": (kinked, BCE, BERNOULLI, {}, "a kink at z = 0, where the loss has none"),
    "a branch": (
        branched,
        BCE,
        BERNOULLI,
        {},
        "nan beside a right value at z = 0 alone, as where a branch that is not taken is differentiated",
    ),
    "cancellation": (
        lambda y, z: (softplus(z) - y * z, sigmoid(z) - y),
        BCE,
        BERNOULLI,
        {"within": {"z": (-40, 40)}},
        "numbers of size 1 cancel to {}",
    ),
    "twice the gradient": (
        lambda y, z: (softplus(z) - y * z, 2 * (sigmoid(z) - y)),
        BCE,
        BERNOULLI,
        {},
        "the gradient is 2 times that of the loss",
    ),
    "a sign of the gradient": (
        lambda y, z: (softplus(z) - y * z, y - sigmoid(z)),
        BCE,
        BERNOULLI,
        {},
        "the gradient has the wrong sign",
    ),
    "a Hessian of ones": (
        lambda y, z: (softplus(z) - y * z, sigmoid(z) - y, np.ones(1)),
        BCE,
        BERNOULLI,
        {},
        "the Hessian is 1 everywhere",
    ),
    "float32": (
        lambda x, m, s: np.float64(np.float32(np.log(s) + ((x - m) / s) ** 2 / 2)[0]),
        "normal",
        NORMAL,
        {},
        "float32 inside: each value is a number of float32",
    ),
    "a term": (lambda x, m, s: ((x - m) / s) ** 2 / 2, "normal", NORMAL, {}, "the term log(s) is missing"),
    "a weight on one term": (
        lambda x, rate: 3 * rate - special.xlogy(x, rate),
        "poisson",
        RATE,
        {},
        "the term rate is there 3 times",
    ),
    "one input for another": (
        lambda x, rate: x / rate + np.log(rate),
        "exponential",
        RATE,
        {},
        "it is the loss with 1/rate for rate",
    ),
    "an argument off by one": (
        lambda x, rate: rate - special.xlogy(x + 1, rate),
        "poisson",
        RATE,
        {},
        "it is the loss with x + 1 for x",
    ),
    "arguments exchanged": (
        lambda x, a, b: special.betaln(a, b) - (b - 1) * np.log(x) - (a - 1) * np.log1p(-x),
        "beta",
        {"x": "x", "a": "alpha", "b": "beta"},
        {},
        "a and b are exchanged",
    ),
}


@pytest.mark.parametrize("name", few(REASONS, 4))
def test_why_an_implementation_is_off_is_told(name: str) -> None:
    function, of, reading, options, why = REASONS[name]
    found = looked(function, of, reading, **options)
    begin = why.partition("{")[0]
    assert any(w == why or (w.startswith(begin) and begin != why) for w in whys(found)), whys(found)
    assert f"why: {begin[:40]}" in " ".join(str(found).split())


NOTHING: dict[str, Case] = {
    "an error that is none of these": Case(
        lambda x, m, s: np.log(s) + ((x - m) / s) ** 2 / 2 + 1e-9 * np.sin(m), "normal", NORMAL
    ),
    "numbers of few digits": WRONG["Huber without delta"],
    "something of the data": Case(lambda y, z: np.exp(z) - y * z + np.cos(y), "poisson", POISSON),
    "another function": WRONG["gamma for log Gamma"],
}


@pytest.mark.parametrize("name", few(NOTHING, 4))
def test_nothing_is_said_where_nothing_is_recognised(name: str) -> None:
    case = NOTHING[name]
    found = looked(case.function, case.of, dict(case.reading))
    assert not found.holds and found.why == "" and all(e.told is not None and not e.told.why for e in found.blamed)


@pytest.mark.parametrize("name", ["normal", "Poisson", "squared error"])
def test_nothing_is_to_be_explained_where_all_is_as_claimed(name: str) -> None:
    case = RIGHT[name]
    claim = Likeness(case.options.get("claim", "constant"))
    assert looked(case.function, case.of, dict(case.reading), claim=claim).why == ""


def test_a_case_is_simple_persists_and_is_exact() -> None:
    found = looked(clipped, "bernoulli", LABEL)
    (error,) = [e for e in found.edges if e.output.value == "value" and e.edge is None]
    assert error.told is not None and error.told.simple.at.point == (0.0, 0.0)
    assert error.told.persists in ("at p from 0 to 9.98e-08", "at p from 0 to 9.99e-08")
    text = " ".join(str(found).split())
    assert f"returned {error.told.simple.seen.hex()}" in text and "so at p from" in text
    other = " ".join(str(looked(REASONS["float32"][0], "normal", NORMAL)).split())
    assert "the truth in [" in other


@pytest.mark.parametrize("name", few(["gamma", "Weibull", "Student", "von Mises"]))
def test_no_reason_is_made_up_far_out(name: str) -> None:
    """A tiny shape overflows log Gamma where the loss is as large as that of a density that underflows; large angles."""
    found = looked(RIGHT[name].function, RIGHT[name].of, dict(RIGHT[name].reading), examples=800)
    assert found.holds
    assert all(w.startswith(("exp(", "numbers of size")) or w.endswith("**2 overflows") for w in whys(found)), whys(
        found
    )


def test_what_overflows_is_told_of_the_input_along_which_it_fails_alone() -> None:
    """Here it fails along v, where gamma is 709.5 at all points: nothing is said of exp(gamma)."""

    def loss(y: Any, gamma: Any, v: Any) -> Any:
        return np.log(v) + np.where(v > 3, np.inf, (y - gamma) ** 2 / (2 * v * v))

    found = looked(
        loss, "normal", {"y": "x", "gamma": "mu", "v": "sigma"}, within={"gamma": (709.0, 709.7), "v": (1.0, 9.0)}
    )
    assert found.blamed and not any("overflows" in w for w in whys(found))


def test_what_is_told_lies_in_the_declared_range() -> None:
    found = looked(WRONG["Poisson with eps"].function, "poisson", RATE, within={"rate": (2.5, 9.0)})
    assert found.blamed and all(2.5 <= e.told.simple.at.point[1] <= 9 for e in found.blamed if e.told)
