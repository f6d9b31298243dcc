"""The lasso: a Laplace prior on the weights."""

import pytest
from losses import every_step_is_needed, proved
from sympy import Abs, exp, pi, sqrt

from symbolic import argmax, argmin, check, function, parameter, positive, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.derivations.laplace_prior_to_lasso import chain, prior
from symbolic.derivations.normal_to_squared_error import family
from symbolic.models.map_estimate import map_estimate

theta, sigma, b = parameter("theta"), parameter("sigma", positive), parameter("b", positive)
x, y = sample("x"), sample("y", domain=reals)
j = sample("j", size="d")
f, w = function("f", theta), function("w", theta)
squares, weights = (y.i - f(x.i)) ** 2, j.sum(Abs(w(j.i)))


def test_the_posterior_mode_minimises_squared_errors_plus_the_lasso_penalty() -> None:
    likelihood = x.product(exp(-squares / (2 * sigma**2)) / (sqrt(2 * pi) * sigma))
    laplace = j.product(exp(-Abs(w(j.i)) / b) / (2 * b))
    end = argmin(x.sum(squares) / x.n + 2 * sigma**2 / b * weights / x.n, theta)
    theorem = proved("laplace_prior_to_lasso", argmax(likelihood * laplace, theta), end)
    assert same(theorem.lines[-3].after.objective, x.sum(squares) + 2 * sigma**2 / b * weights)
    every_step_is_needed(chain)


@pytest.mark.parametrize("weight", (sigma**2 / b, 2 * sigma**2 * b, 2 * sigma / b, 2 * sigma**2 / b**2), ids=str)
def test_another_weight_is_not_proved(weight: object) -> None:
    assert not check(map_estimate(family, prior, penalty=weight * weights)).proved


def test_a_square_is_no_absolute_value() -> None:
    assert not check(map_estimate(family, prior, penalty=2 * sigma**2 / b * j.sum(w(j.i) ** 2))).proved
