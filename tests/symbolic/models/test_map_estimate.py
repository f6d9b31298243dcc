"""Tests of symbolic.models.map_estimate: likelihood times prior, and the penalty that the prior becomes."""

import pytest
from sympy import Abs, Max, Min, Rational, exp, log, pi, sqrt

from properties import attack
from symbolic import SAME, Family, Obligation, Verdict, argmax, check, nonnegative, parameter, positive, reals, sample
from symbolic.calculus.normal_form import same
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import raw, walk
from symbolic.families import load
from symbolic.families.laplace import family as laplace
from symbolic.families.normal_mean import family as normal
from symbolic.families.normal_mean import mu, sigma, x
from symbolic.families.poisson import family as poisson
from symbolic.models.claims import Claim
from symbolic.models.judging import judged
from symbolic.models.map_estimate import density_at, map_estimate

m, tau = parameter("m", reals), parameter("tau", positive)


def test_the_density_of_a_family_at_a_value() -> None:
    found = density_at(normal, {x.outcome: mu, mu: m, sigma: tau})
    assert found == exp(-((mu - m) ** 2) / (2 * tau**2)) / (sqrt(2 * pi) * tau)


def test_bounds_of_bounds_keep_their_values() -> None:
    """SymPy turns min(3, max(t + 1/2, min(1/2, u))) for t > 0 into 3."""
    data, known = sample("u", domain=reals), parameter("k", nonnegative)
    half = Rational(1, 2)
    clipped = raw(Min, (Rational(3), raw(Max, (known + half, raw(Min, (half, data.outcome))))))
    family = Family("clipped", variables=(data,), parameters=(m,), known=(known,), density=exp(-((m - clipped) ** 2)))
    found = density_at(family, {known: tau})
    assert {tau, data.outcome} <= set(walk(found))


def test_what_a_family_does_not_have_is_named() -> None:
    with pytest.raises(MalformedTerm, match="tau is neither an outcome of its variables nor a parameter"):
        density_at(normal, {tau: 1})


def test_a_normal_prior_on_the_mean_of_a_normal() -> None:
    prior = density_at(normal, {x.outcome: mu, mu: m, sigma: tau})
    chain = map_estimate(normal, prior, penalty=sigma**2 / tau**2 * (mu - m) ** 2, name="shrinkage")
    theorem = check(chain)
    assert theorem.proved and theorem.relation == SAME and chain.name == "shrinkage"
    assert theorem.start.sense == argmax(mu, mu).sense and theorem.start.unknowns == (mu,)
    wanted = x.sum((x.i - mu) ** 2) / x.n + sigma**2 / tau**2 * (mu - m) ** 2 / x.n
    assert same(theorem.end.objective, wanted)
    assert all(r.counterexample is None and r.decided > 0 for r in attack(chain, max_examples=40))


def test_the_mode_of_a_normal_mean_lies_between_the_data_and_the_prior() -> None:
    weight = sigma**2 / tau**2
    chain = map_estimate(normal, density_at(normal, {x.outcome: mu, mu: m, sigma: tau}))
    for value, verdict in (
        ((x.sum(x.i) + weight * m) / (x.n + weight), Verdict.PROVED),
        (x.sum(x.i) / x.n, None),
        ((x.sum(x.i) + m) / (x.n + 1), None),
    ):
        claim = Claim("mode", Obligation("estimate", (chain.end.objective, (mu,), ((mu, value),), ())))
        found = judged(claim).verdict
        assert (found is Verdict.PROVED) is (verdict is Verdict.PROVED)


def test_a_flat_prior_is_dropped_like_any_constant() -> None:
    theorem = check(map_estimate(normal, 1 / (2 * tau)))
    assert theorem.proved
    assert same(theorem.end.objective, x.sum((x.i - mu) ** 2) / x.n)


def test_a_family_without_constant_or_factor_needs_neither_step() -> None:
    bernoulli = load("bernoulli")
    (p,) = bernoulli.parameters
    chain = map_estimate(bernoulli, 2 * p)
    assert check(chain).proved
    assert "scale" in [s.rule for s in chain.steps] and [s.rule for s in chain.steps].count("drop_constant") == 2


def test_a_prior_that_vanishes_excludes_what_it_gives_no_probability() -> None:
    (rate,) = poisson.parameters
    theorem = check(map_estimate(poisson, rate * exp(-rate)))
    assert theorem.proved
    data = poisson.sample
    wanted = data.sum(rate - data.i * log(rate)) / data.n + (rate - log(rate)) / data.n
    assert same(theorem.end.objective, wanted)


@pytest.mark.slow
def test_a_penalty_that_is_not_the_priors_is_not_proved_and_found_out() -> None:
    prior = density_at(laplace, {laplace.sample.outcome: mu, laplace.parameters[0]: 0})
    (b,) = laplace.known
    right = 2 * sigma**2 / b * Abs(mu)
    assert check(map_estimate(normal, prior, penalty=right)).proved
    for wrong in (right / 2, -right, 2 * sigma**2 / b * mu**2):
        chain = map_estimate(normal, prior, penalty=wrong)
        assert not check(chain).proved
        assert any(r.counterexample is not None and r.counterexample.certified for r in attack(chain, max_examples=400))


def test_a_prior_that_may_be_negative_or_unbounded_is_refused() -> None:
    for prior in (mu, 1 / mu):
        with pytest.raises(MalformedTerm, match="A prior density is finite and at least 0"):
            map_estimate(normal, prior)


def test_it_says_what_it_drops_and_divides_by() -> None:
    notes = " ".join(s.note for s in map_estimate(normal, density_at(normal, {x.outcome: mu, mu: 0, sigma: tau})).steps)
    assert "Dropped: (" in notes and "Divided by " in notes and "divided by the number of rows" in notes


def test_a_prior_is_about_the_unknowns_of_the_family() -> None:
    other = sample("z", domain=reals)
    with pytest.raises(Exception, match="outside an expectation"):
        map_estimate(normal, exp(-Abs(other.outcome)))


@pytest.mark.parametrize("wrong", ["exp(-mu**2)", None, exp(-0.5 * mu**2)])
def test_texts_and_floats_are_no_priors_and_no_penalties(wrong: object) -> None:
    with pytest.raises(MalformedTerm, match=r"prior=.* is a "):
        map_estimate(normal, wrong)
    if wrong is not None:
        with pytest.raises(MalformedTerm, match=r"penalty=.* is a "):
            map_estimate(normal, exp(-(mu**2)), penalty=wrong)
