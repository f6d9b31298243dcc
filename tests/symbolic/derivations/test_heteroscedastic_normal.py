"""A normal whose scale depends on the inputs as well: its normaliser stays in the loss."""

from losses import derivatives, every_step_is_needed, is_convex, is_no_loss, proved
from sympy import exp, log, pi, sqrt

from symbolic import Verdict, argmax, argmin, function, parameter, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.derivations.heteroscedastic_normal import chain, family
from symbolic.models.likelihood import dropped

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=reals)
f, g = function("f", theta), function("g", theta)
residual = y.i - f(x.i)


def test_maximum_likelihood_keeps_the_logarithm_of_the_scale() -> None:
    end = argmin(x.sum(g(x.i) + residual**2 * exp(-2 * g(x.i)) / 2) / x.n, theta)
    scale = exp(g(x.i))
    density = exp(-(residual**2) / (2 * scale**2)) / (sqrt(2 * pi) * scale)
    proved("heteroscedastic_normal", argmax(x.product(density), theta), end)
    every_step_is_needed(chain)


def test_only_the_constant_is_dropped() -> None:
    assert same(dropped(family), log(sqrt(2 * pi)))


def test_all_five_derivatives_are_proved() -> None:
    assert len(derivatives(family)) == 5


def test_the_scale_may_not_be_dropped() -> None:
    u = y.outcome - f(x.outcome)
    is_no_loss(family, loss=u**2 * exp(-2 * g(x.outcome)) / 2)
    is_no_loss(family, loss=u**2)


def test_the_loss_is_not_convex_and_three_points_show_it() -> None:
    assert "half way" in is_convex(family, Verdict.REFUTED)
