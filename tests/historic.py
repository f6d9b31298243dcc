"""Bugs that were reported in public, one row each, rewritten in NumPy from what the reports say: none of it is their code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from implementations import BCE, BERNOULLI, RATE, sigmoid, softplus
from scipy import special, stats
from sympy import Symbol, sqrt

LABEL = {"y": "x", "p": "p"}
LOG_RATE = {"y": "y", "z": "f"}
mu, theta, scale = (Symbol(n, real=True) for n in ("mu", "theta", "scale"))


@dataclass(frozen=True)
class Historic:
    """A bug: where it was reported, what it claims to be, and what is expected to be found.

    `quantity`: relation, value, gradient or hessian; `found`: of a relation, what it is; else digits, or the word of an
    edge; `why`, how the reason begins where one is recognised.
    """

    report: str
    function: Callable[..., Any]
    of: str
    reading: Mapping[str, Any]
    quantity: str
    found: str
    why: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


def abs_without_slope(y: Any, z: Any) -> Any:
    """max(z, 0) - y z + log(1 + exp(-|z|)), by pieces whose slope is taken to be 0 at 0."""
    slope = (z > 0) - y - np.sign(z) * np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))
    return softplus(z) - y * z, slope


def clamped_slope(y: Any, z: Any) -> Any:
    """The derivative of a cross-entropy of probabilities, of which the denominator has a floor."""
    p = sigmoid(z)
    return softplus(z) - y * z, (p - y) * p * (1 - p) / np.maximum(p * (1 - p), 1e-12)


def poisson_with_stirling(y: Any, m: Any, full: bool = True) -> Any:
    """The summand that `full` asks for is computed for counts above 1, and not added."""
    del full
    return m - special.xlogy(y, m)


def concentrated(y: Any, mu: Any) -> Any:
    """The scale is replaced by its estimate, of one row."""
    return (np.log(2 * np.pi) + np.log((y - mu) ** 2) + 1) / 2


def weight_on_one_term(y: Any, z: Any, w: float) -> Any:
    return w * (z + y * np.exp(-z)), 1 - y * np.exp(-z) * w


def raw_scores(y_true: Any, y_pred: Any) -> Any:
    """An objective that takes scores for probabilities."""
    return y_pred - y_true, y_pred * (1 - y_pred)


def logits_of_probability(y: Any, p: Any) -> Any:
    """Values by logits, and a slope that goes through the logit of 0."""
    slope = np.where(p == 0, np.nan, (p - y) / (p * (1 - p)))
    return -special.xlogy(y, p) - special.xlog1py(1 - y, -p), slope


def power_of_nothing(y: Any, z: Any) -> Any:
    """(1 - p)^0 times the loss: the slope of the power is 0 times oo where p is 1."""
    p = np.where(y == 1, sigmoid(z), sigmoid(-z))
    return softplus(z) - y * z, np.where(p == 1, np.nan, sigmoid(z) - y)


def mixture(x: Any, w: Any, m: Any, s: Any, n: Any, t: Any) -> Any:
    """Of logarithms of weights: the slope in a weight of 0 is nan."""

    def part(c: Any, d: Any) -> Any:
        return -np.log(d) - ((x - c) / d) ** 2 / 2 - np.log(2 * np.pi) / 2

    total = np.exp(part(m, s)) * w + np.exp(part(n, t)) * (1 - w)
    r, q = w * np.exp(part(m, s)) / total, (1 - w) * np.exp(part(n, t)) / total
    slopes = [
        -(np.exp(part(m, s)) - np.exp(part(n, t))) / total + 0 * np.log(w) * 0,
        -r * (x - m) / s**2,
        -r * ((x - m) ** 2 / s**2 - 1) / s,
        -q * (x - n) / t**2,
        -q * ((x - n) ** 2 / t**2 - 1) / t,
    ]
    return -np.log(total), np.concatenate([np.where(w * (1 - w) == 0, np.nan, g) for g in slopes])


HISTORIC: tuple[Historic, ...] = (
    Historic("pytorch/pytorch#1792", abs_without_slope, BCE, BERNOULLI, "gradient", "digits", "a kink at z = 0"),
    Historic(
        "pytorch/pytorch#2298",
        lambda y, z: (softplus(z) - y * z, np.where(z == 0, 0.0, sigmoid(z) - y)),
        BCE,
        BERNOULLI,
        "gradient",
        "digits",
        "a kink at z = 0",
    ),
    Historic(
        "pytorch/pytorch#2195",
        lambda y, z: z - y * z + np.log(1 + np.exp(-z)),
        BCE,
        BERNOULLI,
        "value",
        "lost",
        "exp(-z) overflows",
    ),
    Historic(
        "pytorch/pytorch#28575",
        poisson_with_stirling,
        "poisson",
        {"y": "x", "m": "lambda"},
        "relation",
        "equal up to the constant -log(gamma(y + 1))",
        options={"claim": "equal"},
    ),
    Historic(
        "pytorch/pytorch#3336",
        lambda x, rate: rate - x * np.log(rate + 1e-8),
        "poisson",
        RATE,
        "value",
        "digits",
        "1e-08 is added inside the logarithm",
    ),
    Historic(
        "pytorch/pytorch#4867",
        lambda y, p: -y * np.log(p + 1e-12) - (1 - y) * np.log(1 - p + 1e-12),
        "bernoulli",
        LABEL,
        "value",
        "finite",
        "1e-12 is added inside the logarithm",
    ),
    Historic(
        "pytorch/pytorch#10033",
        lambda y, p: -np.where(y == 1, p, 1 - p),
        "bernoulli",
        LABEL,
        "relation",
        "different",
    ),
    Historic(
        "pytorch/pytorch#24933",
        lambda y, p: -y * np.maximum(np.log(p), -100) - (1 - y) * np.maximum(np.log1p(-p), -100),
        "bernoulli",
        LABEL,
        "value",
        "finite",
        "the logarithm is clamped at -100",
    ),
    Historic(
        "pytorch/pytorch#195677",
        lambda y, z: (softplus(z) - y * z, sigmoid(z) - y),
        BCE,
        BERNOULLI,
        "gradient",
        "digits",
        "numbers of size 1 cancel",
    ),
    Historic("pytorch/pytorch#103316", clamped_slope, BCE, BERNOULLI, "gradient", "digits"),
    Historic(
        "emited/VariationalRecurrentNeuralNetwork#10",
        lambda y, p: -y * np.log(p + 2.0**-23) - (1 - y) * np.log(1 - p - 2.0**-23),
        "bernoulli",
        LABEL,
        "value",
        "nan",
    ),
    Historic(
        "statsmodels/statsmodels#3355",
        lambda y, m: 2 * special.xlogy(y, y / m),
        "poisson",
        {"y": "x", "m": "lambda"},
        "relation",
        "different",
        options={"claim": "factor"},
    ),
    Historic(
        "statsmodels/statsmodels#3356",
        concentrated,
        "normal_mean",
        {"y": "x", "mu": "mu", "sigma": 1},
        "relation",
        "different",
    ),
    Historic(
        "statsmodels/statsmodels#2351",
        lambda y, mu, scale: (y - mu) ** 2 / 2 + np.log(2 * np.pi) / 2,
        "normal",
        {"x": Symbol("y", real=True), "mu": mu, "sigma": sqrt(scale)},
        "relation",
        "different",
        "it is the loss with 1 for scale",
    ),
    Historic(
        "lightgbm-org/LightGBM#4174",
        weight_on_one_term,
        "gamma_regression",
        LOG_RATE,
        "gradient",
        "digits",
        options={"given": {"w": 3.0}, "claim": "factor"},
    ),
    Historic(
        "lightgbm-org/LightGBM#1230",
        raw_scores,
        BCE,
        {"label": "y", "preds": "f"},
        "relation",
        "different, by its gradient",
        options={"library": "boosting"},
    ),
    Historic(
        "dswah/pyGAM#536",
        lambda y, mu, gamma: -stats.invgauss.logpdf(y, mu=mu, scale=1 / gamma),
        "inverse_gaussian",
        {"y": "x", "mu": "mu", "gamma": "lambda"},
        "relation",
        "different",
    ),
    Historic(
        "dmlc/xgboost#2037",
        lambda y, py: special.gammaln(y + 1) + np.maximum(py, 1e-16) - y * np.log(np.maximum(py, 1e-16)),
        "poisson",
        {"y": "x", "py": "lambda"},
        "value",
        "finite",
        "py is clamped at 1e-16",
    ),
    Historic(
        "dmlc/xgboost#10258",
        lambda y, z: (softplus(z) - y * z, sigmoid(z) - y, 2 * sigmoid(z) * sigmoid(-z)),
        BCE,
        BERNOULLI,
        "hessian",
        "digits",
        "the Hessian is 2 times that of the loss",
    ),
    Historic(
        "dmlc/xgboost#2661",
        lambda y, z: (np.exp(z) - y * z, np.exp(z) - y, np.exp(z + 0.7)),
        "poisson_regression",
        LOG_RATE,
        "hessian",
        "digits",
        "the Hessian is exp(7/10) times that of the loss",
    ),
    Historic(
        "scipy/scipy#467",
        lambda x, rate: -(1 - 1.0) * np.log(x) + rate * x - np.log(rate),
        "exponential",
        RATE,
        "value",
        "nan",
    ),
    Historic(
        "pyro-ppl/numpyro#2193",
        lambda x, p, r: -r * np.log(p) - x * np.log1p(-p) - special.gammaln(x + r) + special.gammaln(r),
        "negative_binomial",
        {"x": "x", "p": "p", "r": "r"},
        "value",
        "nan",
    ),
    Historic(
        "pyro-ppl/numpyro#2224",
        mixture,
        "normal_mixture",
        {"x": "x", "w": "w", "m": "mu", "s": "sigma", "n": "nu", "t": "tau"},
        "gradient",
        "nan",
        options={"examples": 300},
    ),
    Historic(
        "pyro-ppl/pyro#436",
        logits_of_probability,
        "bernoulli",
        LABEL,
        "gradient",
        "nan",
        "nan beside a right value at p = 0 alone",
    ),
    Historic("google-deepmind/optax#1267", power_of_nothing, BCE, BERNOULLI, "gradient", "nan"),
    Historic(
        "h2oai/h2o-3#6451",
        lambda y, mu, theta: (
            special.gammaln(1 / theta)
            - special.gammaln(y + 1 / theta)
            + special.gammaln(y + 1)
            - special.xlogy(y, theta * mu)
            + (y + theta - 1) * np.log1p(theta * mu)
        ),
        "negative_binomial",
        {"x": Symbol("y", real=True), "p": 1 / (1 + theta * mu), "r": 1 / theta},
        "relation",
        "different",
    ),
)
