"""Tests of symbolic.provers.existence: exactly one minimiser, by growth at the ends and strict convexity."""

import pytest
from sympy import Abs, exp, log, loggamma

from symbolic.core.domains import RealInterval, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.family import mean
from symbolic.obligations import Obligation
from symbolic.provers.existence import prove

x, y = sample("x", domain=reals), sample("y", domain=positive)
mu, nu = parameter("mu", reals), parameter("nu", reals)
s, k, beta = (parameter(n, positive) for n in ("s", "k", "beta"))
p, closed = parameter("p", open_unit_interval), parameter("q", unit_interval)
narrow = parameter("r", RealInterval(2, 3, False, False))
X, Y = x.i, y.i
GAMMA = mean(y, beta * Y - k * log(beta) - k * log(Y) + loggamma(k))
GAP = log(mean(y)) - mean(y, log(Y))


def answer(objective, unknowns, *when):
    return prove(Obligation("exactly one", (objective, unknowns, tuple(w > 0 for w in when))))


ONE = {
    "squares": (mean(x, (X - mu) ** 2), (mu,)),
    "gamma, data not all equal": (GAMMA, (k, beta), GAP),
    "gamma in the shape": (mean(y, loggamma(k) - k * log(Y)), (k,)),
    "exponential": (mean(y, s * Y - log(s)), (s,)),
    "a barrier at both ends": (-log(p) - log(1 - p) + mean(x, X * p), (p,)),
    "a barrier at other ends": (-log(narrow - 2) - log(3 - narrow) + mean(x, X * narrow), (narrow,)),
    "cosh": (exp(mu) + exp(-mu), (mu,)),
}
OPEN = {
    "gamma, all data equal": (GAMMA, (k, beta)),
    "gamma with a condition that is none": (GAMMA, (k, beta), mean(y)),
    "exponential of mu": (exp(mu), (mu,)),
    "separable logit": (log(1 + exp(-mu)), (mu,)),
    "an infimum at an end": (s**2, (s,)),
    "not convex": (mu**4 - mu**2, (mu,)),
    "the median": (mean(x, Abs(X - mu)), (mu,)),
    "a closed domain": (-log(closed) - log(1 - closed), (closed,)),
    "one direction that is flat": (mean(x, (X - mu) ** 2) + exp(nu), (mu, nu)),
    "undefined": (1 / mu**2, (mu,)),
}


@pytest.mark.parametrize("name", ONE)
def test_exactly_one_minimiser(name):
    found = answer(*ONE[name])
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize("name", OPEN)
def test_what_is_false_or_not_known_is_never_proved(name):
    found = answer(*OPEN[name])
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason
