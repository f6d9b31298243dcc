"""The logit link: binary cross-entropy with logits, in the form that does not overflow."""

import pytest
from losses import derivatives, is_convex, is_no_loss, proved
from sympy import Abs, Max, Min, exp, log

from symbolic import argmax, argmin, check, function, parameter, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.chain import Chain
from symbolic.core.domains import binary
from symbolic.derivations.bernoulli_to_binary_cross_entropy import chain, family
from symbolic.models.likelihood import dropped
from symbolic.rules import rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=binary)
z = function("f", theta)(x.i)
success = 1 / (1 + exp(-z))
stable = Max(z, 0) - y.i * z + log(1 + exp(-Abs(z)))


def test_maximum_likelihood_is_the_smallest_binary_cross_entropy_with_logits() -> None:
    start = argmax(x.product(success**y.i * (1 - success) ** (1 - y.i)), theta)
    theorem = proved("bernoulli_to_binary_cross_entropy", start, argmin(x.sum(stable) / x.n, theta))
    assert same(theorem.lines[-1].before.objective, x.sum(log(1 + exp(z)) - y.i * z) / x.n)
    assert "cases" in {j.prover for j in theorem.lines[-1].judgements}


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0 and family.factor == 1


def test_the_derivative_is_the_probability_less_the_response() -> None:
    v = parameter("z", reals)
    first, second = derivatives(family).values()
    assert first == 1 / (1 + exp(-v)) - y.outcome
    assert second == exp(-v) / (1 + exp(-v)) ** 2


@pytest.mark.parametrize(
    "wrong",
    (
        Max(z, 0) - y.i * z + log(1 + exp(Abs(z))),
        Min(z, 0) - y.i * z + log(1 + exp(-Abs(z))),
        Max(z, 0) + y.i * z + log(1 + exp(-Abs(z))),
        Max(z, 0) - y.i * z + log(1 + exp(-z)),
    ),
    ids=str,
)
def test_a_slip_in_the_stable_form_is_not_proved(wrong: object) -> None:
    before = chain.steps[:-1]
    slip = Chain("slip", chain.start, steps=before).then(rewrite(x.sum(wrong) / x.n))
    assert not check(slip).proved


def test_a_lost_sign_is_not_proved() -> None:
    logit = function("f", theta)(x.outcome)
    is_no_loss(family, loss=log(1 + exp(logit)) + y.outcome * logit)


def test_the_loss_is_convex_in_the_predictors_value() -> None:
    is_convex(family)
