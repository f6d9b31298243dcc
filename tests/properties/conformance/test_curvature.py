"""Tests of properties.conformance.curvature: what bounds or scales its Hessian on purpose conforms where it says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn._loss import loss as losses

from properties import loss_report
from properties.conformance.accuracy import Output
from properties.conformance.curvature import HessianClaim, hessian_claim
from properties.errors import InputError
from symbolic.derivations.asymmetric_laplace_to_pinball_loss import chain as pinball
from symbolic.derivations.bernoulli_to_binary_cross_entropy import chain as logistic
from symbolic.derivations.laplace_to_absolute_error import chain as absolute
from symbolic.derivations.poisson_regression import chain as poisson

Objective = Callable[[Any, Any], Any]


def bounded(preds: Any, train_data: Any) -> Any:
    """As LightGBM has it for Poisson."""
    return np.exp(preds) - train_data.get_label(), np.exp(preds + 0.7)


def logistic_with(hessian: Callable[[Any, Any], Any]) -> Objective:
    def objective(preds: Any, data: Any) -> Any:
        p = 1 / (1 + np.exp(-preds))
        return p - data.get_label(), hessian(p * (1 - p), preds)

    return objective


def test_scikit_learns_hessian_of_1_that_is_0_is_at_least_the_true_one() -> None:
    for loss, of, reading in (
        (losses.AbsoluteError(), absolute, None),
        (losses.PinballLoss(quantile=0.25), pinball, {"y_true": "y", "raw_prediction": "f", "tau": 0.25}),
    ):
        assert not loss_report(loss, of, reading=reading, examples=100).holds
        found = loss_report(loss, of, reading=reading, examples=100, hessian="at-least")
        assert found.holds and found.worst[Output.HESSIAN].blamed == 0
        assert "Hessian   at least the true one, short of it by at most 0.0 units" in str(found)


@pytest.mark.parametrize(("claim", "holds"), [("equal", False), ("at-least", True), ("factor", True), ("none", True)])
def test_a_booster_that_bounds_its_hessian(claim: str, holds: bool) -> None:
    found = loss_report(bounded, poisson, examples=100, hessian=claim)
    assert found.holds is holds and (Output.HESSIAN in found.worst) is (claim != "none")
    assert ("up to the factor exp(7/10), off by at most" in str(found)) is (claim == "factor")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hessian", "claim", "holds"),
    [
        (lambda h, f: np.minimum(h, 0.2), "at-least", False),
        (lambda h, f: h - 1e-9, "at-least", False),
        (lambda h, f: np.maximum(h, 1e-3), "at-least", True),
        (lambda h, f: h * np.nan, "at-least", False),
        (lambda h, f: 2 * h, "factor", True),
        (lambda h, f: h / 3, "factor", True),
        (lambda h, f: 2.0137 * h, "factor", True),
        (lambda h, f: h, "factor", True),
        (lambda h, f: -h, "factor", False),
        (lambda h, f: h * (1 + f * f), "factor", False),
        (lambda h, f: 2 * h + 1e-9, "factor", False),
    ],
)
def test_what_is_less_or_no_multiple_does_not_conform(hessian: Any, claim: str, holds: bool) -> None:
    found = loss_report(logistic_with(hessian), logistic, examples=120, hessian=claim, within={"preds": (-30, 30)})
    assert found.holds is holds, str(found)


def test_infinite_hessians_are_findings_whatever_is_claimed() -> None:
    found = loss_report(bounded, poisson, hessian="at-least")
    assert found.holds and any(e.output is Output.HESSIAN and e.edge is not None for e in found.edges)


def test_claims_are_known_by_their_names() -> None:
    assert hessian_claim(None) is HessianClaim.NONE and hessian_claim("at-least") is HessianClaim.AT_LEAST
    assert hessian_claim(HessianClaim.FACTOR) is HessianClaim.FACTOR
    with pytest.raises(InputError, match="hessian='most': it is one of equal, at-least, factor, none"):
        hessian_claim("most")
