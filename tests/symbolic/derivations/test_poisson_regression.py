"""Poisson with a log link."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, factorial, log

from symbolic import argmax, argmin, function, parameter, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.core.domains import counts
from symbolic.derivations.poisson_regression import chain, family
from symbolic.models.likelihood import dropped

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=counts)
f = function("f", theta)
mean = exp(f(x.i))


def test_maximum_likelihood_is_the_smallest_mean_of_the_loss() -> None:
    start = argmax(x.product(mean**y.i * exp(-mean) / factorial(y.i)), theta)
    proved("poisson_regression", start, argmin(x.sum(mean - y.i * f(x.i)) / x.n, theta))
    every_step_is_needed(chain)


def test_the_factorial_is_dropped() -> None:
    assert same(dropped(family), log(factorial(y.outcome)))


def test_the_derivative_is_the_mean_less_the_response() -> None:
    z = parameter("z", reals)
    assert list(derivatives(family).values()) == [exp(z) - y.outcome, exp(z)]


def test_without_the_mean_or_with_another_link_it_is_not_proved() -> None:
    z = f(x.outcome)
    is_no_loss(family, loss=-y.outcome * z)
    is_no_loss(family, loss=z - y.outcome * log(1 + exp(z)))


def test_the_loss_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
