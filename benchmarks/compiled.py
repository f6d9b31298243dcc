"""Written losses against functions that are written by hand in the same form: `python benchmarks/compiled.py [NAME...]`.

Each row: on which range every entry keeps 4 units in the last place, the worst of them there, and what the value costs on a
million rows, as a ratio in one run. What the file brings along (deviances, remainders) is called by both.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import abs, cos, exp, expm1, log, log1p, logaddexp, maximum, minimum, pi, sin, square, where

from properties.conformance.compiled import WrittenLoss, compile_loss
from properties.conformance.reference import Input, Role
from properties.loading import load
from symbolic.core.domains import elements, whole

ROWS = 1_000_000
HALF_LOG_2PI = log(2 * pi) / 2


def asymmetric_laplace(m, x, mu, b, tau):
    gap = x - mu
    return maximum(tau * gap, (tau - 1) * gap) / b + log(b) - log(tau) - log1p(-tau)


def gamma(m, x, k, beta):
    return log(x) - log(k) / 2 + HALF_LOG_2PI + m._binet0(k) + m._deviance(k, beta * x)


def inverse_gamma(m, x, alpha, beta):
    return log(x) - log(alpha) / 2 + HALF_LOG_2PI + m._binet0(alpha) + m._deviance(alpha, beta / x)


def poisson(m, x, rate):
    n = where(x == 0, 1.0, x)
    return where(x == 0, rate, log(n) / 2 + HALF_LOG_2PI + m._binet0(n) + m._deviance(n, rate))


def negative_binomial(m, x, p, r):
    n = where(x == 0, 1.0, x)
    s = n + r
    deviances = m._deviance(r, p * s) + m._deviance(n, (1 - p) * s)
    remainders = m._binet0(r) - m._binet0(s) + m._binet0(n)
    return where(x == 0, -r * log(p), deviances + remainders + (log(s) + log(n) - log(r)) / 2 + HALF_LOG_2PI)


def student_t(m, x, mu, sigma, nu):
    tail = (nu / 2 + 0.5) * log1p(square((x - mu) / sigma) / nu)
    remainders = m._binet0(nu / 2) - m._binet0(nu / 2 + 0.5)
    return tail + log(sigma) + remainders + m._deviance(nu, nu + 1) / 2 + log(2 * pi) / 2


def huber(m, x, mu, delta):
    from scipy import special

    size = abs(mu - x)
    inner = minimum(delta, size)
    mass = np.sqrt(2 * pi) * special.erf(delta / np.sqrt(2)) + 2 * exp(-square(delta) / 2) / delta
    return (size - inner / 2) * inner + log(mass)


def inverse_gaussian(m, x, mu, rate):
    return rate * square(x - mu) / (2 * square(mu) * x) - log(rate) / 2 + 1.5 * log(x) + HALF_LOG_2PI


def lognormal(m, x, mu, sigma):
    logs = log(x)
    return log(sigma) + logs + square(logs - mu) / (2 * square(sigma)) + HALF_LOG_2PI


def normal(m, x, mu, sigma):
    return log(sigma) + square(x - mu) / (2 * square(sigma)) + HALF_LOG_2PI


def weibull(m, x, k, scale):
    logs = log(x)
    z = k * logs - k * log(scale)
    return exp(z) - z - log(k) + logs


def logistic(m, x, mu, s):
    z = (x - mu) / s
    return z + log(s) + 2 * logaddexp(0, -z)


def negative_binomial_regression(m, y, f, r):
    logs = log(r)
    return r * logaddexp(f, logs) + y * logaddexp(0, logs - f)


BY_HAND: dict[str, Callable[..., Any]] = {
    "asymmetric_laplace": asymmetric_laplace,
    "bernoulli": lambda m, x, p: where(x == 0, -log1p(-p), -log(p)),
    "cauchy": lambda m, x, mu, g: log(pi * g * (1 + square((x - mu) / g))),
    "exponential": lambda m, x, rate: rate * x - log(rate),
    "gamma": gamma,
    "geometric": lambda m, x, p: -x * log1p(-p) - log(p),
    "gompertz": lambda m, x, eta, b: eta * expm1(b * x) - b * x - log(b) - log(eta),
    "gumbel": lambda m, x, mu, beta: log(beta) + (z := (x - mu) / beta) + exp(-z),
    "half_normal": lambda m, x, s: log(s) + square(x) / (2 * square(s)) + log(pi / 2) / 2,
    "huber": huber,
    "inverse_gamma": inverse_gamma,
    "inverse_gaussian": inverse_gaussian,
    "laplace": lambda m, x, mu, b: abs(x - mu) / b + log(b) + log(2.0),
    "logistic": logistic,
    "lognormal": lognormal,
    "lomax": lambda m, x, alpha, s: (alpha + 1) * log1p(x / s) - log(alpha) + log(s),
    "maxwell": lambda m, x, s: square(x) / (2 * square(s)) + 3 * log(s) - 2 * log(x) + log(pi / 2) / 2,
    "negative_binomial": negative_binomial,
    "normal": normal,
    "normal_mean": normal,
    "normal_scale": lambda m, x, s, mu: normal(m, x, mu, s),
    "pareto": lambda m, x, alpha, low: (
        (alpha + 1) * log(x) - alpha * log(low) - log(alpha) - log(where(low <= x, 1.0, 0.0))
    ),
    "poisson": poisson,
    "rayleigh": lambda m, x, s: square(x) / (2 * square(s)) + 2 * log(s) - log(x),
    "student_t": student_t,
    "von_mises_radians": lambda m, x, mu, k: 2 * k * square(sin((mu - x) / 2)) + m._log_i0e(k) + log(2 * pi),
    "weibull": weibull,
    "asymmetric_laplace_to_pinball_loss": lambda m, y, f, tau: maximum(tau * (y - f), (tau - 1) * (y - f)),
    "bernoulli_to_binary_cross_entropy": lambda m, y, f: where(y == 0, logaddexp(0, f), logaddexp(0, -f)),
    "gamma_regression": lambda m, y, f: f + y * exp(-f),
    "laplace_to_absolute_error": lambda m, y, f: abs(f - y),
    "negative_binomial_regression": negative_binomial_regression,
    "normal_to_squared_error": lambda m, y, f: square(y - f),
    "poisson_regression": lambda m, y, f: exp(f) - f * y,
    "von_mises_regression": lambda m, y, f: -cos(2 * pi * (y - f)),
}


def drawn(i: Input, random: np.random.Generator) -> np.ndarray:
    """Moderate members of an input's domain; data lie above parameters."""
    listed = elements(i.domain)
    if listed is not None and len(listed) <= 64:
        return random.choice([float(v) for v in listed], ROWS)
    if whole(i.domain):
        return random.integers(0, 50, ROWS).astype(float)
    hull = i.domain.hull
    if hull is None or hull.lower == -float("inf"):
        return random.normal(size=ROWS)
    if hull.upper < float("inf"):
        return random.uniform(0.05, 0.95, ROWS)
    return random.uniform(1, 5, ROWS) if i.role is Role.DATUM else random.uniform(0.5, 1, ROWS)


