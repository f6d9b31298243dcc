"""Normal noise: the squared error, its constant and its factor."""

import pytest
from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, log, pi, sqrt

from symbolic import argmax, argmin, function, parameter, positive, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.derivations.normal_to_squared_error import chain, family
from symbolic.models.likelihood import dropped

theta, sigma = parameter("theta"), parameter("sigma", positive)
x, y = sample("x"), sample("y", domain=reals)
f = function("f", theta)
residual = y.i - f(x.i)


def test_maximum_likelihood_is_the_smallest_mean_squared_error() -> None:
    density = exp(-(residual**2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
    start, end = argmax(x.product(density), theta), argmin(x.sum(residual**2) / x.n, theta)
    proved("normal_to_squared_error", start, end)
    every_step_is_needed(chain)


def test_the_constant_and_the_factor_are_named() -> None:
    assert same(dropped(family), log(sqrt(2 * pi) * sigma))
    assert family.factor == 1 / (2 * sigma**2)
    notes = " ".join(s.note for s in chain.steps)
    assert "Dropped: the mean of" in notes and "Divided by" in notes


def test_the_derivative_is_twice_the_negative_residual() -> None:
    z = parameter("z", reals)
    assert list(derivatives(family).values()) == [2 * (z - y.outcome), 2]


@pytest.mark.parametrize("changes", ({"factor": 1 / sigma**2}, {"factor": 1 / sigma}, {"loss": y.outcome**2}), ids=str)
def test_another_factor_or_loss_is_not_proved(changes: dict[str, object]) -> None:
    is_no_loss(family, **changes)


def test_the_loss_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
