"""Tests of symbolic.provers.convexity: by structure, by second derivatives, and refuted by a case."""

import re
from fractions import Fraction

import pytest
from sympy import Abs, Add, Max, Min, Mul, Rational, besseli, cos, exp, gamma, log, loggamma, polygamma, sqrt

from symbolic.calculus.points import compiled, precision
from symbolic.core.domains import FiniteSet, RealInterval, binary, counts, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import AtMost, Condition, density, function, parameter, raw, sample
from symbolic.families import load
from symbolic.kernel import Obligation, Verdict, check
from symbolic.models.likelihood import derivation, loss, truth
from symbolic.provers import provers
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


CLIPPED = raw(Min, (Rational(3), raw(Max, (kappa + Rational(1, 2), raw(Min, (Rational(1, 2), mu))))))


def test_a_clipped_loss_is_not_convex() -> None:
    """min(3, kappa + 1/2) is concave and no more; for kappa > 0 SymPy rewrites it as 3."""
    assert answer(CLIPPED, mu, kappa).verdict is Verdict.REFUTED
    assert answer(CLIPPED, kappa).verdict is Verdict.REFUTED
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
NOT_CONVEX = {
    "gamma in shape and scale": (k * log(s) + Y / s - k * log(Y) + loggamma(k), (k, s)),
    "normal in mean and scale": (log(s) + (X - mu) ** 2 / (2 * s**2), (mu, s)),
    "laplace in mean and scale": (log(s) + Abs(X - mu) / s, (mu, s)),
    "exponential in the mean": (Y / s + log(s), (s,)),
    "von mises": (log(besseli(0, kappa)) - kappa * cos(X - mu), (mu,)),
    "cauchy": (log(1 + (X - mu) ** 2), (mu,)),
    "student": ((k + 1) / 2 * log(1 + (X - mu) ** 2 / (k * s**2)), (mu,)),
    "uniform": (log(s) - log(AtMost(Y, s)), (s,)),
    "weibull in shape and scale": (-log(k) - k * log(Y / s) + (Y / s) ** k, (k, s)),
    "a sign lost": (rate + C * log(rate), (rate,)),
    "a root that hides a kink": (-sqrt((mu - 1) ** 2), (mu,)),
    "a product of two affine": (mu * nu, (mu, nu)),
    "convex in each alone": ((mu * nu - 1) ** 2, (mu, nu)),
    "a coefficient of either sign": (X * exp(mu), (mu,)),
    "log Gamma of a sum": (-loggamma(k + beta) + k, (k, beta)),
    "one log Gamma too few": (loggamma(k) - loggamma(k + beta), (k, beta)),
    "the other half line": (-log(1 - AtMost(Y, s)), (s,)),
    "a band": (log(AtMost(Y, s)) * -1 + Min(s, 2), (s,)),
    "undefined somewhere": (1 / mu**2, (mu,)),
    "an odd power": (mu**3, (mu,)),
    "a quotient of equal degree": (mu**2 / s**2, (mu, s)),
    "huber with a wrong factor": ((Abs(mu - X) - Min(s, Abs(mu - X)) / 4) * Min(s, Abs(mu - X)), (mu,)),
    "huber of what is negative": ((Abs(mu) - 1 - Min(s, Abs(mu) - 1) / 2) * Min(s, Abs(mu) - 1), (mu,)),
    "the half line below, through its logarithm": (-log(AtMost(exp(mu), Y)) - mu**2, (mu,)),
    "gumbel with a sign lost": ((X - nu) * exp(-mu) - exp(-(X - nu) * exp(-mu)) + mu, (mu,)),
    "weibull with a sign lost": (-mu + exp(mu) * log(Y / s) + (Y / s) ** exp(mu), (mu,)),
    "gumbel in scale alone": ((X - nu) / s + exp(-(X - nu) / s) + log(s), (s,)),
    "entropy": (-rate * log(rate), (rate,)),
}


@pytest.mark.parametrize("name", CONVEX)
def test_convex(name):
    tree, unknowns = CONVEX[name]
    found = answer(tree, *unknowns)
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_not_convex_is_never_proved_and_refuted_with_a_case(name):
    tree, unknowns = NOT_CONVEX[name]
    found = answer(tree, *unknowns)
    assert found.verdict is not Verdict.PROVED
    assert found.verdict is Verdict.REFUTED or name == "the other half line", found.reason


def test_a_refuting_case_is_one():
    found = answer(log(1 + (X - mu) ** 2), mu)
    points = [Fraction(v) for v in re.findall(r"mu = (-?[\d/]+)", found.reason)]
    data = Fraction(re.findall(r"x = (-?[\d/]+)", found.reason)[0])
    value = compiled(log(1 + (X - mu) ** 2))
    with precision():
        left, middle, right = (value({mu: m, X: data}) for m in (points[0], sum(points) / 2, points[1]))
        assert 2 * middle > left + right


SAFE = [
    ("an abstract loss", -log(density("q", mu)(X)), (mu,)),
    ("an abstract function", function("f", mu)() ** 2, (mu,)),
    ("not shown, though true", exp(mu) + exp(-mu) - mu**2 / 4 + cos(mu) / 100, (mu,)),
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


def test_other_obligations_are_not_answered():
    assert prove(Obligation("equal", (mu, mu))).verdict is Verdict.UNKNOWN


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
