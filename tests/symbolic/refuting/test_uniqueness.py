"""Tests of symbolic.refuting.uniqueness: a segment of minimisers of what is convex."""

import pytest
from false_facts import SEGMENTS
from sympy import Abs, Max, cos

from symbolic.core.domains import counts, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import mean
from symbolic.obligations import Obligation
from symbolic.refuting.uniqueness import refute

x = sample("x", domain=reals)
mu, nu = parameter("mu", reals), parameter("nu", reals)
m = parameter("m", counts)


def case(objective, *unknowns):
    return refute(Obligation("at most one", (objective, unknowns)))


@pytest.mark.parametrize("name", SEGMENTS)
def test_a_segment_of_minimisers_is_found(name):
    objective, unknowns = SEGMENTS[name]
    assert "is a minimiser" in case(objective, *unknowns)


def test_the_median_of_two_data_is_named():
    assert case(mean(x, Abs(x.i - mu)), mu) == "for x = (0, 1), every mu between 0 and 1 is a minimiser"


@pytest.mark.parametrize(
    ("objective", "unknowns"),
    [
        (mean(x, (x.i - mu) ** 2), (mu,)),
        (-Max(mu, 0), (mu,)),  # constant on a segment, and greatest there
        (cos(mu), (mu,)),
        (Abs(mu) + 0 * nu, (mu, nu)),
        (Max(m, 3), (m,)),
        (mu - mu + 1, (mu,)),
    ],
    ids=str,
)
def test_nothing_is_found_against_the_rest(objective, unknowns):
    assert case(objective, *unknowns) is None
