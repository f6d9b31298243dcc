"""Tests of symbolic.provers.convexity: by structure and by second derivatives."""

import pytest
from false_facts import CLIPPED, NOT_CONVEX
from sympy import Abs, Add, Max, Min, Mul, Rational, cos, exp, gamma, log, loggamma, polygamma

from symbolic.asking import provers
from symbolic.core.domains import FiniteSet, RealInterval, binary, counts, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import AtMost, density, function, parameter, raw, sample
from symbolic.families import load
from symbolic.kernel import Condition, Verdict, check
from symbolic.models.likelihood import derivation, loss, truth
from symbolic.obligations import Obligation
from symbolic.provers.convexity import prove
from symbolic.provers.uniqueness import prove as unique

x, y = sample("x", domain=reals), sample("y", domain=positive)
c, b = sample("c", domain=counts), sample("b", domain=binary)
X, Y, C, B = x.outcome, y.outcome, c.outcome, b.outcome
mu, nu, xi = parameter("mu", reals), parameter("nu", reals), parameter("xi", reals)
s, k, beta, tau, a1 = (parameter(n, positive) for n in ("s", "k", "beta", "tau", "a"))
rate, kappa = parameter("lambda", nonnegative), parameter("kappa", nonnegative)
p = parameter("p", unit_interval)
eta2 = parameter("eta2", RealInterval(upper=0, upper_closed=False))
r = parameter("r", RealInterval(1))


def test_a_clipped_loss_is_not_convex() -> None:
    """min(3, kappa + 1/2) is concave and no more; for kappa > 0 SymPy rewrites it as 3."""
    assert answer(CLIPPED, kappa).verdict is Verdict.UNKNOWN
    assert unique(Obligation("at most one", (CLIPPED, (mu, kappa)))).verdict is not Verdict.PROVED


def answer(tree, *unknowns):
    return prove(Obligation("convex", (tree, unknowns)))


CONVEX = {
    "bernoulli": (-B * log(p) - (1 - B) * log(1 - p), (p,)),
    "bernoulli, logit": (log(1 + exp(mu)) - B * mu, (mu,)),
    "poisson": (rate - C * log(rate), (rate,)),
    "poisson, log link": (exp(mu) - C * mu, (mu,)),
    "negative binomial": (-r * log(p) - C * log(1 - p), (p,)),
    "normal mean": ((X - mu) ** 2 / (2 * s**2), (mu,)),
    "normal in (mean/scale, 1/scale)": (tau**2 * X**2 / 2 - tau * X * mu + mu**2 / 2 - log(tau), (mu, tau)),
    "normal in natural parameters": (-mu * X - eta2 * X**2 - mu**2 / (4 * eta2) - log(-2 * eta2) / 2, (mu, eta2)),
    "gamma": (beta * Y - k * log(beta) - (k - 1) * log(Y) + log(gamma(k)), (k, beta)),
    "gamma, with log Gamma": (beta * Y - k * log(beta) - (k - 1) * log(Y) + loggamma(k), (k, beta)),
    "inverse gamma": (beta / Y - k * log(beta) + (k + 1) * log(Y) + loggamma(k), (k, beta)),
    "beta": (loggamma(k) + loggamma(beta) - loggamma(k + beta) - (k - 1) * log(Y), (k, beta)),
    "dirichlet": (loggamma(k) + loggamma(s) + loggamma(beta) - loggamma(k + s + beta) - k * log(Y), (k, s, beta)),
    "laplace": (Abs(X - mu) / s, (mu,)),
    "laplace in (mean/scale, 1/scale)": (Abs(tau * X - mu) - log(tau), (mu, tau)),
    "pinball": (Max(p * (X - mu), (p - 1) * (X - mu)), (mu,)),
    "logistic": ((X - mu) / s + 2 * log(1 + exp(-(X - mu) / s)), (mu,)),
    "gumbel": ((X - mu) / s + exp(-(X - mu) / s), (mu,)),
    "exponential": (rate * Y - log(rate), (rate,)),
    "pareto in the shape": (-log(k) - k * log(s) + (k + 1) * log(Y), (k,)),
    "weibull in the shape": (-log(k) - k * log(Y) + Y**k, (k,)),
    "softmax of three": (log(exp(mu) + exp(nu) + 1) - B * mu, (mu, nu)),
    "a half line": (-log(AtMost(s, Y)) - log(beta), (s, beta)),
    "a quadratic over what is linear": ((mu - X) ** 2 / s + s, (mu, s)),
    "huber": ((Abs(mu - X) - Min(s, Abs(mu - X)) / 2) * Min(s, Abs(mu - X)), (mu,)),
    "a half line through its logarithm": (-log(AtMost(Y, exp(mu))) + mu, (mu,)),
    "gumbel in the logarithm of the scale": ((X - nu) * exp(-mu) + exp(-(X - nu) * exp(-mu)) + mu, (mu,)),
    "logistic in the logarithm of the scale": (
        (X - nu) * exp(-mu) + 2 * log(1 + exp(-(X - nu) * exp(-mu))) + mu,
        (mu,),
    ),
    "student in the logarithm of the scale": (log(1 + (X - nu) ** 2 * exp(-2 * mu)) + mu, (mu,)),
    "weibull in the logarithm of the shape": (-mu - exp(mu) * log(Y / s) + (Y / s) ** exp(mu), (mu,)),
    "a mean of losses": (x.sum((x.i - mu) ** 2) / x.n, (mu,)),
    "constant in the unknown": (log(Y), (mu,)),
    "convex though no rule says so": (mu**2 * (1 + mu**2), (mu,)),
}


