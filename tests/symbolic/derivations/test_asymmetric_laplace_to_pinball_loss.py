"""Asymmetric Laplace noise: the pinball loss at any level."""

from losses import every_step_is_needed, is_convex, is_no_loss, proved
from sympy import Max, exp, log

from symbolic import argmax, argmin, function, parameter, positive, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.core.domains import open_unit_interval
from symbolic.derivations.asymmetric_laplace_to_pinball_loss import chain, family
from symbolic.models.likelihood import dropped

theta, b, tau = parameter("theta"), parameter("b", positive), parameter("tau", open_unit_interval)
x, y = sample("x"), sample("y", domain=reals)
f = function("f", theta)
residual = y.i - f(x.i)
pinball = Max(tau * residual, (tau - 1) * residual)


def test_maximum_likelihood_is_the_smallest_mean_pinball_loss() -> None:
    density = tau * (1 - tau) / b * exp(-pinball / b)
    proved("asymmetric_laplace_to_pinball_loss", argmax(x.product(density), theta), argmin(x.sum(pinball) / x.n, theta))
    every_step_is_needed(chain)


def test_the_constant_and_the_factor_are_named() -> None:
    assert same(dropped(family), log(b) - log(tau) - log(1 - tau))
    assert family.factor == 1 / b


def test_the_level_of_the_other_side_is_not_proved() -> None:
    u = y.outcome - f(x.outcome)
    is_no_loss(family, loss=Max((1 - tau) * u, -tau * u))


def test_the_loss_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
