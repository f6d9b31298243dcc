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
