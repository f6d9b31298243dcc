"""Tests of symbolic.refuting.convexity: a point half way that lies too high."""

import re
from fractions import Fraction

import pytest
from false_facts import CLIPPED, NOT_CONVEX
from sympy import Abs, Max, exp, log

from symbolic.calculus.points import compiled, precision
from symbolic.core.domains import counts, positive, reals
from symbolic.core.terms import AtMost, density, parameter, sample
from symbolic.obligations import Obligation
from symbolic.refuting.convexity import refute

x = sample("x", domain=reals)
X = x.outcome
mu, s = parameter("mu", reals), parameter("s", positive)


def case(tree, *unknowns):
    return refute(Obligation("convex", (tree, unknowns)))


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_a_case_is_found_against_what_is_not_convex(name):
    tree, unknowns = NOT_CONVEX[name]
    assert (case(tree, *unknowns) is None) is (name == "the other half line")


def test_a_clipped_loss_is_refuted_in_one_unknown_too():
    (kappa,) = NOT_CONVEX["clipped"][1][1:]
    assert case(CLIPPED, kappa) is not None


CONVEX = [(mu - X) ** 2, Abs(mu - X), Max(mu, 0) + X, exp(mu), -log(s), -log(AtMost(s, 2)), log(1 + exp(mu)), X * mu]


@pytest.mark.parametrize("tree", CONVEX, ids=str)
def test_nothing_is_found_against_what_is_convex(tree):
    assert case(tree, mu, s) is None


def test_a_refuting_case_is_one():
    found = case(log(1 + (X - mu) ** 2), mu)
    points = [Fraction(v) for v in re.findall(r"mu = (-?[\d/]+)", found)]
    data = Fraction(re.findall(r"x = (-?[\d/]+)", found)[0])
    value = compiled(log(1 + (X - mu) ** 2))
    with precision():
        left, middle, right = (value({mu: m, X: data}) for m in (points[0], sum(points) / 2, points[1]))
        assert 2 * middle > left + right


def test_what_has_no_known_values_is_left_alone():
    assert case(-log(density("q", mu)(X)), mu) is None


def test_other_domains_are_left_alone():
    m = parameter("m", counts)
    assert case(-(m**2), m) is None
    assert case(-(s**2), s, m) is None
