"""Weighted logistic regression."""

from losses import every_step_is_needed, is_no_loss, proved
from sympy import Abs, Max, exp, log

from symbolic import Likelihood, argmax, argmin, function, parameter, sample
from symbolic.core.domains import binary, nonnegative
from symbolic.derivations.weighted_logistic_regression import chain, family
from symbolic.models.likelihood import dropped

theta = parameter("theta")
x, y, w = sample("x"), sample("y", domain=binary), sample("w", domain=nonnegative)
f = function("f", theta)
logit = f(x.i)


def test_each_row_counts_as_often_as_its_weight_says() -> None:
    p = 1 / (1 + exp(-logit))
    loss = w.i * (Max(logit, 0) - y.i * logit + log(1 + exp(-Abs(logit))))
    start = argmax(x.product((p**y.i * (1 - p) ** (1 - y.i)) ** w.i), theta)
    proved("weighted_logistic_regression", start, argmin(x.sum(loss) / x.n, theta))
    every_step_is_needed(chain)
    assert dropped(family) == 0 and isinstance(family, Likelihood)


def test_a_weight_on_one_term_or_squared_is_not_proved() -> None:
    z = f(x.outcome)
    is_no_loss(family, loss=log(1 + exp(z)) - w.outcome * y.outcome * z)
    is_no_loss(family, loss=w.outcome**2 * (log(1 + exp(z)) - y.outcome * z))
    is_no_loss(family, loss=log(1 + exp(z)) - y.outcome * z)
