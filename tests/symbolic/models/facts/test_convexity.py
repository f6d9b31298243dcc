"""Tests of convexity: one claim for the loss in all unknowns, one for each link that is not the identity."""

import pytest
from sympy import exp

from symbolic.core.domains import positive, reals
from symbolic.core.terms import density, parameter, sample
from symbolic.families import load
from symbolic.kernel import Verdict
from symbolic.models.facts.convexity import facts as claims
from symbolic.models.family import Family
from symbolic.models.judging import facts, judged

VERDICTS = {
    "bernoulli": {"convexity": "proved", "convexity through the link of p": "proved"},
    "cauchy": {"convexity": "refuted"},
    "gamma": {
        "convexity": "proved",
        "convexity through the link of k": "refuted",
        "convexity through the link of beta": "proved",
    },
    "huber": {"convexity": "proved"},
    "normal": {"convexity": "refuted", "convexity through the link of sigma": "proved"},
    "normal_mean": {"convexity": "proved"},
    "poisson": {"convexity": "proved", "convexity through the link of lambda": "proved"},
    "uniform": {"convexity": "refuted", "convexity through the link of theta": "proved"},
    "von_mises": {"convexity": "refuted"},
    "zero_inflated_poisson": dict.fromkeys(
        ("convexity", "convexity through the link of w", "convexity through the link of lambda"), "refuted"
    ),
    "discrete_uniform": {},
}


@pytest.mark.parametrize("name", VERDICTS)
def test_convexity_of_the_losses(name):
    found = {f.name: f for f in facts(load(name), only=["convexity"])}
    assert {k: f.verdict.value for k, f in found.items()} == VERDICTS[name]
    assert all(f.judgement.reason for f in found.values() if f.verdict is Verdict.REFUTED)


def test_the_link_is_named_and_put_in():
    (_, linked) = claims(load("poisson"))
    assert linked.note == "lambda = exp(z)"
    assert linked.obligation.about[1] == (parameter("z", reals),)
    assert linked.formula.has(exp)


def test_an_abstract_density_has_no_convexity_to_prove():
    x, theta = sample("x", domain=positive), parameter("theta", positive)
    family = Family("abstract", variables=(x,), parameters=(theta,), density=density("q", theta)(x.outcome))
    (claim,) = claims(family)
    assert judged(claim).verdict is Verdict.UNKNOWN
