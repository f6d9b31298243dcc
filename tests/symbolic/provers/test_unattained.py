"""Tests of symbolic.provers.unattained: objectives without a minimiser, and limits by the order of growth."""

import pytest
from false_facts import MIXTURE, NEGATIVE_BINOMIAL, NO_INFIMA
from sympy import Symbol, exp, gamma, log, loggamma, oo, pi, sqrt

from symbolic.core.domains import RealInterval, nonnegative, open_unit_interval, positive, reals
from symbolic.core.terms import parameter
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.unattained import prove

t = Symbol("t", real=True)
mu, nu, w = parameter("mu", reals), parameter("nu", reals), parameter("w", reals)
s, tau, k, beta = (parameter(n, positive) for n in ("s", "tau", "k", "beta"))
p, rate = parameter("p", open_unit_interval), parameter("r", nonnegative)


def answer(objective, curve, limit):
    return prove(Obligation("unattained", (objective, tuple(curve), tuple(curve.items()), t, limit)))


WITHOUT = {
    "poisson, all zero": (s, {s: exp(-t)}, 0),
    "poisson, all zero, slowly": (s, {s: 1 / t}, 0),
    "log link": (exp(w), {w: -t}, 0),
    "separable logit": (log(1 + exp(-w)), {w: t}, 0),
    "two separable data": ((log(1 + exp(-w)) + log(1 + exp(-2 * w))) / 2, {w: t}, 0),
    "exponential, all zero": (-log(s), {s: exp(t)}, -oo),
    "normal, equal data": (log(s) + (mu - 1) ** 2 / (2 * s**2), {mu: 1, s: exp(-t)}, -oo),
    "normal, equal data, slowly": (log(s) + (mu - 1) ** 2 / (2 * s**2), {mu: 1, s: 1 / t}, -oo),
    "mixture": (MIXTURE, {mu: 0, s: exp(-t)}, -oo),
    "gamma, equal data": (beta - k * log(beta) + loggamma(k), {k: exp(t), beta: exp(t)}, -oo),
    "gamma, equal data, with Gamma": (beta - k * log(beta) + log(gamma(k)), {k: t, beta: t}, -oo),
    "normal, data all equal to a number": (log(s) + (mu - nu) ** 2 / (2 * s**2), {mu: nu, s: exp(-t)}, -oo),
    "gamma, data all equal to a number": (
        tau * beta - k * log(beta) - k * log(tau) + loggamma(k),
        {k: t, beta: t / tau},
        -oo,
    ),
    "a limit that mentions a number": (s + nu, {s: exp(-t)}, nu),
    "a limit that is a number": (1 + 1 / s + log(2), {s: t}, 1 + log(2)),
    "bernoulli, all ones": (-log(p), {p: 1 - exp(-t)}, 0),
    "negative binomial, towards the Poisson": (NEGATIVE_BINOMIAL, {p: 1 - exp(-t), s: exp(t)}, 1),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_no_minimiser(name):
    found = answer(*WITHOUT[name])
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize("name", NO_INFIMA)
def test_what_is_false_is_never_proved(name):
    assert answer(*NO_INFIMA[name]).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", ["the other direction", "mixture off the data", "gamma, unequal data"])
def test_another_limit_is_refuted(name):
    found = answer(*NO_INFIMA[name])
    assert found.verdict is Verdict.REFUTED, found.reason
    assert "along the curve" in found.reason


def test_the_unknowns_of_the_problem_are_those_of_the_curve():
    about = (log(s) + mu**2, (s, mu), ((s, exp(-t)), (mu, 0), (mu, 1)), t, -oo)
    assert prove(Obligation("unattained", about)).verdict is not Verdict.PROVED
    about = (log(s) + mu**2, (s, mu), ((s, exp(-t)), (nu, 0)), t, -oo)
    assert prove(Obligation("unattained", about)).verdict is not Verdict.PROVED


def test_what_is_undefined_somewhere_stays_open():
    assert answer(log(mu), {mu: exp(-t)}, -oo).verdict is Verdict.UNKNOWN
    reaching = parameter("v", RealInterval(0))
    assert answer(log(reaching), {reaching: exp(-t)}, -oo).verdict is not Verdict.PROVED


GROWTH = [
    (s - log(s), {s: t}, None),
    (-s + log(s), {s: t}, -oo),
    (-s + sqrt(s), {s: t}, -oo),
    (-s * log(s) + 5 * s, {s: t}, -oo),
    (-exp(s) + s**9, {s: t}, -oo),
    (s - log(1 + exp(2 * s)), {s: t}, -oo),
    (log(2 + s) - 2 * log(1 + s), {s: t}, -oo),
    (pi - log(s), {s: t}, -oo),
    (-loggamma(s), {s: t}, -oo),
    (-loggamma(1 + s), {s: t}, None),
    (1 - s**2 * exp(s - s**2) - s, {s: t}, -oo),
]


@pytest.mark.parametrize(("objective", "curve", "limit"), GROWTH, ids=[str(g[0]) for g in GROWTH])
def test_the_order_of_growth(objective, curve, limit):
    proved = answer(objective, curve, -oo).verdict is Verdict.PROVED
    assert proved is (limit is not None)
