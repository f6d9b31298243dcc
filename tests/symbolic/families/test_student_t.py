"""Tests of symbolic.families.student_t: heavy tails, down to the Cauchy."""

from on_data import density
from sympy import log

from symbolic.core.terms import symbols
from symbolic.families import load
from symbolic.families.student_t import family, nu, sigma
from symbolic.models.likelihood import dropped, loss


def test_with_one_degree_of_freedom_it_is_the_cauchy() -> None:
    one = density(family, {"x": 2}, {"mu": 1, "sigma": 3, "nu": 1})
    assert one.overlaps(density(load("cauchy"), {"x": 2}, {"mu": 1, "gamma": 3}))


def test_the_scale_stays_and_the_gammas_are_dropped() -> None:
    assert loss(family).has(log(sigma))
    assert symbols(dropped(family)) == {nu}
