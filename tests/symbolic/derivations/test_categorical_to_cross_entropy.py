"""The softmax: cross-entropy with class indices and with one-hot targets, for any number of classes."""

from losses import derivatives, is_no_loss, proved
from sympy import exp, log

from symbolic import Verdict, argmax, argmin, check, function, parameter, sample
from symbolic.calculus.normal_form import same
from symbolic.chain import Chain
from symbolic.core.domains import Categories
from symbolic.core.terms import Same
from symbolic.derivations.categorical_to_cross_entropy import chain, family
from symbolic.models.judging import facts
from symbolic.models.likelihood import dropped
from symbolic.rules import rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Categories("K"))
f = function("f", theta)
normaliser = y.total(exp(f(x.i, y.each)))


def test_maximum_likelihood_is_the_smallest_cross_entropy() -> None:
    start = argmax(x.product(exp(f(x.i, y.i)) / normaliser), theta)
    one_hot = y.total(Same(y.i, y.each) * f(x.i, y.each))
    theorem = proved("categorical_to_cross_entropy", start, argmin(x.sum(log(normaliser) - one_hot) / x.n, theta))
    assert same(theorem.lines[-1].before.objective, x.sum(log(normaliser) - f(x.i, y.i)) / x.n)


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0 and family.factor == 1


def test_the_first_and_second_derivatives_along_every_direction_are_proved() -> None:
    assert len(derivatives(family)) == 2


def test_one_hot_targets_without_the_indicator_are_not_proved() -> None:
    slip = Chain("slip", chain.start, steps=chain.steps[:-1])
    assert not check(slip.then(rewrite(x.sum(log(normaliser) - y.total(f(x.i, y.each))) / x.n))).proved


def test_the_normaliser_may_not_be_left_out() -> None:
    is_no_loss(family, loss=-f(x.outcome, y.outcome))


def test_a_softmax_is_a_distribution_and_its_divergences_are_known() -> None:
    found = {f.name: f.verdict for f in facts(family, only=("nonnegative", "mass", "divergences"))}
    assert found["nonnegative"] is found["total mass"] is Verdict.PROVED
    assert Verdict.REFUTED not in found.values()
