"""Tests of properties.conformance.adapters.sklearn: the library's own losses, and what it really returns."""

from __future__ import annotations

import math
from typing import Any

import pytest
from sklearn._loss import loss as losses

from properties import loss_report
from properties.conformance.accuracy import Edge, Output
from properties.conformance.adapters import sklearn
from properties.conformance.calling import adapter_of
from properties.conformance.relation import Likeness
from properties.errors import InputError
from symbolic import families
from symbolic.derivations.asymmetric_laplace_to_pinball_loss import chain as pinball
from symbolic.derivations.bernoulli_to_binary_cross_entropy import chain as logistic
from symbolic.derivations.categorical_to_cross_entropy import chain as softmax
from symbolic.derivations.gamma_regression import chain as gamma
from symbolic.derivations.laplace_to_absolute_error import chain as absolute
from symbolic.derivations.normal_to_squared_error import chain as squared
from symbolic.derivations.poisson_regression import chain as poisson


def test_what_it_owns_and_how_it_is_called() -> None:
    loss = losses.HalfPoissonLoss()
    assert sklearn.owns(loss) and adapter_of(loss) is sklearn
    assert sklearn.arguments(loss) == ("y_true", "raw_prediction")
    assert not sklearn.owns(print) and sklearn.arguments(print) is None


@pytest.mark.parametrize(
    ("loss", "of", "options", "relation"),
    [
        (losses.HalfSquaredError(), squared, {"claim": Likeness.FACTOR}, "equal up to the factor 1/2"),
        (losses.AbsoluteError(), absolute, {"derivatives": 1}, "equal"),
        (losses.HalfBinomialLoss(), logistic, {}, "equal"),
        (losses.HalfPoissonLoss(), poisson, {}, "equal"),
        (losses.HalfGammaLoss(), gamma, {}, "equal"),
        (losses.HalfMultinomialLoss(n_classes=3), softmax, {"classes": 3, "ulps": 256}, "equal"),
        (losses.PinballLoss(quantile=0.25), pinball,
         {"derivatives": 1, "reading": {"y_true": "y", "raw_prediction": "f", "tau": 0.25}}, "equal"),
        (losses.HalfPoissonLoss(), families.load("poisson"), {}, "equal up to the constant -log(gamma(y_true + 1))"),
    ],
)  # fmt: skip
def test_its_losses_are_what_they_are_called(loss: Any, of: Any, options: Any, relation: str) -> None:
    found = loss_report(loss, of, examples=300, **options)
    assert found.holds and str(found.related) == relation, str(found)
    assert found.undecided == 0 and Output.GRADIENT in found.worst


def test_half_binomial_loses_its_value_where_its_gradient_is_right() -> None:
    found = loss_report(losses.HalfBinomialLoss(), logistic)
    (lost,) = [e for e in found.edges if e.output is Output.VALUE and e.edge is None]
    label, raw = lost.at.point
    assert label == 1 and raw >= 37 and lost.seen == 0 and float(lost.truth) == pytest.approx(math.exp(-raw))
    assert all(e.output is Output.VALUE for e in found.edges)


def test_one_instead_of_a_hessian_that_is_0_is_told() -> None:
    found = loss_report(losses.AbsoluteError(), absolute, examples=100)
    assert not found.holds and [e.output for e in found.blamed] == [Output.HESSIAN]
    assert Edge.RAISED not in {e.edge for e in found.edges}


def test_another_loss_is_found_to_be_another() -> None:
    reading = {"y_true": "y", "raw_prediction": "f"}
    found = loss_report(losses.HalfGammaLoss(), squared, reading=reading, examples=100)
    assert found.related.kind is Likeness.DIFFERENT
    with pytest.raises(InputError, match="no reading"):
        loss_report(losses.HalfGammaLoss(), poisson)


@pytest.mark.parametrize(
    ("reading", "said"),
    [({"y": "y", "raw_prediction": "f"}, "no other"), ({"y_true": ["y"], "raw_prediction": "f"}, "one number a row")],
)
def test_arguments_that_it_does_not_have_are_refused(reading: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        loss_report(losses.HalfPoissonLoss(), poisson, reading=reading)
