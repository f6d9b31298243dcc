"""Negative binomial with a log link."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, factorial, gamma, log

from symbolic import argmax, argmin, function, parameter, positive, sample
from symbolic.calculus.normal_form import same
from symbolic.core.domains import counts
from symbolic.derivations.negative_binomial_regression import chain, family
from symbolic.models.likelihood import dropped

theta, r = parameter("theta"), parameter("r", positive)
x, y = sample("x"), sample("y", domain=counts)
z = function("f", theta)(x.i)


def test_maximum_likelihood_is_the_smallest_mean_of_the_loss() -> None:
    success = r / (r + exp(z))
    density = gamma(y.i + r) / (factorial(y.i) * gamma(r)) * success**r * (1 - success) ** y.i
    end = argmin(x.sum((y.i + r) * log(r + exp(z)) - y.i * z) / x.n, theta)
    proved("negative_binomial_regression", argmax(x.product(density), theta), end)
    every_step_is_needed(chain)


def test_what_is_dropped_is_free_of_the_predictor() -> None:
    n = y.outcome
    assert same(dropped(family), log(factorial(n)) + log(gamma(r)) - log(gamma(n + r)) - r * log(r))


def test_the_derivatives_are_proved() -> None:
    assert len(derivatives(family)) == 2


def test_the_loss_of_poisson_is_another_one() -> None:
    v = function("f", theta)(x.outcome)
    is_no_loss(family, loss=exp(v) - y.outcome * v)


def test_the_loss_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
