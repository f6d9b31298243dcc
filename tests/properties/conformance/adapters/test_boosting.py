"""Tests of properties.conformance.adapters.boosting: objectives that give derivatives and no value."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from properties import conforms, loss_report
from properties.conformance.accuracy import Output
from properties.conformance.adapters import boosting
from properties.conformance.calling import Implementation, adapter_of
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from properties.conformance.report import as_data
from properties.errors import InputError
from symbolic import derivations, families
from symbolic.derivations.asymmetric_laplace_to_pinball_loss import chain as pinball
from symbolic.derivations.bernoulli_to_binary_cross_entropy import chain as logistic
from symbolic.derivations.categorical_to_cross_entropy import chain as softmax
from symbolic.derivations.normal_to_squared_error import chain as squared
from symbolic.derivations.poisson_regression import chain as poisson

READ = {"label": "y", "preds": "f"}


def sigmoid_objective(preds: Any, dtrain: Any) -> Any:
    p = 1 / (1 + np.exp(-preds))
    return (p - dtrain.get_label()) * dtrain.get_weight(), p * (1 - p) * dtrain.get_weight()


def poisson_objective(preds: Any, train_data: Any) -> Any:
    """LightGBM's own bounds its Hessian: exp(f + 0.7)."""
    return np.exp(preds) - train_data.get_label(), np.exp(preds + 0.7)


