"""Censored Weibull times, by their logarithms."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, log

from symbolic import argmax, argmin, function, parameter, sample
from symbolic.core.domains import binary, positive, reals
from symbolic.derivations.extreme_value_accelerated_failure_time import chain, family
from symbolic.models.likelihood import dropped

theta, beta = parameter("theta"), parameter("beta", positive)
x, y, d = sample("x"), sample("y", domain=reals), sample("d", domain=binary)
f = function("f", theta)
error = (y.i - f(x.i)) / beta


def test_the_censored_likelihood_gives_the_loss() -> None:
    seen, later = exp(error - exp(error)) / beta, exp(-exp(error))
    loss = exp(error) - d.i * error + d.i * log(beta)
    start = argmax(x.product(seen**d.i * later ** (1 - d.i)), theta, beta)
    proved("extreme_value_accelerated_failure_time", start, argmin(x.sum(loss) / x.n, theta, beta))
    every_step_is_needed(chain)
    assert dropped(family) == 0


def test_both_derivatives_and_convexity_are_proved() -> None:
    assert len(derivatives(family)) == 2
    is_convex(family)


def test_other_losses_are_not_proved() -> None:
    u = (y.outcome - f(x.outcome)) / beta
    is_no_loss(family, loss=exp(-u) + d.outcome * u + d.outcome * log(beta))  # of the largest
    is_no_loss(family, loss=exp(u) - d.outcome * u)
    is_no_loss(family, loss=d.outcome * (exp(u) - u + log(beta)))
