"""Tests of symbolic.provers.uniqueness: strict convexity, and convex objectives that a segment minimises."""

import pytest
from false_facts import SEGMENTS
from sympy import cos, exp, log, loggamma

from symbolic.core.domains import RealInterval, binary, counts, positive, reals, unit_interval
from symbolic.core.terms import AtMost, function, parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.family import mean
from symbolic.obligations import Obligation
from symbolic.provers.uniqueness import prove

x, y, b = sample("x", domain=reals), sample("y", domain=positive), sample("b", domain=binary)
mu, nu = parameter("mu", reals), parameter("nu", reals)
s, k, beta, c = (parameter(n, positive) for n in ("s", "k", "beta", "c"))
p = parameter("p", unit_interval)
kept = parameter("q", RealInterval(0, 1, False, True))
X, Y, B = x.i, y.i, b.i


def answer(objective, *unknowns):
    return prove(Obligation("at most one", (objective, unknowns)))


UNIQUE = {
    "squares": (mean(x, (X - mu) ** 2), (mu,)),
    "gamma": (mean(y, beta * Y - k * log(beta) - k * log(Y) + loggamma(k)), (k, beta)),
    "beta": (loggamma(k) + loggamma(beta) - loggamma(k + beta) + mean(y, k * Y + beta * Y), (k, beta)),
    "dirichlet": (loggamma(k) + loggamma(beta) + loggamma(c) - loggamma(k + beta + c) + mean(y, k * Y), (k, beta, c)),
    "exponential": (mean(y, s * Y - log(s)), (s,)),
    "geometric, 1 included": (mean(y, -log(kept) - Y * log(1 - kept)), (kept,)),
    "logit": (mean(b, log(1 + exp(mu)) - B * mu), (mu,)),
    "normal in (mean/scale, 1/scale)": (mean(x, (s * X - mu) ** 2 / 2 - log(s)), (mu, s)),
}
OPEN = {
    "not strictly in one direction": (mean(x, (X - mu - nu) ** 2), (mu, nu)),
    "an unknown that does not occur": (mean(x, (X - mu) ** 2), (mu, nu)),
    "linear": (mean(y, Y * mu), (mu,)),
    "a multiple that may be negative": (mu**2 * 0 - x.sum((X - mu) ** 2), (mu,)),
    "two minimisers": ((mu**2 - 1) ** 2, (mu,)),
    "not convex": (mean(x, -cos(X - mu)), (mu,)),
    "half of beta": (loggamma(k) + loggamma(c) - loggamma(k + c) + 0 * beta + exp(-beta) * 0 + beta, (k, beta)),
    "beta at sums": (loggamma(k + beta) + loggamma(c) - loggamma(k + beta + c), (k, beta)),
    "convex, degenerate at one end": (-log(p) - log(1 - p) + (nu - mu) ** 2, (p, mu)),
    "bernoulli, whose terms may vanish": (mean(b, -B * log(p) - (1 - B) * log(1 - p)), (p,)),
    "abstract": (function("f", mu)() ** 2, (mu,)),
    "indicators": (mean(y, log(s) - log(AtMost(Y, s))), (s,)),
    "whole numbers": (parameter("m", counts) ** 2, (parameter("m", counts),)),
}


@pytest.mark.parametrize("name", UNIQUE)
def test_strictly_convex_objectives_have_at_most_one_minimiser(name):
    objective, unknowns = UNIQUE[name]
    found = answer(objective, *unknowns)
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize("name", OPEN)
def test_what_is_not_known_stays_open(name):
    objective, unknowns = OPEN[name]
    found = answer(objective, *unknowns)
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason


@pytest.mark.parametrize("name", SEGMENTS)
def test_what_a_segment_minimises_is_never_proved(name):
    objective, unknowns = SEGMENTS[name]
    found = answer(objective, *unknowns)
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason
