"""Tweedie's quasi-likelihood with a log link."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp

from symbolic import Likelihood, argmax, argmin, function, parameter, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.core.domains import RealInterval, nonnegative
from symbolic.derivations.tweedie_regression import chain, family

theta, p = parameter("theta"), parameter("p", RealInterval(1, 2, False, False))
x, y = sample("x"), sample("y", domain=nonnegative)
f = function("f", theta)
mean = exp(f(x.i))


def test_the_largest_quasi_likelihood_is_the_smallest_deviance() -> None:
    loss = exp((2 - p) * f(x.i)) / (2 - p) - y.i * exp((1 - p) * f(x.i)) / (1 - p)
    quasi = exp(-(mean ** (2 - p) / (2 - p) - y.i * mean ** (1 - p) / (1 - p)))
    proved("tweedie_regression", argmax(x.product(quasi), theta), argmin(x.sum(loss) / x.n, theta))
    every_step_is_needed(chain)


def test_it_stays_a_likelihood_and_its_quasi_score_is_the_residual_over_the_variance() -> None:
    assert isinstance(family, Likelihood) and family.under
    z = parameter("z", reals)
    score, slope = derivatives(family).values()
    assert same(score, exp((2 - p) * z) - y.outcome * exp((1 - p) * z))
    assert same(slope, (2 - p) * exp((2 - p) * z) - (1 - p) * y.outcome * exp((1 - p) * z))


def test_with_another_power_or_sign_it_is_not_proved() -> None:
    z = f(x.outcome)
    is_no_loss(family, loss=exp((2 - p) * z) - y.outcome * exp((1 - p) * z))
    is_no_loss(family, loss=exp((2 - p) * z) / (2 - p) + y.outcome * exp((1 - p) * z) / (1 - p))
    is_no_loss(family, loss=exp(z) - y.outcome * z)


def test_it_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
