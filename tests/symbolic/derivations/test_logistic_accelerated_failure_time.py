"""Censored log-logistic times."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, log

from symbolic import argmax, argmin, function, parameter, sample
from symbolic.core.domains import binary, positive, reals
from symbolic.derivations.logistic_accelerated_failure_time import chain, family
from symbolic.models.likelihood import dropped

theta, s = parameter("theta"), parameter("s", positive)
x, y, d = sample("x"), sample("y", domain=reals), sample("d", domain=binary)
f = function("f", theta)
error = (y.i - f(x.i)) / s


def test_the_censored_likelihood_gives_the_loss() -> None:
    seen, later = exp(-error) / (s * (1 + exp(-error)) ** 2), 1 / (1 + exp(error))
    loss = (1 + d.i) * log(1 + exp(error)) + d.i * (log(s) - error)
    start = argmax(x.product(seen**d.i * later ** (1 - d.i)), theta, s)
    proved("logistic_accelerated_failure_time", start, argmin(x.sum(loss) / x.n, theta, s))
    every_step_is_needed(chain)
    assert dropped(family) == 0


def test_both_derivatives_and_convexity_are_proved() -> None:
    assert len(derivatives(family)) == 2
    is_convex(family)


def test_other_losses_are_not_proved() -> None:
    u = (y.outcome - f(x.outcome)) / s
    is_no_loss(family, loss=log(1 + exp(u)) + d.outcome * (log(s) - u))
    is_no_loss(family, loss=(1 + d.outcome) * log(1 + exp(u)) - d.outcome * u)
    is_no_loss(family, loss=(2 - d.outcome) * log(1 + exp(u)) + d.outcome * (log(s) - u))
