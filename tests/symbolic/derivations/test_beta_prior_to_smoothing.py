"""A beta prior: pseudo-counts of successes and failures."""

import pytest
from losses import every_step_is_needed, proved
from sympy import gamma, log

from symbolic import argmax, argmin, check, parameter, sample, unit_interval
from symbolic.derivations.beta_prior_to_smoothing import chain, prior
from symbolic.domains import RealInterval, binary, positive
from symbolic.errors import MalformedTerm
from symbolic.families.bernoulli import family
from symbolic.map_estimate import map_estimate

x, p = sample("x", domain=binary), parameter("p", unit_interval)
alpha, beta = parameter("alpha", RealInterval(1)), parameter("beta", RealInterval(1))
losses = x.sum(-x.i * log(p) - (1 - x.i) * log(1 - p))
extra = -(alpha - 1) * log(p) - (beta - 1) * log(1 - p)


def test_the_prior_adds_alpha_less_one_successes_and_beta_less_one_failures() -> None:
    likelihood = x.product(p**x.i * (1 - p) ** (1 - x.i))
    density = gamma(alpha + beta) / (gamma(alpha) * gamma(beta)) * p ** (alpha - 1) * (1 - p) ** (beta - 1)
    theorem = proved("beta_prior_to_smoothing", argmax(likelihood * density, p), argmin(losses / x.n + extra / x.n, p))
    assert theorem.chain.start.unknowns == (p,)
    every_step_is_needed(chain)


@pytest.mark.parametrize("penalty", (-alpha * log(p) - beta * log(1 - p), -extra, 2 * extra), ids=str)
def test_another_number_of_pseudo_counts_is_not_proved(penalty: object) -> None:
    assert not check(map_estimate(family, prior, penalty=penalty)).proved


def test_below_one_the_prior_is_unbounded_and_refused() -> None:
    a, b = parameter("alpha", positive), parameter("beta", positive)
    unbounded = prior.xreplace({alpha: a, beta: b})
    penalty = -(a - 1) * log(p) - (b - 1) * log(1 - p)
    with pytest.raises(MalformedTerm, match="closed ends of their domains included"):
        map_estimate(family, unbounded, penalty=penalty)
