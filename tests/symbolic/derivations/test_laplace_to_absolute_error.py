"""Laplace noise: the absolute error, its constant and its factor."""

from losses import every_step_is_needed, is_convex, is_no_loss, proved
from sympy import Abs, exp, log

from symbolic import argmax, argmin, function, parameter, positive, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.derivations.laplace_to_absolute_error import chain, family
from symbolic.models.likelihood import dropped

theta, b = parameter("theta"), parameter("b", positive)
x, y = sample("x"), sample("y", domain=reals)
f = function("f", theta)
error = Abs(y.i - f(x.i))


def test_maximum_likelihood_is_the_smallest_mean_absolute_error() -> None:
    start, end = argmax(x.product(exp(-error / b) / (2 * b)), theta), argmin(x.sum(error) / x.n, theta)
    proved("laplace_to_absolute_error", start, end)
    every_step_is_needed(chain)


def test_the_constant_and_the_factor_are_named() -> None:
    assert same(dropped(family), log(2 * b))
    assert family.factor == 1 / b


def test_a_square_is_no_absolute_error() -> None:
    is_no_loss(family, loss=(y.outcome - f(x.outcome)) ** 2)
    is_no_loss(family, loss=-family.loss)


def test_the_loss_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
