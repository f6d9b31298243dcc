"""Tests of derivatives of forms: they are the slopes, also of functions for floating point numbers."""

from __future__ import annotations

import pytest
from sympy import Abs, Max, Mul, Symbol, exp, log, sign

from properties.conformance.derivatives import derivative, off_kinks
from symbolic.core.terms import raw
from symbolic.report.floating import binet, deviance, expit, expm1, log1p, logaddexp, meaning, xlog1py, xlogy

f, y, r, n = (Symbol(name, real=True) for name in "fyrn")


def test_squares_of_signs_are_1_off_kinks():
    assert off_kinks(sign(f) ** 2 * r) == r and off_kinks(sign(f) * r) == sign(f) * r
    assert derivative(raw(Mul, (sign(f), Abs(f))), f) == 1


@pytest.mark.parametrize(
    "tree",
    [
        logaddexp(0, f), logaddexp(f, log(r)), expit(2 * f), log1p(f**2), expm1(3 * f), xlogy(n, f**2), xlog1py(n, f**2),
        Abs(f) * f, r * expit(f) * exp(f), deviance(r, exp(f)), deviance(exp(2 * f), r), binet(0, exp(f)), binet(1, exp(f)),
    ],
)  # fmt: skip
def test_a_derivative_is_the_slope(tree):
    at, step = {f: 0.3, r: 1.7, n: 2.0, y: 1}, 1e-6
    near = [meaning(tree).evalf(30, subs={**at, f: 0.3 + s * step}) for s in (1, -1)]
    assert float(meaning(derivative(tree, f)).evalf(30, subs=at)) == pytest.approx(
        float((near[0] - near[1]) / (2 * step)), rel=1e-6, abs=1e-9
    )


def test_a_maximum_has_the_slope_of_the_larger():
    assert str(derivative(Max(f, r), f)) == "1[r <= f]" and derivative(Abs(f), f) == sign(f)
