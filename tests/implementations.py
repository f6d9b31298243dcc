"""Implementations of losses as people write them, right and wrong ones, each with what it claims to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import special
from sympy import Symbol, exp, sqrt

from symbolic import derivations, families

var, z, logit = (Symbol(n, real=True) for n in ("var", "z", "logit"))
EPS = 1e-7


@dataclass(frozen=True)
class Case:
    """A function with the loss that it claims to be, and how its arguments are read."""

    function: Callable[..., Any]
    of: str
    reading: Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict)


def loss_of(name: str) -> Any:
    return families.load(name) if name in families.names() else derivations.load(name)


def softplus(u: Any) -> Any:
    return np.maximum(u, 0) + np.log1p(np.exp(-np.abs(u)))


def sigmoid(u: Any) -> Any:
    return special.expit(u)


BCE = "bernoulli_to_binary_cross_entropy"
NORMAL = {"x": "x", "m": "mu", "s": "sigma"}
BERNOULLI = {"y": "y", "z": "f"}
POISSON = {"y": "x", "lambda": exp(z)}
GAMMA = {"x": "x", "k": "k", "rate": "beta"}
LAPLACE = {"x": "x", "m": "mu", "b": "b"}
BETA = {"x": "x", "a": "alpha", "b": "beta"}
RATE = {"x": "x", "rate": "lambda"}
WEIBULL = {"x": "x", "k": "k", "scale": "lambda"}
PINBALL = {"x": "x", "m": "mu", "t": "tau", "b": "b"}
HUBER = {"x": "x", "m": "mu", "d": "delta"}
STUDENT = {"x": "x", "m": "mu", "s": "sigma", "v": "nu"}
NEGATIVE = {"x": "x", "p": "p", "r": "r"}
HALF = np.log(2 * np.pi) / 2


def normal(x: Any, m: Any, s: Any) -> Any:
    return HALF + np.log(s) + ((x - m) / s) ** 2 / 2


def normal_with_slopes(x: Any, m: Any, s: Any) -> Any:
    u = (x - m) / s
    gradient = np.concatenate([-u / s, (1 - u**2) / s])
    hessian = np.array([[1 / s[0] ** 2, 2 * u[0] / s[0] ** 2], [2 * u[0] / s[0] ** 2, (3 * u[0] ** 2 - 1) / s[0] ** 2]])
    return normal(x, m, s), gradient, hessian


def logistic_regression(y: Any, z: Any) -> Any:
    p = sigmoid(z)
    return softplus(z) - y * z, p - y, p * sigmoid(-z)


RIGHT: dict[str, Case] = {
    "normal": Case(normal, "normal", NORMAL),
    "normal with slopes": Case(normal_with_slopes, "normal", NORMAL),
    "normal without its constant": Case(lambda x, m, s: np.log(s) + ((x - m) / s) ** 2 / 2, "normal", NORMAL),
    "normal by its variance": Case(
        lambda x, m, var: np.log(var) / 2 + (x - m) ** 2 / (2 * var),
        "normal",
        {"x": "x", "m": "mu", "sigma": sqrt(var)},
    ),
    "squared error": Case(
        lambda x, m: (x - m) ** 2, "normal_mean", {"x": "x", "m": "mu", "sigma": 1}, {"claim": "factor"}
    ),
    "half the squared error": Case(lambda x, m: (x - m) ** 2 / 2, "normal_mean", {"x": "x", "m": "mu", "sigma": 1}),
    "logistic regression": Case(logistic_regression, BCE, BERNOULLI),
    "logistic regression by logaddexp": Case(lambda y, z: np.logaddexp(0, z) - y * z, BCE, BERNOULLI),
    "cross-entropy of a probability": Case(
        lambda y, p: -special.xlogy(y, p) - special.xlog1py(1 - y, -p), "bernoulli", {"y": "x", "p": "p"}
    ),
    "labels of both signs": Case(
        lambda s, z: np.log1p(np.exp(-s * z)),
        "bernoulli",
        {"x": (1 + Symbol("s", real=True)) / 2, "p": 1 / (1 + exp(-z))},
    ),
    "Poisson": Case(lambda y, z: np.exp(z) - y * z, "poisson", POISSON),
    "Poisson with its constant": Case(lambda y, z: np.exp(z) - y * z + special.gammaln(y + 1), "poisson", POISSON),
    "Poisson by its rate": Case(lambda x, rate: rate - special.xlogy(x, rate), "poisson", RATE),
    "exponential": Case(lambda x, rate: rate * x - np.log(rate), "exponential", RATE),
    "exponential by its mean": Case(
        lambda x, mean: x / mean + np.log(mean), "exponential", {"x": "x", "lambda": 1 / Symbol("mean", real=True)}
    ),
    "gamma": Case(
        lambda x, k, rate: rate * x - k * np.log(rate) - (k - 1) * np.log(x) + special.gammaln(k), "gamma", GAMMA
    ),
    "Laplace": Case(lambda x, m, b: np.abs(x - m) / b + np.log(b), "laplace", LAPLACE),
    "Laplace with its constant": Case(lambda x, m, b: np.abs(x - m) / b + np.log(2 * b), "laplace", LAPLACE),
    "Weibull": Case(
        lambda x, k, scale: (x / scale) ** k - np.log(k / scale) - (k - 1) * np.log(x / scale), "weibull", WEIBULL
    ),
    "Cauchy": Case(
        lambda x, m, g: np.log1p(((x - m) / g) ** 2) + np.log(g), "cauchy", {"x": "x", "m": "mu", "g": "gamma"}
    ),
    "geometric": Case(lambda x, p: -np.log(p) - x * np.log1p(-p), "geometric", {"x": "x", "p": "p"}),
    "Gumbel": Case(
        lambda x, m, s: np.log(s) + (x - m) / s + np.exp(-(x - m) / s), "gumbel", {"x": "x", "m": "mu", "s": "beta"}
    ),
    "logistic": Case(
        lambda x, m, s: np.log(s) + np.abs(x - m) / s + 2 * np.log1p(np.exp(-np.abs(x - m) / s)),
        "logistic",
        {"x": "x", "m": "mu", "s": "s"},
    ),
    "Rayleigh": Case(lambda x, s: 2 * np.log(s) - np.log(x) + (x / s) ** 2 / 2, "rayleigh", {"x": "x", "s": "sigma"}),
    "half normal": Case(lambda x, s: np.log(s) + (x / s) ** 2 / 2, "half_normal", {"x": "x", "s": "sigma"}),
    "lognormal": Case(
        lambda x, m, s: np.log(x) + np.log(s) + ((np.log(x) - m) / s) ** 2 / 2,
        "lognormal",
        {"x": "x", "m": "mu", "s": "sigma"},
    ),
    "pinball": Case(
        lambda x, m, t, b: np.maximum(t * (x - m), (t - 1) * (x - m)) / b + np.log(b) - np.log(t) - np.log1p(-t),
        "asymmetric_laplace",
        PINBALL,
    ),
    "negative binomial": Case(
        lambda x, p, r: -r * np.log(p) - x * np.log1p(-p) - special.gammaln(x + r) + special.gammaln(r),
        "negative_binomial",
        NEGATIVE,
    ),
    "Student": Case(
        lambda x, m, s, v: (
            np.log(s)
            + (v + 1) / 2 * np.log1p(((x - m) / s) ** 2 / v)
            - special.gammaln((v + 1) / 2)
            + special.gammaln(v / 2)
            + np.log(v) / 2
        ),
        "student_t",
        STUDENT,
    ),
    "gamma regression": Case(lambda y, z: z + y * np.exp(-z), "gamma_regression", BERNOULLI),
    "von Mises": Case(
        lambda x, m, k: -k * np.cos(2 * np.pi * (x - m)), "von_mises", {"x": "x", "m": "mu", "k": "kappa"}
    ),
    "Huber": Case(
        lambda x, m, d: np.where(np.abs(x - m) <= d, (x - m) ** 2 / 2, d * (np.abs(x - m) - d / 2)), "huber", HUBER
    ),
}

WRONG: dict[str, Case] = {
    "the sign of the square": Case(lambda x, m, s: np.log(s) - ((x - m) / s) ** 2 / 2, "normal", NORMAL),
    "half forgotten": Case(lambda x, m, s: np.log(s) + ((x - m) / s) ** 2, "normal", NORMAL),
    "log sigma dropped": Case(lambda x, m, s: ((x - m) / s) ** 2 / 2, "normal", NORMAL),
    "variance for scale": Case(lambda x, m, s: np.log(s) / 2 + (x - m) ** 2 / (2 * s), "normal", NORMAL),
    "log of the variance twice": Case(lambda x, m, s: 2 * np.log(s) + ((x - m) / s) ** 2 / 2, "normal", NORMAL),
    "eps beside the variance": Case(
        lambda x, m, s: np.log(s**2 + 1e-6) / 2 + (x - m) ** 2 / (2 * (s**2 + 1e-6)), "normal", NORMAL
    ),
    "float32 inside": Case(
        lambda x, m, s: normal(*(a.astype("float32") for a in (x - m / 3, 2 * m / 3, s))), "normal", NORMAL
    ),
    "float32 on the way": Case(lambda x, m, s: np.float64(np.float32(normal(x, m, s)[0])), "normal", NORMAL),
    "squared error called a likelihood": Case(
        lambda x, m: (x - m) ** 2, "normal_mean", {"x": "x", "m": "mu", "sigma": 1}
    ),
    "a gradient of the sum": Case(lambda y, z: (softplus(z) - y * z, 2 * (sigmoid(z) - y)), BCE, BERNOULLI),
    "a gradient of the other label": Case(lambda y, z: (softplus(z) - y * z, sigmoid(z) - (1 - y)), BCE, BERNOULLI),
    "a gradient with its sign lost": Case(lambda y, z: (softplus(z) - y * z, y - sigmoid(z)), BCE, BERNOULLI),
    "a Hessian doubled": Case(
        lambda y, z: (softplus(z) - y * z, sigmoid(z) - y, 2 * sigmoid(z) * sigmoid(-z)), BCE, BERNOULLI
    ),
    "a Hessian of ones": Case(lambda y, z: (softplus(z) - y * z, sigmoid(z) - y, np.ones(1)), BCE, BERNOULLI),
    "labels exchanged": Case(lambda y, z: softplus(z) - (1 - y) * z, BCE, BERNOULLI),
    "the sign of the margin": Case(lambda y, z: softplus(z) + y * z, BCE, BERNOULLI),
    "clipped probabilities": Case(
        lambda y, z: -np.log(np.clip(np.where(y == 1, sigmoid(z), sigmoid(-z)), 0.05, 0.95)), BCE, BERNOULLI
    ),
    "eps in the log": Case(
        lambda y, p: -y * np.log(p + EPS) - (1 - y) * np.log(1 - p + EPS), "bernoulli", {"y": "x", "p": "p"}
    ),
    "one branch": Case(lambda y, p: -y * np.log(p), "bernoulli", {"y": "x", "p": "p"}),
    "two branches exchanged": Case(
        lambda y, p: -y * np.log1p(-p) - (1 - y) * np.log(p), "bernoulli", {"y": "x", "p": "p"}
    ),
    "log to the base 2": Case(lambda y, p: -np.log2(np.where(y == 1, p, 1 - p)), "bernoulli", {"y": "x", "p": "p"}),
    "sigmoid twice": Case(lambda y, z: softplus(sigmoid(z)) - y * sigmoid(z), BCE, BERNOULLI),
    "nan at 0": Case(lambda y, z: (softplus(z) - y * z) * (z / z), BCE, BERNOULLI, {"examples": 3000}),
    "log of the rate for the rate": Case(lambda y, z: z - y * np.log(np.abs(z) + 1e-300), "poisson", POISSON),
    "Poisson with eps": Case(lambda x, rate: rate - x * np.log(rate + 1e-8), "poisson", RATE),
    "Poisson, off by one": Case(lambda x, rate: rate - (x + 1) * np.log(rate), "poisson", RATE),
    "Stirling without its end": Case(
        lambda x, rate: rate - x * np.log(rate) + x * np.log(x + 1) - x, "poisson", RATE, {"claim": "equal"}
    ),
    "Poisson, target squared": Case(lambda x, rate: rate - x**2 * np.log(rate), "poisson", RATE),
    "mean for rate": Case(lambda x, rate: x / rate + np.log(rate), "exponential", RATE),
    "scale for rate": Case(
        lambda x, k, rate: x / rate + k * np.log(rate) - (k - 1) * np.log(x) + special.gammaln(k), "gamma", GAMMA
    ),
    "a power of x by the rate": Case(
        lambda x, k, rate: rate * x - k * np.log(rate) - k * np.log(x / rate) + special.gammaln(k), "gamma", GAMMA
    ),
    "log Gamma dropped": Case(lambda x, k, rate: rate * x - k * np.log(rate) - (k - 1) * np.log(x), "gamma", GAMMA),
    "gamma for log Gamma": Case(
        lambda x, k, rate: rate * x - k * np.log(rate) - (k - 1) * np.log(x) + special.gamma(k), "gamma", GAMMA
    ),
    "b forgotten": Case(lambda x, m, b: np.abs(x - m) + np.log(b), "laplace", LAPLACE),
    "log b dropped": Case(
        lambda x, m, b: np.abs(x - m) / b,
        "laplace",
        {"x": "x", "mu": Symbol("m", real=True), "b": "b"},
        {"claim": "equal"},
    ),
    "a square for an absolute value": Case(lambda x, m, b: (x - m) ** 2 / b + np.log(b), "laplace", LAPLACE),
    "1 - tau": Case(
        lambda x, m, t, b: np.maximum((1 - t) * (x - m), -t * (x - m)) / b + np.log(b) - np.log(t) - np.log1p(-t),
        "asymmetric_laplace",
        PINBALL,
    ),
    "the ends of Huber exchanged": Case(
        lambda x, m, d: np.where(np.abs(x - m) >= d, (x - m) ** 2 / 2, d * (np.abs(x - m) - d / 2)), "huber", HUBER
    ),
    "Huber without delta": Case(
        lambda x, m, d: np.where(np.abs(x - m) <= d, (x - m) ** 2 / 2, np.abs(x - m) - d / 2), "huber", HUBER
    ),
    "the shape of Weibull in the scale": Case(
        lambda x, k, scale: (x / scale) ** k - np.log(k / scale) - (k - 1) * np.log(x), "weibull", WEIBULL
    ),
    "a and b exchanged": Case(
        lambda x, a, b: special.betaln(a, b) - (b - 1) * np.log(x) - (a - 1) * np.log1p(-x), "beta", BETA
    ),
    "degrees of freedom, not half": Case(
        lambda x, m, s, v: (
            np.log(s)
            + (v + 1) * np.log1p(((x - m) / s) ** 2 / v)
            - special.gammaln((v + 1) / 2)
            + special.gammaln(v / 2)
            + np.log(v) / 2
        ),
        "student_t",
        STUDENT,
    ),
    "successes for failures": Case(
        lambda x, p, r: -r * np.log1p(-p) - x * np.log(p) - special.gammaln(x + r) + special.gammaln(r),
        "negative_binomial",
        NEGATIVE,
    ),
    "a term for large counts": Case(
        lambda x, rate: rate - special.xlogy(x, rate) + special.gammaln(x + 1) + (x > 50) * 1e-2 * rate, "poisson", RATE
    ),
    "a factor on a narrow range": Case(
        lambda x, rate: (
            (rate - special.xlogy(x, rate) + special.gammaln(x + 1)) * np.where((rate > 3.1) & (rate < 3.12), 1.01, 1)
        ),
        "poisson",
        RATE,
        {"examples": 800},
    ),
    "another branch at one count": Case(
        lambda x, rate: rate - special.xlogy(x, rate) + special.gammaln(x + 1) + (x == 7) * 1e-2 * rate, "poisson", RATE
    ),
    "another value at ties": Case(
        lambda x, m, b: np.abs(x - m) / b + np.log(2 * b) + (x == m) * 1e-3, "laplace", LAPLACE
    ),
    "an entry of the Hessian": Case(
        lambda x, m, s: (*normal_with_slopes(x, m, s)[:2], normal_with_slopes(x, m, s)[2] * [[1, -1], [-1, 1]]),
        "normal",
        NORMAL,
    ),
    "digits of the gradient": Case(
        lambda x, m, s: (normal(x, m, s), normal_with_slopes(x, m, s)[1] * (1 + 1e-12)), "normal", NORMAL
    ),
    "a weight squared": Case(lambda x, m, s: np.log(s) + (x - m) ** 2 / (2 * s**4), "normal", NORMAL),
}
