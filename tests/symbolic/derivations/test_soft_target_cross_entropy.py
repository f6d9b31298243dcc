"""Cross-entropy with a distribution as target."""

from typing import Any

import pytest
from losses import every_step_is_needed, proved
from sympy import exp, log

from symbolic import argmin, check, density, function, parameter, sample
from symbolic.chain import Chain
from symbolic.core.domains import Categories
from symbolic.derivations.soft_target_cross_entropy import chain
from symbolic.rules import drop_constant, rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
f, t = function("f", theta), density("t")
of = f(x.i, y.each)
aimed, normaliser = t(y.each, given=x.i), log(y.total(exp(of)))


def test_divergence_and_cross_entropy_have_the_same_minimisers() -> None:
    start = argmin(x.sum(y.total(aimed * (log(aimed) - (of - normaliser)))) / x.n, theta)
    proved("soft_target_cross_entropy", start, argmin(x.sum(normaliser - y.total(aimed * of)) / x.n, theta))
    every_step_is_needed(chain)


WRONG: dict[str, Any] = {
    "no normaliser": -y.total(aimed * of),
    "targets that count twice": normaliser - 2 * y.total(aimed * of),
    "the normaliser of a sum of targets": 2 * normaliser - y.total(aimed * of),
}


@pytest.mark.parametrize("loss", WRONG.values(), ids=WRONG)
def test_another_end_is_not_proved(loss: Any) -> None:
    last = Chain("slip", chain.start)
    for step in chain.steps[:-1]:
        last = last.then(step)
    assert not check(last.then(rewrite(x.sum(loss) / x.n))).proved


def test_the_entropy_of_the_model_may_not_be_dropped() -> None:
    log_softmax = of - normaliser
    mine = x.sum(y.total(exp(log_softmax) * log_softmax)) / x.n
    start = argmin(x.sum(-y.total(aimed * log_softmax)) / x.n + mine, theta)
    assert not check(Chain("slip", start).then(drop_constant(mine))).proved
