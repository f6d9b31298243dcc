"""Softmax regression with smoothed labels."""

from typing import Any

import pytest
from losses import proved
from sympy import exp, log

from symbolic import argmin, check, density, function, parameter, sample
from symbolic.chain import Chain
from symbolic.core.domains import Categories, unit_interval
from symbolic.core.terms import Same
from symbolic.derivations.label_smoothed_softmax_regression import chain
from symbolic.rules import rewrite

theta, epsilon = parameter("theta"), parameter("epsilon", unit_interval)
x, y = sample("x"), sample("y", domain=Categories("K"))
f, u = function("f", theta), density("u")
normaliser = log(y.total(exp(f(x.i, y.each))))
hit = Same(y.i, y.each)


def against(target: Any) -> Any:
    return argmin(x.sum(normaliser - y.total(target * f(x.i, y.each))) / x.n, theta)


def test_it_is_cross_entropy_with_the_smoothed_target() -> None:
    spread = y.total(u(y.each) * (normaliser - f(x.i, y.each)))
    start = argmin(x.sum((1 - epsilon) * (normaliser - f(x.i, y.i)) + epsilon * spread) / x.n, theta)
    proved("label_smoothed_softmax_regression", start, against((1 - epsilon) * hit + epsilon * u(y.each)))


@pytest.mark.parametrize("target", (hit, hit + epsilon * u(y.each), epsilon * hit + (1 - epsilon) * u(y.each)), ids=str)
def test_other_targets_are_not_proved(target: Any) -> None:
    assert not check(Chain("slip", chain.start).then(rewrite(against(target).objective))).proved
