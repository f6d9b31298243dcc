"""Functions that are another loss than they claim in some corner: each was once said to conform, or is of that kind.

Wrong where digits end, beyond the core, at ties and kinks, for one label, in one entry of a derivative, by a factor or a
constant that nobody named.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from implementations import BERNOULLI, GAMMA, HALF, LAPLACE, NEGATIVE, NORMAL, STUDENT, Case, normal
from scipy import special

BCE, CE, POISSON = "bernoulli_to_binary_cross_entropy", "categorical_to_cross_entropy", "poisson_regression"
ROW = {"y": "y", "z": "f"}
THREE = {"z": ["f_0", "f_1", "f_2"], "y": "y"}
seen: dict[tuple[float, int], Any] = {}


def poisson(y: Any, z: Any) -> Any:
    return np.exp(z) - y * z


def logistic(y: Any, z: Any) -> Any:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z


def cross_entropy(z: Any, y: Any) -> Any:
    return special.logsumexp(z, axis=-1) - z[np.arange(len(y)), y]


def slopes(x: Any, m: Any, s: Any, first: Any = 0, mixed: Any = None) -> Any:
    """The normal loss with its gradient and Hessian, something added to the slope in m, and another mixed derivative."""
    u = (x - m) / s
    corner = 2 * u / s**2 if mixed is None else mixed * np.ones_like(s)
    hessian = np.array([[1 / s**2, corner], [corner, (3 * u**2 - 1) / s**2]]).reshape(2, 2)
    return normal(x, m, s), np.concatenate([-u / s + first, (1 - u**2) / s]), hessian


def lopsided(x: Any, m: Any, s: Any) -> Any:
    value, gradient, hessian = slopes(x, m, s)
    return value, gradient, hessian * np.array([[1, 1], [2, 1]])


def student(x: Any, m: Any, s: Any, v: Any) -> Any:
    exact = special.gammaln(v / 2) - special.gammaln((v + 1) / 2) + np.log(v * np.pi) / 2 + np.log(s)
    return np.where(v < 30, exact + (v + 1) / 2 * np.log1p(((x - m) / s) ** 2 / v), normal(x, m, s))


def remembered(y: Any, z: Any) -> Any:
    """What it returned for a number near this one."""
    return seen.setdefault((float(y[0]), round(float(z[0]))), poisson(y, z))


IMPOSTORS: dict[str, Case] = {
    # what vanishes, or is exact, at numbers with few digits
    "a wave with nodes at multiples of 1/32": Case(
        lambda y, z: poisson(y, z) + np.sin(32 * np.pi * z) / 10, POISSON, ROW
    ),
    "the same in the location": Case(lambda x, m, s: normal(x, m, s) + np.sin(32 * np.pi * m) / 10, "normal", NORMAL),
    "the same in the scale": Case(lambda x, m, s: normal(x, m, s) + np.sin(32 * np.pi * s) / 10, "normal", NORMAL),
    "the same in a probability": Case(
        lambda x, p: -np.log(np.where(x == 1, p, 1 - p)) + np.sin(64 * np.pi * p) / 10,
        "bernoulli",
        {"x": "x", "p": "p"},
    ),
    "logits on a grid": Case(lambda y, z: poisson(y, np.round(z * 1024) / 1024), POISSON, ROW),
    "one input as float32": Case(lambda y, z: poisson(y, z.astype("float32").astype(float)), POISSON, ROW),
    "one shape": Case(
        lambda x, k, rate: special.gammaln(k) - k * np.log(rate) - (k - 1) * np.log(x) + rate * x + (k == 0.5),
        "gamma",
        GAMMA,
    ),
    # beyond the core
    "normal from 30 degrees of freedom on": Case(student, "student_t", STUDENT),
    "Poisson from size 50 on": Case(
        lambda x, p, r: np.where(
            r > 50,
            r * (1 - p) / p - x * np.log(r * (1 - p) / p) + special.gammaln(x + 1),
            special.gammaln(r) + special.gammaln(x + 1) - special.gammaln(x + r) - r * np.log(p) - x * np.log1p(-p),
        ),
        "negative_binomial",
        NEGATIVE,
    ),
    "a term for counts above 12": Case(lambda y, z: poisson(y, z) + (y > 12) * z, POISSON, ROW),
    "counts up to 20": Case(lambda y, z: poisson(np.minimum(y, 20), z), POISSON, ROW),
    "logits from -4 on": Case(lambda y, z: poisson(y, np.maximum(z, -4)), POISSON, ROW),
    "logits between -10 and 10": Case(lambda y, z: poisson(y, np.clip(z, -10, 10)), POISSON, ROW),
    "logits between -6 and 6": Case(lambda y, z: logistic(y, np.clip(z, -6, 6)), BCE, ROW),
    "a scale of 0.1 at least": Case(lambda x, m, s: normal(x, m, np.maximum(s, 0.1)), "normal", NORMAL),
    "a scale of 30 at most": Case(lambda x, m, s: normal(x, m, np.minimum(s, 30)), "normal", NORMAL),
    "a residual of 10 at most": Case(lambda x, m, s: normal(np.clip(x - m, -10, 10), 0, s), "normal", NORMAL),
    "a probability of 0.01 at least": Case(
        lambda x, p: -np.log(np.where(x == 1, np.maximum(p, 0.01), 1 - p)), "bernoulli", {"x": "x", "p": "p"}
    ),
    "a probability of 1e-6 at least, where smaller ones are declared": Case(
        lambda x, p: -np.log(np.where(x == 1, np.maximum(p, 1e-6), 1 - p)),
        "bernoulli",
        {"x": "x", "p": "p"},
        {"within": {"p": (1e-9, 0.5)}},
    ),
    "logits up to 25, where 30 is declared": Case(
        lambda y, z: poisson(y, np.minimum(z, 25)), POISSON, ROW, {"within": {"z": (-30, 30)}}
    ),
    "a slope that ends at -5": Case(lambda x, m, s: slopes(x, m, s, first=(m < -5) * 1.0), "normal", NORMAL),
    # at ties, kinks, and one value
    "one more where datum and location tie": Case(lambda x, m, s: normal(x, m, s) + (x == m), "normal", NORMAL),
    "one more where datum and scale tie": Case(lambda x, m, s: normal(x, m, s) + (x == s), "normal", NORMAL),
    "seven at the kink": Case(lambda x, m, b: np.log(2 * b) + np.abs(x - m) / b + 7 * (x == m), "laplace", LAPLACE),
    "logits that tie": Case(lambda z, y: cross_entropy(z, y) + (z[:, 0] == z[:, 1]), CE, THREE, {"classes": 3}),
    "a slope at a tie": Case(lambda x, m, s: slopes(x, m, s, first=(x == m) * 1.0), "normal", NORMAL),
    "the count 7": Case(lambda y, z: poisson(y, z) + (y == 7) * z, POISSON, ROW),
    "nan at 0": Case(lambda y, z: np.where(z == 0, np.nan, poisson(y, z)), POISSON, ROW),
    "infinite for the count 0": Case(lambda y, z: np.where(y == 0, np.inf, poisson(y, z)), POISSON, ROW),
    "the last label": Case(lambda z, y: cross_entropy(z, y) + (y == 2) * z[:, 0] / 2, CE, THREE, {"classes": 3}),
    # small, or in one entry
    "1e-9 too large": Case(lambda y, z: poisson(y, z) * (1 + 1e-9), POISSON, ROW),
    "1e-13 too large": Case(lambda y, z: poisson(y, z) * (1 + 1e-13), POISSON, ROW),
    "a slow term": Case(lambda y, z: poisson(y, z) + 1e-3 * np.log1p(z * z), POISSON, ROW),
    "no mixed derivative": Case(lambda x, m, s: slopes(x, m, s, mixed=0.0), "normal", NORMAL),
    "a Hessian that is not symmetric": Case(lopsided, "normal", NORMAL),
    # another function at other times
    "from a cache": Case(remembered, POISSON, ROW),
    # factors and constants that are none
    "the wrong sign": Case(lambda y, z: -poisson(y, z), POISSON, ROW, {"claim": "factor"}),
    "0 times": Case(lambda y, z: 0 * poisson(y, z), POISSON, ROW, {"claim": "factor"}),
    "1e-300 times": Case(lambda y, z: 1e-300 * poisson(y, z), POISSON, ROW, {"claim": "factor"}),
    "a factor of the datum": Case(lambda y, z: (1 + y) * poisson(y, z), POISSON, ROW, {"claim": "factor"}),
    "a constant of a scale that is a prediction": Case(
        lambda x, m, s: HALF + ((x - m) / s) ** 2 / 2, "normal", NORMAL, {"claim": "factor"}
    ),
    "a wave of the datum": Case(lambda x, m, s: normal(x, m, s) + np.sin(x), "normal", NORMAL),
    "half of a logistic loss where the label is 1": Case(lambda y, z: logistic(y, z) / (1 + y), BCE, BERNOULLI),
}
