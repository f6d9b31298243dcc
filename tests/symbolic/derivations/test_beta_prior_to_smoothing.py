"""A beta prior: pseudo-counts of successes and failures."""

import pytest
from losses import every_step_is_needed, proved
from sympy import gamma, log

from symbolic import Obligation, Verdict, argmax, argmin, check, parameter, sample, unit_interval
from symbolic.core.domains import RealInterval, binary, positive
from symbolic.core.errors import MalformedTerm
from symbolic.derivations.beta_prior_to_smoothing import chain, mode, prior
from symbolic.families.bernoulli import family
from symbolic.models.claims import Claim
from symbolic.models.judging import judged
from symbolic.models.map_estimate import map_estimate

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


def judged_mode(value: object) -> Verdict:
    objective, unknowns, _, when = mode.about
    return judged(Claim("mode", Obligation("estimate", (objective, unknowns, ((p, value),), when)))).verdict


def test_the_posterior_mode_is_the_smoothed_frequency() -> None:
    assert mode.about[0] == chain.end.objective
    assert judged(Claim("mode", mode)).verdict is Verdict.PROVED
    assert judged_mode((x.sum(x.i) + alpha - 1) / (x.n + alpha + beta - 2)) is Verdict.PROVED
    assert chain.glossary and "posterior mode" in chain.glossary[0][1]


def test_the_frequency_and_the_posterior_mean_are_not_the_mode() -> None:
    for other in (x.sum(x.i) / x.n, (x.sum(x.i) + alpha) / (x.n + alpha + beta)):
        assert judged_mode(other) is not Verdict.PROVED
