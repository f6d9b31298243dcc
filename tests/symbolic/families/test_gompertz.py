"""Tests of symbolic.families.gompertz: a rate of death that grows exponentially."""

from sympy import Rational, exp

from symbolic.calculus.integrals import compute
from symbolic.calculus.normal_form import same
from symbolic.families.gompertz import b, eta, family, x
from symbolic.models.likelihood import dropped


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0


def test_the_hazard_grows_exponentially() -> None:
    survival = exp(eta - eta * exp(b * x.outcome))
    assert same(family.density / survival, b * eta * exp(b * x.outcome))


def test_the_mean_of_the_hazard_is_known() -> None:
    mean = compute(family.density * exp(b * x.outcome), (x.outcome,))
    assert same(mean, 1 + 1 / eta)
    assert not same(mean, 1 + Rational(1, 2) / eta)
