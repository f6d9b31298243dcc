"""Tests of properties.conformance.reductions: several rows are told by what one row gives, whatever is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from properties import loss_report
from properties.conformance.reductions import DEMANDS, Reduced, RowFinding, RowReduction, as_demanded, demanded
from properties.errors import InputError
from symbolic.derivations.bernoulli_to_binary_cross_entropy import chain as logistic
from symbolic.derivations.categorical_to_cross_entropy import chain as softmax
from symbolic.derivations.poisson_regression import chain as poisson

READ = {"y": "y", "z": "f"}
Loss = Callable[..., Any]


def value(y: Any, z: Any) -> Any:
    return np.exp(z) - y * z


def rows(function: Loss, **options: Any) -> Reduced:
    found = loss_report(function, poisson, **{"reading": READ, "examples": 60, **options})
    assert found.rows is not None and found.holds is (not found.rows.blamed), str(found)
    return found.rows


def with_slope(reduce: Loss, slopes: Loss) -> Loss:
    """The value reduced, with a gradient."""
    return lambda y, z: (reduce(value(y, z)), slopes(np.exp(z) - y))


RIGHT: dict[str, tuple[Loss, RowReduction]] = {
    "each row": (value, RowReduction.NONE),
    "a column": (lambda y, z: value(y, z)[:, None], RowReduction.NONE),
    "sum": (lambda y, z: value(y, z).sum(), RowReduction.SUM),
    "mean": (lambda y, z: value(y, z).mean(), RowReduction.MEAN),
    "an array of one number": (lambda y, z: value(y, z).mean(keepdims=True), RowReduction.MEAN),
    "sum with its gradient": (with_slope(np.sum, lambda g: g), RowReduction.SUM),
    "mean with its gradient": (with_slope(np.mean, lambda g: g / len(g)), RowReduction.MEAN),
    "a constant that is no summand of the rows": (lambda y, z: value(y, z).sum() + 1, RowReduction.SUM),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_named_and_not_blamed(name: str) -> None:
    function, kind = RIGHT[name]
    assert rows(function).kind is kind


WRONG: dict[str, tuple[Loss, str, str]] = {
    "each row against all": (lambda y, z: np.exp(z) - y[:, None] * z, "mixed", "as (n,) and (n, 1) broadcast"),
    "the mean of that": (lambda y, z: np.mean(np.exp(z) - y[:, None] * z), "mixed", "5 rows give"),
    "centred over the batch": (lambda y, z: value(y, z) + (z - z.mean()), "mixed", "and alone"),
    "the gradient of the sum": (with_slope(np.mean, lambda g: g), "sum", "for its value it is the mean"),
    "the gradient of the mean": (with_slope(np.sum, lambda g: g / len(g)), "mean", "for its gradient it is the mean"),
    "a gradient of each other": (with_slope(np.sum, lambda g: g[::-1]), "mixed", "no reduction explains its gradient"),
    "a number of rows that is off": (lambda y, z: value(y, z).sum() / (len(y) + 1e-9), "approximate", "to within 1e-"),
    "an empty sum that is no 0": (lambda y, z: value(y, z).sum() if len(y) else math.nan, "empty", "the sum is 0"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_several_rows_is_named(name: str) -> None:
    function, what, said = WRONG[name]
    found = loss_report(function, poisson, reading=READ, examples=60)
    assert found.rows is not None and not found.holds
    assert [f.what for f in found.rows.blamed] == [what] and said in found.rows.blamed[0].text


def _weighted(y: Any, z: Any, w: Any) -> Any:
    return w * value(y, z), w * (np.exp(z) - y), w * np.exp(z)


WEIGHED: dict[str, tuple[Loss, RowReduction]] = {
    "each row": (_weighted, RowReduction.NONE),
    "sum": (lambda y, z, w: (w * value(y, z)).sum(), RowReduction.SUM),
    "mean": (lambda y, z, w: (w * value(y, z)).mean(), RowReduction.MEAN),
    "the mean of those that weigh something": (
        lambda y, z, w: (w * value(y, z)).sum() / (w > 0).sum(), RowReduction.MEAN),
    "over the sum of the weights": (lambda y, z, w: (w * value(y, z)).sum() / w.sum(), RowReduction.WEIGHTED),
    "none, by default": (lambda y, z, w=None: value(y, z) * (1 if w is None else w), RowReduction.NONE),
}  # fmt: skip


@pytest.mark.parametrize("name", WEIGHED)
def test_weights_that_scale_everything_are_right(name: str) -> None:
    function, kind = WEIGHED[name]
    found = rows(function, weights="w")
    assert found.kind is kind and found.weighted.startswith("the value" if name != "each row" else "value, gradient")


MISWEIGHED: dict[str, tuple[Loss, str, str]] = {
    "the value": (lambda y, z, w: value(y, z), "value", "ignores the weights"),
    "squared": (lambda y, z, w: w * w * value(y, z), "value", "has the weights squared"),
    "the root": (lambda y, z, w: np.sqrt(w) * value(y, z), "value", "has the roots of the weights"),
    "the wrong way": (lambda y, z, w: value(y, z) / w, "value", "is divided by the weights"),
    "the gradient squared": (
        lambda y, z, w: (w * value(y, z), w * w * (np.exp(z) - y)), "gradient", "has the weights squared"),
    "the Hessian not": (
        lambda y, z, w: (w * value(y, z), w * (np.exp(z) - y), np.exp(z)), "hessian", "ignores the weights"),
    "one term": (lambda y, z, w: np.exp(z) - w * y * z, "value", "weights"),
    "the sum's gradient": (
        lambda y, z, w: ((w * value(y, z)).sum() / w.sum(), w * (np.exp(z) - y) / len(w)), "gradient", "mean"),
    "0 / 0": (lambda y, z, w: w * w * value(y, z) / w, "value", "weight 0"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISWEIGHED)
def test_weights_that_do_not_are_told_of_each_quantity(name: str) -> None:
    function, quantity, what = MISWEIGHED[name]
    found = loss_report(function, poisson, reading=READ, examples=60, weights="w")
    assert found.rows is not None and not found.holds
    assert [(f.quantity, f.what) for f in found.rows.blamed] == [(quantity, what)]


def test_a_weight_of_0_that_leaves_nan_of_an_infinite_loss_is_told() -> None:
    found = rows(lambda y, z, w: w * value(y, z), weights="w", examples=400)
    (nan,) = [f for f in found.found if f.what == "nan"]
    assert not nan.decides and "where it gives inf" in nan.text and "w = " not in nan.text
    masked = rows(lambda y, z, w: np.where(w == 0, 0, w * value(y, z)), weights="w", examples=400)
    assert masked.found == ()


def test_a_function_of_one_row_is_not_blamed_and_says_so() -> None:
    by_item = rows(lambda y, z: math.exp(z.item()) - y.item() * z.item() if z.item() < 700 else math.inf)
    assert by_item.kind is RowReduction.SINGLE and "several raise ValueError" in by_item.found[0].text
    first = rows(lambda y, z: value(y, z)[0])
    assert first.kind is RowReduction.SINGLE and "only one counts" in first.found[0].text
    assert loss_report(lambda y, z: value(y, z).prod(), poisson, reading=READ, reduction="single").holds
    one_slope = rows(lambda y, z: (value(y, z), (np.exp(z) - y)[:1]))
    assert one_slope.blamed == () and "its gradient has the shape (1,) for 5 rows" in one_slope.found[0].text


def test_the_mean_over_rows_and_classes_is_told_from_that_over_rows() -> None:
    def each(y: Any, f: Any) -> Any:
        f = f - f.max(axis=1, keepdims=True)
        return (np.eye(3)[y] * (np.log(np.exp(f).sum(axis=1, keepdims=True)) - f)).mean()

    found = loss_report(each, softmax, reading={"y": "y", "f": "f"}, classes=3, examples=60)
    assert found.rows is not None and found.rows.kind is RowReduction.ELEMENTS
    assert str(found.related) == "equal up to the factor 1/3" and not found.holds


def test_a_booster_has_its_rows_judged_by_their_gradients() -> None:
    def objective(preds: Any, dtrain: Any) -> Any:
        p = 1 / (1 + np.exp(-preds))
        return dtrain.get_weight() * (p - dtrain.get_label()), p * (1 - p)

    found = loss_report(objective, logistic, examples=60, weights="weight")
    assert found.rows is not None and found.rows.kind is RowReduction.NONE
    assert [f.text for f in found.rows.blamed] == [
        "its Hessian ignores the weights, and its gradient is scaled by them"
    ]


@pytest.mark.parametrize("seed", range(4))
def test_digits_that_a_short_type_loses_are_no_mixture_of_rows(seed: int) -> None:
    def objective(preds: Any, dtrain: Any) -> Any:
        p = 1 / (1 + np.exp(-preds))  # p - 1 keeps few digits, and others in a batch
        jitter = np.where(np.arange(len(p)) % 2, np.float32(6e-8), np.float32(-6e-8)) * (len(p) > 1)
        return (p + jitter - dtrain.get_label()).astype(preds.dtype), p * (1 - p)

    options: Any = {"within": {"preds": (-12, 12)}, "ulps": 1e9, "seed": seed}
    found = loss_report(objective, logistic, dtypes="float32", examples=60, weights="", **options)
    assert found.rows is not None and found.rows.kind is RowReduction.NONE and found.rows.blamed == (), str(found)


def test_what_is_claimed_of_rows_decides() -> None:
    mean = RIGHT["mean"][0]
    assert all(rows(mean, reduction=name).blamed == () for name in ("mean", "batchmean", ""))
    (finding,) = rows(mean, reduction="sum").blamed
    assert finding.text == "claimed: sum; it is the mean over the rows"
    with pytest.raises(InputError, match="reduction='total': it is one of none, sum, mean"):
        rows(mean, reduction="total")
    assert demanded("") is None and {demanded(name) for name in DEMANDS} >= {RowReduction.SINGLE, RowReduction.NONE}
    assert as_demanded(Reduced(None, "nothing fits"), "sum").found == (
        RowFinding("value", "mixed", "claimed: sum; it is nothing fits"),
    )


def test_weights_that_are_no_argument_or_another_input_are_refused() -> None:
    with pytest.raises(InputError, match="weights='y': this argument is read as an input"):
        rows(value, weights="y")
    with pytest.raises(
        InputError, match=r"raises wherever it is called: TypeError: .* unexpected keyword argument 'w'"
    ):
        rows(value, weights="w")


def test_too_few_rows_say_nothing() -> None:
    kept = loss_report(value, poisson, reading=READ, examples=24, within={"y": (1, 1)})
    assert kept.holds and kept.rows is not None and kept.rows.blamed == ()