def ratio(found: WrittenLoss, by_hand: Callable[..., Any], runs: int) -> tuple[float, float]:
    """Nanoseconds a row of the written function, and the ratio to the one by hand: the least of some runs, in turn."""
    place: dict[str, Any] = {}
    exec(compile(found.text, found.name, "exec"), place)
    module = type("Module", (), {name: staticmethod(f) for name, f in place.items() if callable(f)})
    random = np.random.default_rng(0)
    columns = [drawn(i, random) for i in found.reference.inputs]
    written, hand = place[found.name], lambda: by_hand(module, *columns)
    apart = np.nanmax(np.abs(written(*columns) - hand()) / (1 + np.abs(hand())))
    if not apart < 1e-12:
        raise SystemExit(f"{found.name}: the function by hand is another one: {apart:.1e} apart")
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for each, run in zip(times, (lambda: written(*columns), hand), strict=True):
            start = time.process_time()
            run()
            each.append(time.process_time() - start)
    ours, theirs = map(min, times)
    return ours / ROWS * 1e9, ours / theirs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="of families and regressions; all of them by default")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    slower = 0
    print(f"{'':36} {'range':>7} {'worst':>6} {'ns a row':>9} {'by hand':>8}")
    for name in options.names or BY_HAND:
        found = compile_loss(load(name)[0])
        cost, times = ratio(found, BY_HAND[name], options.runs)
        worst = max(e.measure.worst for e in found.entries)
        reach = f"{found.range.reach:.0e}" if found.range is not None else "none"
        slower += times > 1.2
        print(f"{name:36} {reach:>7} {worst:6.2f} {cost:9.1f} {times:8.2f}", flush=True)
    print(f"{slower} take more than 1.2 times what a function by hand does")


if __name__ == "__main__":
    main()
