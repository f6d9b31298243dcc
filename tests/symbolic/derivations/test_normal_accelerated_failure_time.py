"""Censored lognormal times: a squared error, and the logarithm of a tail."""

from losses import every_step_is_needed, is_convex, is_no_loss, proved
from sympy import erfc, exp, log, pi, sqrt

from symbolic import Likelihood, Verdict, argmax, argmin, function, parameter, sample, sheet
from symbolic.calculus.normal_form import same
from symbolic.core.domains import binary, positive, reals
from symbolic.derivations.normal_accelerated_failure_time import chain, family
from symbolic.models.likelihood import dropped

theta, sigma = parameter("theta"), parameter("sigma", positive)
x, y, d = sample("x"), sample("y", domain=reals), sample("d", domain=binary)
f = function("f", theta)
error = (y.i - f(x.i)) / sigma


def test_the_censored_likelihood_gives_the_loss() -> None:
    tail = erfc((y.i - f(x.i)) / (sqrt(2) * sigma)) / 2
    seen = exp(-((y.i - f(x.i)) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
    loss = d.i * (log(sigma) + error**2 / 2) - (1 - d.i) * log(erfc(error / sqrt(2)) / 2)
    start = argmax(x.product(seen**d.i * tail ** (1 - d.i)), theta, sigma)
    proved("normal_accelerated_failure_time", start, argmin(x.sum(loss) / x.n, theta, sigma))
    every_step_is_needed(chain)


def test_the_constant_of_events_that_were_seen_is_dropped() -> None:
    assert same(dropped(family), d.outcome * log(sqrt(2 * pi)))
    assert isinstance(family, Likelihood) and family.under


def test_a_censored_time_that_counts_as_seen_is_not_proved() -> None:
    u = (y.outcome - f(x.outcome)) / sigma
    is_no_loss(family, loss=log(sigma) + u**2 / 2)
    is_no_loss(family, loss=d.outcome * (log(sigma) + u**2 / 2) - (1 - d.outcome) * log(erfc(-u / sqrt(2)) / 2))
    is_no_loss(family, loss=d.outcome * u**2 / 2 - (1 - d.outcome) * log(erfc(u / sqrt(2)) / 2))


def test_what_is_not_known_is_said_so() -> None:
    assert is_convex(family, Verdict.UNKNOWN)
    assert sheet(family, declared=True).verdict is Verdict.PROVED
