"""Label smoothing: cross-entropy against other targets."""

import pytest
from losses import proved

from symbolic import argmin, check, density, function, parameter, sample
from symbolic.chain import Chain
from symbolic.core.domains import Categories, open_unit_interval
from symbolic.core.terms import Same
from symbolic.derivations.label_smoothing import chain
from symbolic.rules import rewrite

theta, epsilon = parameter("theta"), parameter("epsilon", open_unit_interval)
x, y = sample("x"), sample("y", domain=Categories("K"))
log_q, u = function("l", theta), density("u")
hit = Same(y.i, y.each)


def against(target: object) -> object:
    return x.sum(-y.total(target * log_q(x.i, y.each))) / x.n


def test_it_is_the_cross_entropy_from_the_smoothed_targets() -> None:
    smooth = -epsilon * y.total(u(y.each) * log_q(x.i, y.each))
    start = argmin(x.sum(-(1 - epsilon) * log_q(x.i, y.i) + smooth) / x.n, theta)
    theorem = check(chain)
    assert theorem.start == start
    proved("label_smoothing", start, argmin(against((1 - epsilon) * hit + epsilon * u(y.each)), theta))


@pytest.mark.parametrize("target", (hit, hit + epsilon * u(y.each), epsilon * hit + (1 - epsilon) * u(y.each)), ids=str)
def test_other_targets_are_not_proved(target: object) -> None:
    assert not check(Chain("slip", chain.start).then(rewrite(against(target)))).proved
