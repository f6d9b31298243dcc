"""Distillation at one temperature: cross-entropy against a mixture of labels and teacher."""

from losses import proved
from sympy import exp, log

from symbolic import argmin, check, density, function, parameter, positive, sample
from symbolic.chain import Chain
from symbolic.core.domains import Categories, open_unit_interval
from symbolic.core.terms import Same
from symbolic.derivations.distillation import chain
from symbolic.rules import rewrite, scale

theta = parameter("theta")
alpha, T = parameter("alpha", open_unit_interval), parameter("T", positive)
x, y = sample("x"), sample("y", domain=Categories("K"))
f, r = function("f", theta), density("r")
normaliser = log(y.total(exp(f(x.i, y.each) / T)))


def mixed(weight: object) -> object:
    target = weight * Same(y.i, y.each) + (1 - weight) * r(y.each, given=x.i)
    return x.sum(normaliser - y.total(target * f(x.i, y.each)) / T) / x.n


def test_it_is_the_cross_entropy_from_the_mixture() -> None:
    proved("distillation", chain.start, argmin(mixed(alpha), theta))
    assert [s.rule for s in chain.steps] == ["scale", "rewrite"], "the customary factor T^2 changes nothing"


def test_another_mixture_or_a_lost_temperature_is_not_proved() -> None:
    begun = Chain("slip", chain.start).then(scale(1 / T**2))
    assert check(begun.then(rewrite(mixed(alpha)))).proved
    assert not check(begun.then(rewrite(mixed(1 - alpha)))).proved
    assert not check(begun.then(rewrite(mixed(alpha) * T))).proved
