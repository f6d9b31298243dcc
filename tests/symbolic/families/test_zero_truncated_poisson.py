"""Tests of symbolic.families.zero_truncated_poisson: the mass that is kept stays in the loss."""

from sympy import factorial, log

from symbolic.calculus.normal_form import same
from symbolic.core.domains import Integers
from symbolic.families import poisson
from symbolic.families.zero_truncated_poisson import family, rate, x
from symbolic.models.likelihood import dropped
from symbolic.models.truncation import truncated


def test_what_is_dropped_is_free_of_the_mass_that_is_kept() -> None:
    assert same(dropped(family), log(factorial(x.outcome)))


def test_it_is_the_poisson_law_truncated() -> None:
    made = truncated(poisson.family, Integers(1))
    assert made.parameters == (rate,)
    assert same(made.density, family.density)
