"""Gamma with a log link and known shape."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, gamma, log

from symbolic import argmax, argmin, function, parameter, positive, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.derivations.gamma_regression import chain, family
from symbolic.models.likelihood import dropped

theta, k = parameter("theta"), parameter("k", positive)
x, y = sample("x"), sample("y", domain=positive)
f = function("f", theta)
rate = k * exp(-f(x.i))


def test_maximum_likelihood_is_the_smallest_mean_of_the_loss() -> None:
    density = rate**k * y.i ** (k - 1) * exp(-rate * y.i) / gamma(k)
    end = argmin(x.sum(f(x.i) + y.i * exp(-f(x.i))) / x.n, theta)
    proved("gamma_regression", argmax(x.product(density), theta), end)
    every_step_is_needed(chain)


def test_the_shape_is_known_and_a_factor() -> None:
    assert family.parameters == (theta,) and family.known == (k,) and family.factor == k
    assert same(dropped(family), log(gamma(k)) - k * log(k) - (k - 1) * log(y.outcome))


def test_the_derivatives_are_proved() -> None:
    z = parameter("z", reals)
    assert list(derivatives(family).values()) == [1 - y.outcome * exp(-z), y.outcome * exp(-z)]


def test_an_unknown_shape_is_no_factor() -> None:
    is_no_loss(family, parameters=(theta, k), known=())


def test_the_loss_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
