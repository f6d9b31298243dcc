"""Tests of properties.conformance.adapters.scipy: distributions of scipy.stats are losses with their sign turned."""

from __future__ import annotations

import pytest
from scipy import stats

from properties import loss_report
from properties.conformance.adapters import scipy
from properties.conformance.relation import Likeness
from symbolic import families


def test_what_it_owns_and_how_it_is_called() -> None:
    assert scipy.owns(stats.norm) and scipy.owns(stats.poisson)
    assert not scipy.owns(print) and not scipy.owns(object())
    assert scipy.arguments(stats.gamma) == ("x", "a", "loc", "scale")
    assert scipy.arguments(stats.poisson) == ("k", "mu", "loc")


@pytest.mark.parametrize(
    ("name", "distribution", "given"),
    [("normal", stats.norm, {}), ("poisson", stats.poisson, {"loc": 0}), ("logistic", stats.logistic, {}),
     ("exponential", stats.expon, {"loc": 0}), ("cauchy", stats.cauchy, {})],
)  # fmt: skip
def test_real_distributions_conform_with_readings_that_are_found(
    name: str, distribution: object, given: object
) -> None:
    found = loss_report(distribution, families.load(name), given=given, claim=Likeness.EQUAL, examples=200)  # type: ignore[arg-type]
    assert found.holds, str(found)


def test_what_is_frozen_has_the_value_alone() -> None:
    assert scipy.owns(stats.norm(1, 2)) and scipy.arguments(stats.norm(1, 2)) == ("x",)
    assert scipy.arguments(stats.poisson(3)) == ("k",)
    found = loss_report(
        stats.norm(loc=1, scale=2), families.load("normal"), reading={"x": "x", "mu": 1, "sigma": 2}, examples=60
    )
    assert found.holds and found.related.kind is Likeness.EQUAL, str(found)


@pytest.mark.skipif(not hasattr(stats, "Normal"), reason="this SciPy has no classes of distributions yet")
def test_classes_of_distributions_are_made_and_called() -> None:
    assert scipy.owns(stats.Normal) and scipy.arguments(stats.Normal) == ("x", "mu", "sigma")
    assert scipy.arguments(stats.Binomial)[0] == "x" and not scipy.owns(dict)
    for distribution, of, reading in (
        (stats.Normal, "normal", None),
        (stats.Normal(mu=0.5), "normal", {"x": "x", "mu": 0.5, "sigma": 1}),
        (stats.Logistic(), "logistic", {"x": "x", "mu": 0, "s": 1}),
        (stats.Binomial(n=1, p=0.25), "bernoulli", {"x": "x", "p": 0.25}),
    ):
        found = loss_report(distribution, families.load(of), reading=reading, claim=Likeness.EQUAL, examples=60)  # type: ignore[arg-type]
        assert found.holds, str(found)
