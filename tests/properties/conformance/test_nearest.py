"""Tests of properties.conformance.nearest: a wrong loss is read as the one whose terms it has, and what is none is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from properties.conformance.candidates import Search, slots_of
from properties.conformance.check import loss_report
from properties.conformance.guessing import guessed
from properties.conformance.nearest import nearly
from properties.conformance.reference import reference
from properties.conformance.screening import Screen
from properties.errors import InputError
from symbolic import derivations, families

NORMAL = families.load("normal")


def named(name: str) -> Any:
    return families.load(name) if name in families.names() else derivations.load(name)


def half_a_square(y: Any, mean: Any, log_var: Any) -> Any:
    return log_var / 2 + (y - mean) ** 2 / np.exp(log_var)


WRONG: dict[str, tuple[Callable[..., Any], str, str, str]] = {
    "a factor": (
        half_a_square, "normal", "x = y, mu = mean, sigma = exp(log_var/2)",
        "(-mean + y)**2*exp(-log_var)/2 is there 2 times",
    ),
    "a sign": (lambda y, eta: np.exp(eta) + y * eta, "poisson_regression", "y = y, f = eta", "-eta*y has the wrong sign"),
    "a variance for a deviation": (
        lambda y, mu, var: np.log(var) + (y - mu) ** 2 / (2 * var), "normal", "x = y, mu = mu, sigma = sqrt(var)",
        "log(var)/2 is there 2 times",
    ),
    "a term": (
        lambda target, mean, scale: (target - mean) ** 2 / (2 * scale**2), "normal", "x = target, mu = mean, sigma = scale",
        "the term log(scale) is missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", [n if n == "a sign" else pytest.param(n, marks=pytest.mark.slow) for n in WRONG])
def test_a_wrong_loss_is_told_which_of_its_terms_is_wrong(case: str) -> None:
    function, of, read, why = WRONG[case]
    found = loss_report(function, named(of), examples=120)
    assert found.reading.near and not found.holds and str(found.reading) == read
    assert why in found.why
    assert "under which it comes nearest" in str(found)


def test_a_right_loss_is_no_nearest_one() -> None:
    found = guessed(lambda y, mean, log_var: half_a_square(y, mean, log_var) / 2 + log_var / 4, reference(NORMAL), {})
    assert not found.near and str(found) == "x = y, mu = mean, sigma = exp(log_var/2)"


OTHERS: dict[str, Callable[..., Any]] = {
    "no term of it": lambda y, mu, sigma: np.cos(y - mu) * sigma,
    "terms, and something else": lambda y, mu, sigma: np.log(sigma) + (y - mu) ** 2 / sigma**2 + 0.1 * np.sin(mu),
    "odd factors": lambda y, mu, sigma: np.log(sigma) + 0.7351 * (y - mu) ** 2 / sigma**2,
    "nothing": lambda y, mu, sigma: 0 * (y + mu + sigma),
    "all terms otherwise": lambda y, mu, sigma: 3 * np.log(sigma) + 5 * (y - mu) ** 2 / sigma**2,
    "nan": lambda y, mu, sigma: np.nan * (y + mu + sigma),
}


@pytest.mark.parametrize(
    "other", [n if n == "odd factors" else pytest.param(n, marks=pytest.mark.slow) for n in OTHERS]
)
def test_what_is_no_sum_of_the_terms_has_no_nearest_reading(other: str) -> None:
    with pytest.raises(InputError):
        guessed(OTHERS[other], reference(NORMAL), {})


@pytest.mark.slow
def test_where_names_do_not_say_which_is_the_datum_nobody_is_blamed() -> None:
    with pytest.raises(InputError, match="no reading of a, b, v makes it normal"):
        guessed(lambda a, b, v: np.log(v) + (a - b) ** 2 / (2 * v), reference(NORMAL), {})


@pytest.mark.slow
def test_readings_come_with_how_many_terms_are_wrong() -> None:
    held = reference(NORMAL)
    screen = Screen(half_a_square, held, {}, "", 1, 0)
    candidates = list(Search(slots_of(held), ("y", "mean", "log_var")).candidates(0, False))
    found = {str(c): wrong for wrong, c in nearly(screen, held, candidates)}
    assert found["y=x, mean=mu, sigma=exp(log_var/2)"] == 1
    assert all("sigma=exp(log_var/2)" in said for said in found), "of no other scale are these the terms"


def test_nothing_conforms_under_a_reading_that_was_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    def right(y: Any, mean: Any, scale: Any) -> Any:
        return np.log(scale) + (y - mean) ** 2 / (2 * scale**2)

    assert loss_report(right, NORMAL, examples=60).holds
    monkeypatch.setattr("properties.conformance.guessing._confirmed", lambda made, library: None)
    with pytest.raises(InputError, match="no reading was confirmed that makes it normal"):
        loss_report(right, NORMAL, examples=60)
