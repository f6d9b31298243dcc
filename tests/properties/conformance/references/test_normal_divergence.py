"""Tests of properties.conformance.references.normal_divergence: the closed form that is proved, and wrong ones."""

from typing import Any

import numpy as np
import pytest

from properties.conformance import references
from properties.conformance.check import loss_report
from properties.conformance.reference import divergence, reference
from properties.conformance.relation import Likeness
from properties.errors import InputError
from symbolic.families import generalised_poisson

LOSS = references.load("normal_divergence")


def closed(mu: Any, sigma: Any, mu_0: Any, sigma_0: Any) -> Any:
    return np.log(sigma_0 / sigma) + (sigma**2 + (mu - mu_0) ** 2) / (2 * sigma_0**2) - 0.5


def without_a_half(mu: Any, sigma: Any, mu_0: Any, sigma_0: Any) -> Any:
    return closed(mu, sigma, mu_0, sigma_0) + 0.5


def turned(mu: Any, sigma: Any, mu_0: Any, sigma_0: Any) -> Any:
    return closed(mu_0, sigma_0, mu, sigma)


def of_variances(mu: Any, sigma: Any, mu_0: Any, sigma_0: Any) -> Any:
    return np.log(sigma_0 / sigma) + (sigma + (mu - mu_0) ** 2) / (2 * sigma_0) - 0.5


SAME = {name: name for name in ("mu", "sigma", "mu_0", "sigma_0")}


def test_its_inputs_are_the_parameters_of_both_laws() -> None:
    assert [i.name for i in reference(LOSS).inputs] == [*SAME]
    assert reference(LOSS).at((0.5, 2.0, 0.5, 2.0), 0).value.contains(0)


def test_the_closed_form_is_equal() -> None:
    report = loss_report(closed, LOSS, reading=SAME, claim=Likeness.EQUAL, examples=240)
    assert report.related.kind is Likeness.EQUAL, report


@pytest.mark.slow
def test_a_constant_is_told_and_others_are_different() -> None:
    assert loss_report(without_a_half, LOSS, reading=SAME, examples=120).related.kind is Likeness.CONSTANT
    for wrong in (turned, of_variances):
        assert loss_report(wrong, LOSS, reading=SAME, examples=120).related.kind is Likeness.DIFFERENT


def test_where_no_closed_form_is_proved_there_is_no_reference() -> None:
    with pytest.raises(InputError, match="no closed form of the divergence of two members"):
        divergence("kl", generalised_poisson.family)
