"""A Dirichlet prior: additive smoothing for any number of classes."""

from losses import every_step_is_needed, proved
from sympy import exp, log, loggamma

from symbolic import argmax, argmin, check, density, function, parameter, sample
from symbolic.core.domains import Categories, RealInterval
from symbolic.derivations.dirichlet_prior_to_smoothing import chain
from symbolic.families.categorical import family
from symbolic.models.map_estimate import map_estimate

x, theta = sample("x", domain=Categories("K")), parameter("theta")
q, alpha = density("q", theta), function("alpha", values=RealInterval(1))
extra = -x.total((alpha(x.each) - 1) * log(q(x.each)))


def test_the_prior_adds_alpha_less_one_observations_of_each_class() -> None:
    total, each = loggamma(x.total(alpha(x.each))), x.total(loggamma(alpha(x.each)))
    prior = exp(total - each) * exp(-extra)
    end = argmin(x.sum(-log(q(x.i))) / x.n + extra / x.n, theta)
    proved("dirichlet_prior_to_smoothing", argmax(x.product(q(x.i)) * prior, theta), end)
    every_step_is_needed(chain)


def test_alpha_itself_is_no_pseudo_count() -> None:
    prior = exp(x.total((alpha(x.each) - 1) * log(q(x.each))))
    assert check(map_estimate(family, prior, penalty=extra)).proved
    assert not check(map_estimate(family, prior, penalty=-x.total(alpha(x.each) * log(q(x.each))))).proved
