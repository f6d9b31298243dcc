"""Real functions held to the references and regressions that they claim to be, and twins of them that are none.

Each library is asked for where it is installed; without it the test is skipped, with that reason.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sympy import Symbol, exp, log

from properties.conformance import references
from properties.conformance.check import Conformance, loss_report
from properties.conformance.relation import Likeness
from symbolic import derivations, families

TWEEDIE = references.load("compound_poisson_gamma")
DIVERGENCE = {"input": ["f_0", "f_1", "f_2"], "target": ["t_0", "t_1", "t_2"]}


def held(function: Any, of: Any, **options: Any) -> Conformance:
    return loss_report(function, of, **{"examples": 150, **options})


def equal(function: Any, of: Any, **options: Any) -> Conformance:
    report = held(function, of, derivatives=1, **options)
    assert report.related.kind is Likeness.EQUAL and not report.related.level, str(report)
    return report


# ---- Tweedie ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_scikit_learns_tweedie_loss_is_the_law_up_to_the_logarithm_of_its_series() -> None:
    losses = pytest.importorskip("sklearn._loss.loss", reason="scikit-learn is not installed")
    at = {"y_true": "x", "mu": exp(Symbol("raw_prediction")), "phi": 1, "p": 1.5}
    report = held(losses.HalfTweedieLoss(power=1.5), TWEEDIE, reading=at)
    assert report.holds and str(report.related.constant) == "log c(y_true, 1, 3/2)", report
    assert not held(losses.HalfTweedieLoss(power=1.25), TWEEDIE, reading=at).holds
    quasi = held(losses.HalfTweedieLoss(power=1.5), derivations.load("tweedie_regression"),
                 reading={"y_true": "y", "raw_prediction": "f", "p": 1.5})  # fmt: skip
    assert quasi.related.kind is Likeness.EQUAL, quasi


@pytest.mark.slow
def test_statsmodels_adds_the_series_up_and_its_extended_quasi_likelihood_is_another_function() -> None:
    genmod = pytest.importorskip("statsmodels.genmod.families", reason="statsmodels is not installed")

    def log_likelihood(eql: bool, y: Any, mu: Any, phi: Any) -> Any:
        law = genmod.Tweedie(link=genmod.links.Log(), var_power=1.5, eql=eql)
        return -law.loglike_obs(np.atleast_1d(y), np.atleast_1d(mu), scale=np.atleast_1d(phi))

    def series(y: Any, mu: Any, phi: Any) -> Any:
        return log_likelihood(False, y, mu, phi)

    def extended(y: Any, mu: Any, phi: Any) -> Any:
        return log_likelihood(True, y, mu, phi)

    at = {"y": "x", "mu": "mu", "phi": "phi", "p": 1.5}
    equal(series, TWEEDIE, reading=at)
    assert held(extended, TWEEDIE, reading=at).related.kind is Likeness.DIFFERENT


# ---- targets, weights and divergences in PyTorch ---------------------------------------------------------------------


@pytest.mark.slow
def test_cross_entropy_with_probabilities_smoothing_and_weights() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    cross_entropy = torch.nn.functional.cross_entropy
    assert equal(cross_entropy, derivations.load("soft_target_cross_entropy"), reading=DIVERGENCE).holds
    even = dict.fromkeys(("u_0", "u_1", "u_2", "u_3"), 0.25)
    smoothed = {"input": ["f_0", "f_1", "f_2", "f_3"], "target": "y", **even}
    of = derivations.load("label_smoothed_softmax_regression")
    equal(cross_entropy, of, reading={**smoothed, "epsilon": 0.25}, given={"label_smoothing": 0.25})
    wrong = held(cross_entropy, of, reading={**smoothed, "epsilon": 0.5}, given={"label_smoothing": 0.25})
    assert wrong.related.kind is Likeness.DIFFERENT
    weight = torch.tensor([0.5, 2, 1], dtype=torch.float64)
    of = derivations.load("class_weighted_softmax_regression")
    at = {"input": ["f_0", "f_1", "f_2"], "target": "y", "w_0": 0.5, "w_1": 2, "w_2": 1}
    report = held(cross_entropy, of, reading=at, given={"weight": weight, "reduction": "none"})
    assert report.related.kind is Likeness.EQUAL, report
    mean = held(cross_entropy, of, reading=at, given={"weight": weight})
    assert not mean.holds, "the mean divides by the weights: of one row its weight is gone"


@pytest.mark.slow
def test_divergences() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    kl_div, laws = torch.nn.functional.kl_div, torch.distributions
    discrete = references.load("discrete_divergence")
    assert equal(kl_div, discrete, reading=DIVERGENCE, given={"reduction": "sum"}).holds
    mean = held(kl_div, discrete, reading=DIVERGENCE)
    assert not mean.holds and str(mean.related.factor) == "1/3", "the mean over all entries, which is PyTorch's default"

    def of_normals(m: Any, s: Any, m_0: Any, s_0: Any) -> Any:
        return laws.kl_divergence(laws.Normal(m, s), laws.Normal(m_0, s_0))

    normal = references.load("normal_divergence")
    at = {"m": "mu", "s": "sigma", "m_0": "mu_0", "s_0": "sigma_0"}
    assert held(of_normals, normal, reading=at, library="torch").related.kind is Likeness.EQUAL
    turned = {"m_0": "mu", "s_0": "sigma", "m": "mu_0", "s": "sigma_0"}
    assert held(of_normals, normal, reading=turned, library="torch").related.kind is Likeness.DIFFERENT


def test_probabilities_that_a_library_divides_by_their_sum_are_not_blamed() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    at = {"value": "x", "probs": ["q_0", "q_1", "q_2"]}
    report = held(torch.distributions.Categorical, families.load("categorical"), reading=at)
    assert report.holds and report.related.kind is Likeness.EQUAL, str(report)


def test_weighted_logistic_regression() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    of, at = derivations.load("weighted_logistic_regression"), {"input": "f", "target": "y", "weight": "w"}

    def right(input: Any, target: Any, weight: Any) -> Any:
        return torch.nn.functional.binary_cross_entropy_with_logits(input, target, weight=weight, reduction="none")

    def of_positives(input: Any, target: Any, weight: Any) -> Any:
        return torch.nn.functional.binary_cross_entropy_with_logits(input, target, pos_weight=weight, reduction="none")

    assert held(right, of, reading=at, library="torch").related.kind is Likeness.EQUAL
    assert held(of_positives, of, reading=at, library="torch").related.kind is Likeness.DIFFERENT


# ---- statsmodels, and XGBoost's built-in objectives ------------------------------------------------------------------


@pytest.mark.slow
def test_ordered_and_overdispersed_models_of_statsmodels() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    ordinal = pytest.importorskip("statsmodels.miscmodels.ordinal_model", reason="statsmodels is not installed")
    discrete = pytest.importorskip("statsmodels.discrete.discrete_model", reason="statsmodels is not installed")

    def one(y: float, eta: float, c: float, u: float) -> float:
        rows = pandas.Series(pandas.Categorical([y, 0, 1, 2], categories=[0, 1, 2], ordered=True))
        model = ordinal.OrderedModel(rows, np.array([[eta], [1.0], [2.0], [3.0]]), distr="logit")
        return float(-model.loglikeobs(np.array([1.0, c, u]))[0])

    def ordered(y: Any, eta: Any, c: Any, u: Any) -> Any:
        return np.vectorize(one)(y, eta, c, u)

    def turned(y: Any, eta: Any, c: Any, u: Any) -> Any:
        return ordered(2 - np.asarray(y), eta, c, u)

    near = {"eta": (-3, 3), "c": (-3, 3), "u": (-2, 2)}  # elsewhere 1e-20 is added to a probability
    at = {"y": "x", "eta": "eta", "c": "c", "delta_1": exp(Symbol("u"))}
    equal(ordered, references.load("cumulative_logit"), reading=at, classes=3, within=near)
    assert not held(turned, references.load("cumulative_logit"), reading=at, classes=3, within=near).holds

    def generalised(y: float, z: float, a: float) -> float:
        model = discrete.GeneralizedPoisson(np.array([y]), np.array([[1.0]]), p=1)
        return float(-model.loglikeobs(np.array([z, a]))[0])

    def counts(y: Any, z: Any, a: Any) -> Any:
        return np.vectorize(generalised)(y, z, a)

    z, a = Symbol("z"), Symbol("a")
    mean = {"y": "x", "theta": exp(z) / (1 + a), "lambda": a / (1 + a)}
    family, near = families.load("generalised_poisson"), {"a": (0.125, 20)}
    assert held(counts, family, reading=mean, within=near).related.kind is Likeness.EQUAL
    other = {"y": "x", "theta": exp(z), "lambda": a / (1 + a)}
    assert held(counts, family, reading=other, within=near).related.kind is not Likeness.EQUAL


@pytest.mark.slow
@pytest.mark.parametrize(("name", "scale"), [("normal", "sigma"), ("logistic", "s"), ("extreme_value", "beta")])
def test_accelerated_failure_times_of_xgboost(name: str, scale: str) -> None:
    """Gradient and Hessian of a built-in objective, read from trees of one leaf; they are bounded at extremes, by design."""
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed")
    of = derivations.load(f"{name}_accelerated_failure_time")
    setting = {
        "objective": "survival:aft", "aft_loss_distribution": name.removesuffix("_value"), "lambda": 0, "eta": 1,
        "aft_loss_distribution_scale": 1.0, "max_depth": 1, "min_child_weight": 0, "nthread": 1, "tree_method": "exact",
    }  # fmt: skip

    def objective(seen: bool) -> Any:
        def slopes(y_true: Any, y_pred: Any) -> Any:
            found = []
            for time, prediction in zip(*np.broadcast_arrays(y_true, y_pred), strict=True):
                row = xgboost.DMatrix(np.array([[1.0]]), base_margin=np.array([prediction]))
                row.set_float_info("label_lower_bound", np.array([time]))
                row.set_float_info("label_upper_bound", np.array([time if seen else np.inf]))
                leaf = xgboost.train({**setting, "verbosity": 0}, row, 1).trees_to_dataframe()
                found.append((-float(leaf.Gain[0]) * float(leaf.Cover[0]), float(leaf.Cover[0])))
            return tuple(np.array(part) for part in zip(*found, strict=True))

        return slopes

    def report(seen: bool, said: int) -> Conformance:
        at = {"y": log(Symbol("label")), "preds": "f", scale: 1, "d": said}
        near = {"label": (0.25, 4), "preds": (-1, 1)}
        return held(objective(seen), of, reading=at, library="boosting", dtypes="float32", within=near, examples=36,
                    derivatives=1)  # fmt: skip

    for seen in (True, False):
        found = report(seen, int(seen))
        assert found.related.kind is Likeness.CONSTANT and found.related.by_gradient, found
        assert report(seen, 1 - int(seen)).related.kind is Likeness.DIFFERENT
