"""Tests of symbolic.calculus.normal_form.probing: what is below 0 somewhere is seen, and what never is, never said to be."""

from __future__ import annotations

from typing import Any

import pytest
from mpmath import polygamma as value_of_polygamma
from sympy import Abs, Max, Min, atan, besseli, cos, erf, exp, gamma, log, polygamma, sqrt, tanh

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.probing import _polygamma, falls_below_zero
from symbolic.core.domains import Categories, open_unit_interval, positive, reals
from symbolic.core.terms import AtMost, density, expectation, function, logistic, parameter, sample, softplus

u, v = parameter("u", reals), parameter("v", reals)
h, d, q = parameter("h", positive), parameter("d", positive), parameter("q", open_unit_interval)
x, k = sample("x", domain=reals), sample("k", domain=Categories("K"))
f, p = function("f"), density("p")


def falls(e: Any) -> bool:
    return falls_below_zero(NormalForm().of(e))


BELOW = (
    u,
    u - v,
    h + d - 1,
    q - h,
    exp(u) - 2,
    x.sum(x.i),
    x.sum(f(x.i)) - 1,
    log(1 + h) - 1,
    Max(u, v) - 2,
    Min(u, v),
    Abs(u) - 1,
    AtMost(0, u) - h,
    erf(u),
    tanh(u) - atan(u) * 2,
    cos(u) - h,
    logistic(u) - q,
    softplus(u) - 2,
    sqrt(h) - 2,
    gamma(h + 1) - 2,
    polygamma(0, h),
    polygamma(1, h) - 2,
    expectation(x.outcome, p(x.outcome)),
)


@pytest.mark.parametrize("e", BELOW, ids=str)
def test_what_is_below_zero_somewhere_is_seen(e: Any) -> None:
    assert falls(e)


NEVER = (
    exp(u + d) - exp(u),
    exp(u) - 1 - u,
    h - 1 - log(h),
    erf(u + d) - erf(u),
    u**2 - 2 * u * v + v**2,
    sqrt(u**2) - u,
)


@pytest.mark.parametrize("e", NEVER, ids=str)
def test_what_is_never_below_zero_is_not_said_to_be(e: Any) -> None:
    assert not falls(e)


def test_what_is_not_evaluated_is_left_alone() -> None:
    for e in (
        -k.total(exp(f(k.each))),
        -besseli(0, u),
        -exp(exp(exp(exp(h + 9)))),
    ):
        assert not falls(e)


@pytest.mark.parametrize("order", range(4))
@pytest.mark.parametrize("at", [1 / 8, 1, 5 / 2, 20])
def test_polygamma_is_as_exact_as_it_needs_to_be(order: int, at: float) -> None:
    assert abs(_polygamma(order, at) - value_of_polygamma(order, at)) < 1e-4 * (1 + abs(value_of_polygamma(order, at)))
    with pytest.raises(ValueError):
        _polygamma(order, -at)
