"""Tests of symbolic.families.lomax: a Pareto law moved to 0."""

from sympy import Integer

from symbolic.calculus.integrals import compute
from symbolic.calculus.normal_form import same
from symbolic.core.domains import RealInterval
from symbolic.core.terms import parameter, replace
from symbolic.families.lomax import alpha, family, scale, x
from symbolic.models.likelihood import dropped


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0


def test_the_mean_is_finite_above_1_alone() -> None:
    above = parameter("alpha", RealInterval(1, float("inf"), False))
    mean = compute(replace(family.density, {alpha: above}.get) * x.outcome, (x.outcome,))
    assert same(mean, scale / (above - 1))
    assert compute(family.density, (x.outcome,)) == Integer(1)
