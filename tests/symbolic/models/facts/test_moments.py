"""Tests of symbolic.models.facts.moments: means of variables and of the loss, and laws without a mean."""

from typing import Any

import pytest
from few import few
from sympy import Rational, gamma, log, oo

from symbolic import families
from symbolic.calculus.normal_form import same
from symbolic.core.domains import RealInterval, open_unit_interval, positive, reals
from symbolic.core.terms import parameter
from symbolic.kernel import Verdict
from symbolic.models.family import Likelihood
from symbolic.models.judging import facts


def found(name: str) -> dict[str, Any]:
    return {f.name: f for f in facts(families.load(name), ("moments",))}


LOSS, LOG_DENSITY = "the loss at another member has a mean", "the log-density has a mean"
ABSTRACT = ("exponential_dispersion", "exponential_family")
FALSE = {("categorical", LOSS), ("exponential_family", LOG_DENSITY)}
OPEN = {
    ("exponential_dispersion", LOG_DENSITY),
    ("gompertz", LOSS),
    ("gompertz", LOG_DENSITY),
}  # E exp(b X) for another b: no closed form


@pytest.mark.parametrize("name", few(families.names(), 4))
def test_what_is_claimed_is_proved(name: str) -> None:
    for fact in found(name).values():
        which = (name, fact.name)
        expected = Verdict.REFUTED if which in FALSE else Verdict.UNKNOWN if which in OPEN else Verdict.PROVED
        assert fact.verdict is expected, fact.name


mu, lam, k, scale = parameter("mu", reals), *(parameter(n, positive) for n in ("lambda", "k", "lambda"))
p, theta, beta = parameter("p", open_unit_interval), parameter("theta", positive), parameter("beta", positive)

MEANS = [
    ("bernoulli", p),
    ("poisson", lam),
    ("normal", mu),
    ("gamma", k / beta),
    ("weibull", scale * gamma(1 + 1 / k)),
    ("uniform", theta / 2),
    ("laplace", mu),
    ("huber", mu),
    ("negative_binomial", parameter("r", positive) * (1 - p) / p),
]


@pytest.mark.parametrize(("name", "expected"), MEANS, ids=str)
def test_means_are_those_in_the_books(name: str, expected: Any) -> None:
    assert same(found(name)["mean of x"].claim.obligation.about[2], expected)


def test_cauchys_law_has_no_mean() -> None:
    fact = found("cauchy")["x has no mean"]
    assert (fact.verdict, fact.claim.obligation.kind, fact.claim.formula) == (Verdict.PROVED, "diverges", oo)
    assert "mean of x" not in found("cauchy")


alpha, least = parameter("alpha", RealInterval(1, oo, False)), parameter("m", positive)


@pytest.mark.parametrize(
    ("name", "u", "expected"),
    [
        ("student_t", "nu", mu),
        ("pareto", "alpha", alpha * least / (alpha - 1)),
        ("inverse_gamma", "alpha", beta / (alpha - 1)),
    ],
)
def test_a_mean_that_exists_for_some_parameters_only_is_claimed_for_these(name: str, u: str, expected: Any) -> None:
    assert not {"mean of x", "x has no mean"} & set(found(name))
    fact = found(name)[f"mean of x, for {u} > 1"]
    assert fact.verdict is Verdict.PROVED
    assert same(fact.claim.obligation.about[2], expected)


def test_the_mean_of_the_loss_is_taken_at_another_member() -> None:
    other = parameter("p_0", open_unit_interval)
    value = found("bernoulli")["mean of the loss at another member"].claim.obligation.about[2]
    assert same(value, -p * log(other) - (1 - p) * log(1 - other))
    sigma, nu = parameter("sigma", positive), parameter("mu_0", reals)
    value = found("normal_mean")["mean of the loss at another member"].claim.obligation.about[2]
    assert same(value, (mu - nu) ** 2 + sigma**2 + Rational(0))


DENSITIES = {n for n in families.names() if not isinstance(families.load(n), Likelihood)}
CONCRETE = sorted(DENSITIES - {*ABSTRACT, "categorical", "uniform", "discrete_uniform", "pareto"})


@pytest.mark.parametrize("name", CONCRETE)
def test_the_loss_and_the_log_density_of_every_concrete_family_have_finite_means(name: str) -> None:
    names = set(found(name))
    assert LOG_DENSITY in names
    assert names & {LOSS, "mean of the loss at another member"}


@pytest.mark.parametrize("name", ["uniform", "discrete_uniform", "pareto"])
def test_a_loss_that_is_infinite_beyond_an_end_has_no_finite_mean_to_claim(name: str) -> None:
    assert not set(found(name)) & {LOSS, LOG_DENSITY, "mean of the loss at another member"}
