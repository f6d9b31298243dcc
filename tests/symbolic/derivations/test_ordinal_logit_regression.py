"""Ordinal regression with a logit link."""

from losses import every_step_is_needed, is_convex, is_no_loss
from sympy import exp, log

from symbolic import SAME, check, function, parameter, sample
from symbolic.core.terms import Same
from symbolic.derivations.ordinal_logit_regression import chain, family
from symbolic.families.ordinal_logit import gap, threshold
from symbolic.models.likelihood import dropped

z = function("f", parameter("theta"))(sample("x").outcome)
first, middle, last = (Same(family.outcomes[0], k) for k in range(3))
inner = log(1 + exp(threshold - z)) + log(1 + exp(z - threshold - gap))
ends = first * log(1 + exp(z - threshold)) + last * log(1 + exp(threshold + gap - z))


def test_the_loss_is_that_of_the_differences() -> None:
    theorem = check(chain)
    assert theorem.proved and theorem.relation == SAME and theorem.hypotheses == ()
    assert dropped(family) == 0
    every_step_is_needed(chain)


def test_it_is_convex_in_the_predictors_value() -> None:
    is_convex(family)


def test_other_losses_are_not_proved() -> None:
    is_no_loss(family, loss=ends + middle * inner)
    is_no_loss(family, loss=ends + middle * (inner - log(1 - exp(gap))))
    is_no_loss(family, loss=middle * (inner - log(1 - exp(-gap))) - ends)