@pytest.mark.parametrize("name", CONVEX)
def test_convex(name):
    tree, unknowns = CONVEX[name]
    found = answer(tree, *unknowns)
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_not_convex_is_never_proved(name):
    tree, unknowns = NOT_CONVEX[name]
    found = answer(tree, *unknowns)
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason


SAFE = [
    ("an abstract loss", -log(density("q", mu)(X)), (mu,)),
    ("an abstract function", function("f", mu)() ** 2, (mu,)),
    ("not shown, though true", exp(mu) + 4 * exp(-mu / 2) - mu**2 / 2 + cos(mu) / 100, (mu,)),
    ("a remainder that is not known", polygamma(1, s) / 100 + exp(s) / 8 - s**2 / 8, (s,)),
]


@pytest.mark.parametrize(("name", "tree", "unknowns"), SAFE, ids=[n for n, *_ in SAFE])
def test_what_is_not_known_stays_open(name, tree, unknowns):
    assert answer(tree, *unknowns).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("domain", [counts, FiniteSet((0, 1, 3))], ids=str)
def test_convexity_is_asked_on_intervals_alone(domain):
    m = parameter("m", domain)
    for found in (answer(m**2, m), answer(s**2, s, m)):  # a product with a set that is not convex is not convex
        assert found.verdict is Verdict.UNKNOWN
        assert str(domain) in found.reason


def test_closed_ends_need_continuity():
    jump = parameter("w", RealInterval(0, 1))
    assert answer(raw(Add, (jump**4 + jump**3, Mul(-1, AtMost(jump, 0)))), jump).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", ["gamma"])
def test_the_law_of_large_numbers_no_longer_assumes_convexity(name):
    family = load(name)
    theorem = check(derivation(family, law=truth(family), condition=Condition.CONVEX), provers())
    (judgement,) = [j for j in theorem.judgements if j.obligation.kind == "convex"]
    assert judgement.verdict is Verdict.PROVED
    assert judgement.prover == "convexity"


@pytest.mark.parametrize("name", ["bernoulli", "poisson", "normal_mean", "gamma"])
def test_the_losses_of_families(name):
    family = load(name)
    assert answer(loss(family), *family.parameters).verdict is Verdict.PROVED


def test_log_beta_takes_each_term_once():
    one, both = loggamma(k) + loggamma(beta), loggamma(k + beta)
    assert answer(one - 2 * both, k, beta).verdict is not Verdict.PROVED
    assert answer(one - loggamma(k + beta + Rational(1, 2)), k, beta).verdict is not Verdict.PROVED
