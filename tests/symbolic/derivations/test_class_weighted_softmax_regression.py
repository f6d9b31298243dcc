"""Softmax regression with weights of the classes."""

from losses import every_step_is_needed, is_no_loss, proved
from sympy import exp, log

from symbolic import Likelihood, argmax, argmin, function, parameter, sample
from symbolic.core.domains import Categories, positive
from symbolic.derivations.class_weighted_softmax_regression import chain, family
from symbolic.models.likelihood import dropped

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
f, w = function("f", theta), function("w", values=positive)


def test_each_row_is_multiplied_by_the_weight_of_its_class() -> None:
    whole = y.total(exp(f(x.i, y.each)))
    start = argmax(x.product((exp(f(x.i, y.i)) / whole) ** w(y.i)), theta)
    end = argmin(x.sum(w(y.i) * (log(whole) - f(x.i, y.i))) / x.n, theta)
    proved("class_weighted_softmax_regression", start, end)
    every_step_is_needed(chain)
    assert dropped(family) == 0 and isinstance(family, Likelihood)


def test_a_weight_on_one_term_or_none_is_not_proved() -> None:
    whole = y.total(exp(f(x.outcome, y.each)))
    is_no_loss(family, loss=log(whole) - w(y.outcome) * f(x.outcome, y.outcome))
    is_no_loss(family, loss=log(whole) - f(x.outcome, y.outcome))
    is_no_loss(family, loss=w(y.outcome) ** 2 * (log(whole) - f(x.outcome, y.outcome)))
