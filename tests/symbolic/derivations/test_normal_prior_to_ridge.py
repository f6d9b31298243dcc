"""Ridge: a normal prior on the weights."""

import pytest
from losses import every_step_is_needed, proved
from sympy import exp, pi, sqrt

from symbolic import argmax, argmin, check, function, parameter, positive, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.derivations.normal_prior_to_ridge import chain, prior
from symbolic.derivations.normal_to_squared_error import family
from symbolic.models.map_estimate import map_estimate

theta, sigma, tau = parameter("theta"), parameter("sigma", positive), parameter("tau", positive)
x, y = sample("x"), sample("y", domain=reals)
j = sample("j", size="d")
f, w = function("f", theta), function("w", theta)
squares, weights = (y.i - f(x.i)) ** 2, j.sum(w(j.i) ** 2)
ridge = sigma**2 / tau**2


def test_the_posterior_mode_minimises_squared_errors_plus_the_ridge_penalty() -> None:
    likelihood = x.product(exp(-squares / (2 * sigma**2)) / (sqrt(2 * pi) * sigma))
    normal = j.product(exp(-(w(j.i) ** 2) / (2 * tau**2)) / (sqrt(2 * pi) * tau))
    end = argmin(x.sum(squares) / x.n + ridge / x.n * weights, theta)
    theorem = proved("normal_prior_to_ridge", argmax(likelihood * normal, theta), end)
    assert same(theorem.lines[-3].after.objective, x.sum(squares) + ridge * weights), "lambda for the sum"
    every_step_is_needed(chain)


@pytest.mark.parametrize("weight", (1 / ridge, ridge / 2, 2 * ridge, sigma / tau, ridge / x.n), ids=str)
def test_another_weight_is_not_proved(weight: object) -> None:
    assert not check(map_estimate(family, prior, penalty=weight * weights)).proved


def test_the_penalty_is_found_where_it_is_not_stated() -> None:
    found = check(map_estimate(family, prior))
    assert found.proved
    assert same(found.end.objective, x.sum(squares) / x.n + ridge / x.n * weights)
