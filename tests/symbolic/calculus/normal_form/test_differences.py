"""Tests of symbolic.calculus.normal_form.differences: signs that are found, and those that are not there."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Integer, atan, cos, cosh, erf, exp, log, polygamma, sqrt, tanh

from symbolic.calculus.normal_form import NormalForm, laws, tally
from symbolic.core.domains import (
    Categories,
    RealInterval,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import function, logistic, parameter, sample, softplus

u, v, w = (parameter(name, reals) for name in "uvw")
h, d, c = (parameter(name, positive) for name in "hdc")
g = parameter("g", nonnegative)
q, r = (parameter(name, open_unit_interval) for name in "qr")
z = parameter("z", unit_interval)
x = sample("x", domain=reals)
label, pair = sample("k", domain=Categories("K")), sample("l", domain=Categories("L", 2))
f = function("f")


def sign(e: Any) -> int | None:
    forms = NormalForm()
    return forms.sign_of(forms.of(e))


def cited(e: Any) -> set[str]:
    forms = NormalForm()
    form = forms.of(e)
    with forms.citing() as used:
        assert forms.sign_cited(form) is not None
    return {name for name, _ in tally(used)}


def share(k: Any) -> Any:
    return exp(f(k.outcome)) / k.total(exp(f(k.each)))


POSITIVE = (
    exp(u + d) - exp(u),
    exp(-exp(u)) - exp(-exp(u + d)),
    2 * exp(h + g) - exp(g) - 1,
    1 / (1 + exp(-u - d)) - 1 / (1 + exp(-u)),
    1 / (1 + exp(-u - d - h)) - 1 / (1 + exp(-u - d)),
    erf(u + d) - erf(u),
    atan(u) - atan(u - d),
    logistic(u + d) - logistic(u),
    softplus(u + d) - softplus(u),
    softplus(u) - u,
    cosh(h + d) - cosh(h),
    cosh(-h - d) - cosh(h),
    polygamma(0, h + d) - polygamma(0, h),
    polygamma(1, h) - polygamma(1, h + d),
    polygamma(2, h + d) - polygamma(2, h),
    1 - q**h,
    (h + d) ** c - h**c,
    sqrt(h + d) - sqrt(h),
    1 / h - 1 / (h + d),
    log(h + d) - log(h),
    sqrt(1 + u**2) - u,
    sqrt(1 + u**2) + u,
    1 - u / sqrt(u**2 + h),
    x.sum(exp(x.i + d)) - x.sum(exp(x.i)),
    exp(h) - 1 - h,
    h - log(1 + h),
    exp(u) - u,
    1 - exp(-h) * (1 + h),
    1 - exp(-h) - exp(-d) + exp(-h - d),
    h * d + h + 1 - q * h,
    1 - tanh(u) ** 2,
)
NONNEGATIVE = (
    exp(u + g) - exp(u),
    1 / (1 + exp(-u - g)) - 1 / (1 + exp(-u)),
    erf(u + g) - erf(u),
    1 - z**h,
    sqrt(u**2) - u,
    exp(u) - 1 - u,
    h - 1 - log(h),
    log(h) - 1 + 1 / h,
    h - log(h) - 1 + g,
)
NEITHER = (
    exp(u) - exp(v),
    exp(u + d) - 2 * exp(u),
    2 * exp(u + g) - exp(u) - exp(v),
    1 / (1 + exp(-u)) - 1 / (1 + exp(-v)),
    1 / (1 + exp(-u - d)) - 2 / (1 + exp(-u)),
    erf(u) - erf(u + d),
    erf(2 * u) - erf(u),
    erf(u) + erf(d - 2 * u),
    cos(u) + cos(d - u),
    sqrt(u**2) - 2 * u,
    sqrt(u**2) - v,
    2 * erf(u + d) - 3 * erf(u),
    atan(u + d) - erf(u),
    cos(u + d) - cos(u),
    cosh(u + d) - cosh(u),
    polygamma(0, h) - polygamma(0, h + d),
    polygamma(1, h + d) - polygamma(1, h),
    softplus(u) - h,
    q - q**h,
    1 - (1 + q) ** h,
    (h + d) ** u - h**u,
    sqrt(1 + u**2) - 2 * u,
    sqrt(u**2 + h) - h,
    h - log(1 + 2 * h),
    log(h) - h,
    exp(u) - 2 * u - 1,
    1 - exp(-h) * (1 + h + h**2),
    exp(u) - u - 1 - d,
    x.sum(exp(x.i + u)) - x.sum(exp(x.i)),
    1 - exp(-h) - exp(-d),
    h * d - h - d + 1,
)


@pytest.mark.parametrize("e", POSITIVE, ids=str)
def test_a_difference_that_is_positive(e: Any) -> None:
    assert sign(e) == 1
    assert sign(-e) is None


@pytest.mark.parametrize("e", NONNEGATIVE, ids=str)
def test_a_difference_that_may_vanish(e: Any) -> None:
    assert sign(e) == 0
    assert sign(-e) is None


@pytest.mark.parametrize("e", NEITHER, ids=str)
def test_a_difference_of_either_sign(e: Any) -> None:
    assert sign(e) is None


def test_a_sum_over_classes_is_more_than_one_of_its_terms_where_there_are_others() -> None:
    assert (sign(1 - share(label)), sign(1 - share(pair))) == (0, 1)
    assert (sign(2 - share(label)), sign(2 - 3 * share(pair))) == (1, None)
    other = exp(2 * f(pair.outcome)) / pair.total(exp(f(pair.each)))
    assert sign(1 - other) is None, "the term of another sum"
    signed = pair.total(f(pair.each)) - f(pair.outcome)
    assert sign(signed) is None, "its terms may be negative"
    assert sign(pair.total(Integer(1)) - 1) == 1 and sign(label.total(Integer(1)) - 1) == 0
    assert sign(pair.total(Integer(1)) - 2) == 0


def test_what_may_be_infinite_has_no_sign() -> None:
    assert sign(1 - log(g)) is None
    assert sign(log(g + 1) - log(g)) is None
    below = parameter("m", RealInterval(-3, -1))
    assert sign(exp(-below) - exp(below)) == 1


def test_the_laws_of_a_sign_are_cited_by_whoever_proves_it() -> None:
    assert laws.ORDER_BY_FUNCTION.name in cited(erf(u + d) - erf(u))
    assert laws.ORDER_BY_SQUARES.name in cited(sqrt(1 + u**2) + u)
    assert laws.TANGENT.name in cited(exp(u) - u)
    assert laws.ORDER_BY_EXP.name in cited(softplus(u) - u)
    assert laws.TERM_OF_SUM.name in cited(1 - share(label))
    assert laws.SIGN_OF_PRODUCT.name in cited(1 / h - 1 / (h + d))
    assert cited(1 + exp(u)) == set()


def test_a_sign_does_not_depend_on_what_was_asked_before() -> None:
    forms = NormalForm()
    asked = [forms.of(e) for e in (*POSITIVE, *NONNEGATIVE, *NEITHER)]
    once = [forms.sign_of(p) for p in asked]
    assert [forms.sign_of(p) for p in reversed(asked)] == once[::-1]
    assert [NormalForm().sign_of(p) for p in asked] == once
