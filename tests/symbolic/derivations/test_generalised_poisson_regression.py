"""Generalised Poisson counts with a log link."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, factorial, log

from symbolic import Verdict, argmax, argmin, function, parameter, sample
from symbolic.calculus.normal_form import same
from symbolic.core.domains import RealInterval, counts
from symbolic.derivations.generalised_poisson_regression import chain, family
from symbolic.models.likelihood import dropped

theta, lam = parameter("theta"), parameter("lambda", RealInterval(0, 1, True, False))
x, y = sample("x"), sample("y", domain=counts)
f = function("f", theta)
base = exp(f(x.i))
rate = base + lam * y.i


def test_maximum_likelihood_is_the_smallest_mean_of_the_loss() -> None:
    start = argmax(x.product(base * rate ** (y.i - 1) * exp(-rate) / factorial(y.i)), theta, lam)
    proved(
        "generalised_poisson_regression", start, argmin(x.sum(rate - f(x.i) - (y.i - 1) * log(rate)) / x.n, theta, lam)
    )
    every_step_is_needed(chain)


def test_the_factorial_is_dropped_and_two_derivatives_are_proved() -> None:
    assert same(dropped(family), log(factorial(y.outcome)))
    assert len(derivatives(family)) == 2


def test_the_poisson_loss_or_another_power_is_not_proved() -> None:
    z, whole = f(x.outcome), exp(f(x.outcome)) + lam * y.outcome
    is_no_loss(family, loss=exp(z) - y.outcome * z)
    is_no_loss(family, loss=whole - z - y.outcome * log(whole))
    is_no_loss(family, loss=exp(z) - z - (y.outcome - 1) * log(whole))


def test_it_is_not_convex() -> None:
    assert "half way" in is_convex(family, Verdict.REFUTED)