def softmax_objective(predt: Any, data: Any) -> Any:
    """As in XGBoost's demo, with its Hessian doubled."""
    labels = data.get_label().astype(int)
    e = np.exp(predt - predt.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p - np.eye(p.shape[1])[labels], 2 * p * (1 - p)


def squared_objective(y_true: Any, y_pred: Any) -> Any:
    return y_pred - y_true, np.ones_like(y_pred)


def pinball_objective(preds: Any, data: Any) -> Any:
    return np.where(preds > data.get_label(), 0.75, -0.25), np.ones_like(preds)


def test_what_it_owns_and_what_there_is_to_judge() -> None:
    assert boosting.owns(sigmoid_objective) and adapter_of(sigmoid_objective) is boosting
    assert boosting.arguments(sigmoid_objective) == ("label", "preds") and boosting.arguments(print) is None
    assert not boosting.owns(squared_objective) and not boosting.owns(lambda preds, target: preds)
    claim = conforms(sigmoid_objective, logistic)
    assert claim.parts() == ("relation", "gradient", "hessian", "reductions", "edges")


def test_rows_are_what_boosters_hand_over() -> None:
    rows = boosting.BoosterRows(np.array([1.0, 0.0]))
    assert rows.get_label() is rows.label and rows.get_weight().tolist() == [1, 1]
    assert rows.num_row() == rows.num_data() == 2


@pytest.mark.parametrize(
    ("function", "of", "options", "relation"),
    [
        (sigmoid_objective, logistic, {}, "equal up to a constant, by its gradient"),
        (sigmoid_objective, families.load("bernoulli"), {}, "equal up to a constant, by its gradient"),
        (poisson_objective, poisson, {"derivatives": 1}, "equal up to a constant, by its gradient"),
        (softmax_objective, softmax, {"classes": 3, "derivatives": 1}, "equal up to a constant, by its gradient"),
        (pinball_objective, pinball, {"derivatives": 1, "reading": {**READ, "tau": 0.25}},
         "equal up to a constant, by its gradient"),
        (squared_objective, squared, {"library": "boosting", "claim": Likeness.FACTOR},
         "equal up to the factor 1/2 and a constant, by its gradient"),
    ],
)  # fmt: skip
def test_a_right_objective_conforms(function: Any, of: Any, options: Any, relation: str) -> None:
    found = loss_report(function, of, examples=200, **options)
    assert found.holds and str(found.related) == relation, str(found)
    assert Output.VALUE not in found.worst and Output.GRADIENT in found.worst


def test_what_is_claimed_to_be_equal_has_a_value() -> None:
    found = loss_report(sigmoid_objective, logistic, claim=Likeness.EQUAL, examples=100)
    assert not found.holds and as_data(found)["relation"]["constant"] is None


@pytest.mark.parametrize(("function", "of"), [(poisson_objective, poisson), (softmax_objective, softmax)])
def test_a_hessian_that_is_bounded_on_purpose_is_told(function: Any, of: Any) -> None:
    found = loss_report(function, of, classes=3, examples=200)
    assert not found.holds and [e.output for e in found.blamed] == [Output.HESSIAN]


WRONG = {
    "the sign": lambda preds, data: (data.get_label() - preds, -np.ones_like(preds)),
    "the gradient of another link": lambda preds, data: (np.tanh(preds) - data.get_label(), np.ones_like(preds)),
    "no gradient at all": lambda preds, data: (preds * 0, np.ones_like(preds)),
    "nan everywhere": lambda preds, data: (preds * np.nan, np.ones_like(preds)),
    "a shift": lambda preds, data: (2 * (preds - data.get_label()) + 1e-3, 2 * np.ones_like(preds)),
    "half of it where it is negative": lambda preds, data: (
        np.where(preds < data.get_label(), 1, 2) * (preds - data.get_label()),
        np.ones_like(preds),
    ),
    "nan at 0": lambda preds, data: (2 * (preds - data.get_label()) * (preds / preds), 2 * np.ones_like(preds)),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_objective_is_found(what: str) -> None:
    found = loss_report(WRONG[what], squared, reading=READ, claim=Likeness.FACTOR, derivatives=1, examples=200)
    assert not found.holds, str(found)
    assert "proved" not in str(found)


def test_a_case_says_which_derivative_came_back() -> None:
    found = loss_report(WRONG["the sign"], squared, reading=READ, derivatives=1, examples=100)
    assert "returned the derivative " in str(found) and " in preds,\n" in str(found)
    case = as_data(found)["case"][0]
    assert case["returned"].startswith("preds: ") and case["truth"].startswith("preds: ")
    assert float(case["returned"][7:]) * float(case["truth"][7:]) < 0


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda preds, data: preds, "returns gradient and Hessian"),
        (lambda preds, data: (preds, preds, preds), "returns gradient and Hessian"),
        (lambda preds, data: (np.ones(2), np.ones(2)), "2 entries for 1 of preds"),
        (lambda preds, data: (preds.__iadd__(1), preds), "changes its arguments"),
        (lambda preds, data: data.nothing, "raises wherever it is called: AttributeError"),
    ],
)
def test_what_is_no_objective_is_refused(function: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        loss_report(function, squared, reading=READ, examples=50)


def test_readings_of_other_arguments_are_refused_and_found_where_there_is_one() -> None:
    with pytest.raises(InputError, match="label, a number, and preds"):
        loss_report(sigmoid_objective, logistic, reading={"y": "y", "preds": "f"})
    with pytest.raises(InputError, match="no reading"):
        loss_report(sigmoid_objective, squared)
    found = loss_report(pinball_objective, pinball, hessian="at-least", examples=60)
    assert str(found.reading) == "y = label, f = preds, tau = 1/4", "a number that nobody names"


def gamma_objective(preds: Any, data: Any) -> Any:
    """Of positive labels, with the log link."""
    ratio = data.get_label() * np.exp(-preds)
    return 1 - ratio, ratio


ROWS = [(1.0, 0.5), (2.0, -1.25), (0.5, 2.0)]


def as_adapter(objective: Any, label: float, score: float) -> tuple[float, float]:
    held = bind(reference(derivations.load("gamma_regression")), READ)
    made = Implementation(objective, held, kind="float32")
    (seen,) = boosting.observer(made)([{"label": label, "preds": score}])
    assert seen.gradient is not None and seen.hessian is not None
    return seen.gradient["preds"], seen.hessian["preds", "preds"]


@pytest.mark.parametrize(("label", "score"), ROWS)
def test_xgboost_calls_an_objective_as_it_is_called_here(label: float, score: float) -> None:
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed: it is in the extra `conformance`")
    calls: list[tuple[float, float]] = []

    def recorded(preds: Any, data: Any) -> Any:
        found = gamma_objective(preds, data)
        calls.append((float(found[0][0]), float(found[1][0])))
        return found

    rows = xgboost.DMatrix(np.zeros((1, 1)), label=[label], base_margin=[score])
    params = {"max_depth": 1, "lambda": 0, "eta": 1, "min_child_weight": 0, "base_score": 0.5, "tree_method": "exact"}
    trained = xgboost.train(params | {"max_delta_step": 0, "verbosity": 0, "nthread": 1}, rows, 1, obj=recorded)
    gradient, hessian = as_adapter(gamma_objective, label, score)
    assert calls == [pytest.approx((gradient, hessian), rel=1e-6)]
    (tree,) = trained.get_dump(with_stats=True, dump_format="json")
    leaf = json.loads(tree)
    assert (leaf["leaf"], leaf["cover"]) == pytest.approx((-gradient / hessian, hessian), rel=1e-5)


@pytest.mark.parametrize(("label", "score"), ROWS)
def test_lightgbm_calls_an_objective_as_it_is_called_here(label: float, score: float) -> None:
    """Two rows, since a tree over one has no leaf: the other has twice the label."""
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed: it is in the extra `conformance`")
    calls: list[tuple[float, float]] = []

    def recorded(preds: Any, data: Any) -> Any:
        found = gamma_objective(preds, data)
        calls.append((float(found[0][0]), float(found[1][0])))
        return found

    params = {
        "num_leaves": 2,
        "min_data_in_leaf": 0,
        "min_data_in_bin": 1,
        "min_sum_hessian_in_leaf": 0,
        "lambda_l2": 0,
    }
    params |= {
        "learning_rate": 1,
        "feature_pre_filter": False,
        "num_threads": 1,
        "verbosity": -1,
        "objective": recorded,
    }
    columns = np.array([[1.0], [2.0]]), np.array([label, 2 * label]), np.array([score, score])
    trained = lightgbm.train(params, lightgbm.Dataset(columns[0], columns[1], init_score=columns[2], params=params), 1)
    gradient, hessian = as_adapter(gamma_objective, label, score)
    assert calls == [pytest.approx((gradient, hessian), rel=1e-6)]
    leaf = trained.dump_model()["tree_info"][0]["tree_structure"]["left_child"]
    assert (leaf["leaf_value"], leaf["leaf_weight"]) == pytest.approx((-gradient / hessian, hessian), rel=1e-5)


def test_an_objective_of_the_wrong_sign_is_read_and_told() -> None:
    """Nobody calls what a booster minimises a log-likelihood."""

    def turned(preds: Any, dtrain: Any) -> Any:
        gradient, hessian = poisson_objective(preds, dtrain)
        return -gradient, hessian

    found = loss_report(turned, poisson, examples=96, hessian=None)
    assert found.related.kind is Likeness.DIFFERENT and dict(found.reading.said) == {"y": "label", "f": "preds"}
    assert found.why == "the gradient has the wrong sign" and found.reading.near and not found.holds
