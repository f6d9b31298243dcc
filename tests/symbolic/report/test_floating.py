"""Tests of functions for floating point numbers: each means what its name says."""

from __future__ import annotations

import pytest
from sympy import Add, Mul, Rational, Symbol, besseli, exp, log, loggamma, pi, polygamma

from symbolic.report.floating import binet, deviance, expit, expm1, log1p, log_i0e, logaddexp, meaning, xlog1py, xlogy

u, v = Symbol("u", real=True), Symbol("v", positive=True)


@pytest.mark.parametrize(
    ("tree", "formula"),
    [
        (log1p(v), log(1 + v)),
        (expm1(u), exp(u) - 1),
        (logaddexp(0, u), log(1 + exp(u))),
        (expit(u), 1 / (1 + exp(-u))),
        (deviance(v, 3 * v + 1), v * log(v / (3 * v + 1)) + 2 * v + 1),
        (binet(0, v), loggamma(v) - (v - Rational(1, 2)) * log(v) + v - log(2 * pi) / 2),
        (binet(1, v), polygamma(0, v) - log(v) + 1 / (2 * v)),
        (binet(2, v), polygamma(1, v) - 1 / v - 1 / (2 * v**2)),
        (log_i0e(v), log(besseli(0, v)) - v),
        (xlogy(u, v), u * log(v)),
        (xlog1py(u, v), u * log(1 + v)),
        (Add(log1p(expm1(u)), 1), log(1 + exp(u) - 1) + 1),
        (Mul(2, logaddexp(expit(u), log1p(v))), 2 * log(exp(1 / (1 + exp(-u))) + 1 + v)),
    ],
)
def test_a_function_means_its_formula(tree, formula):
    at = {u: 0.3, v: 1.7}
    assert abs((meaning(tree) - formula).evalf(subs=at)) < 1e-12


def test_nothing_of_a_library_is_left():
    assert not meaning(logaddexp(expm1(u), xlogy(u, v))).atoms(logaddexp, expm1, xlogy)
