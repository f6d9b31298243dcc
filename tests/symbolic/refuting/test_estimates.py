"""Tests of symbolic.refuting.estimates: data, and a better point or a claimed one outside of the domain."""

import pytest
from false_facts import NO_ESTIMATES
from sympy import Abs, log, true

from symbolic.core.domains import any_set, nonnegative, positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.families import load
from symbolic.models.family import mean
from symbolic.models.likelihood import loss
from symbolic.obligations import Obligation
from symbolic.refuting.estimates import refute
from symbolic.statements.estimate import EstimateIs

x = sample("x", domain=reals)
X = x.i
mu, s, a = parameter("mu", reals), parameter("s", positive), parameter("a", positive)
rate = parameter("lambda", nonnegative)


def case(objective, values, *when):
    about = (objective, tuple(values), tuple(values.items()), tuple(w > 0 for w in when))
    return refute(Obligation("estimate", about))


def against(objective, *points):
    return refute(Obligation("solutions", (objective, tuple(points[0]), tuple(tuple(p.items()) for p in points))))


OPEN = (
    "a condition that no data meet",
    "constant",
    "log link of zeros",
    "binomial without trials",
    "logit of all ones",
)


@pytest.mark.parametrize("name", NO_ESTIMATES)
def test_a_case_is_found_against_what_is_no_estimate(name):
    objective, values, *when = NO_ESTIMATES[name]
    assert (case(objective, values, *when) is None) is (name in OPEN)


def test_a_case_names_data_and_a_better_point():
    found = case(*NO_ESTIMATES["the mean for the absolute error"])
    assert "for x = (0, 0, 1)" in found
    assert "is smaller than" in found


def test_an_estimate_outside_of_the_domain_is_named():
    assert "a = 0 lies outside of (0, oo)" in case(*NO_ESTIMATES["poisson without 0"])


@pytest.mark.parametrize("name", ["bernoulli", "poisson", "normal_mean", "normal"])
def test_nothing_is_found_against_the_estimates_of_families(name):
    family = load(name)
    for estimate in family.estimates:
        about = (family.mean(loss(family)), family.parameters, estimate.values, estimate.when)
        assert refute(Obligation("estimate", about)) is None


@pytest.mark.parametrize(
    ("objective", "points"),
    [
        (2 * Abs(mu) + Abs(mu - 3), ({mu: 1},)),
        ((mu**2 - 1) ** 2 + mu, ({mu: 1}, {mu: -1})),
        (a, ({a: 0},)),
        (log(s) + 3 / s, ({s: 1},)),
    ],
    ids=str,
)
def test_a_case_is_found_against_wrong_solutions(objective, points):
    assert against(objective, *points) is not None


def test_nothing_is_found_against_solutions():
    assert against((mu**2 - 1) ** 2, {mu: 1}, {mu: -1}) is None
    assert against(rate, {rate: 0}) is None


def test_conditions_of_another_form_and_unknowns_without_an_estimate_are_left_alone():
    for condition in (mean(x) > 1, mean(x) < 0, true):
        assert refute(EstimateIs(mean(x, (X - mu) ** 2), (mu,), ((mu, 2 * mean(x)),), (condition,))) is None
    assert refute(Obligation("estimate", (mu**2 + s, (mu, s), ((mu, 1),), ()))) is None
    assert refute(Obligation("estimate", (mu**2, (parameter("m", any_set),), (), ()))) is None
