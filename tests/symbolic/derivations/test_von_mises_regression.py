"""Von Mises noise on an angle."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import besseli, cos, exp, log, pi, sin

from symbolic import Verdict, argmax, argmin, function, parameter, positive, sample, unit_interval
from symbolic.calculus.normal_form import same
from symbolic.derivations.von_mises_regression import chain, family
from symbolic.models.likelihood import dropped

theta, kappa = parameter("theta"), parameter("kappa", positive)
x, y = sample("x"), sample("y", domain=unit_interval)
f = function("f", theta)
angle = 2 * pi * (y.i - f(x.i))


def test_maximum_likelihood_is_the_largest_mean_cosine_of_the_error() -> None:
    density = exp(kappa * cos(angle)) / besseli(0, kappa)
    proved("von_mises_regression", argmax(x.product(density), theta), argmin(x.sum(-cos(angle)) / x.n, theta))
    every_step_is_needed(chain)


def test_the_bessel_function_is_dropped_and_the_concentration_is_a_factor() -> None:
    assert same(dropped(family), log(besseli(0, kappa))) and family.factor == kappa


def test_the_derivatives_are_proved() -> None:
    assert len(derivatives(family)) == 2


def test_a_sine_is_not_proved() -> None:
    is_no_loss(family, loss=-sin(2 * pi * (y.outcome - f(x.outcome))))


def test_the_loss_is_not_convex_and_three_points_show_it() -> None:
    assert "half way" in is_convex(family, Verdict.REFUTED)
