"""Tests of symbolic.rules.divergence: divergence and cross-entropy, where the entropy is finite."""

import pytest
from sympy import Abs, log, oo

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import countable
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import (
    NegativePart,
    cross_entropy,
    density,
    empirical,
    expectation,
    kl_divergence,
    parameter,
    sample,
)
from symbolic.kernel import SAME
from symbolic.rules import divergence, kl_to_cross_entropy

theta = parameter("theta")
x, y, k = sample("x"), sample("y"), sample("k", domain=countable)
q, p, r = density("q", theta), density("p"), density("r")
X = x.outcome
START = argmin(kl_divergence(p, q, x), theta)
FINITE_ENTROPY = expectation(Abs(log(p(X))), p(X)) < oo


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (divergence.__doc__ or "")
    assert "Source:" in (divergence.__doc__ or "")


def test_where_the_entropy_is_finite_both_have_the_same_minimisers() -> None:
    chain = Chain("c", START).assume(FINITE_ENTROPY).then(kl_to_cross_entropy())
    theorem = check(chain.claim(argmin(cross_entropy(p, q, x), theta), SAME))
    assert theorem.proved is True
    assert [(line.step.rule, line.step.primitive) for line in theorem.lines] == [
        ("kl_to_cross_entropy", "monotone"),
        ("kl_to_cross_entropy", "rewrite"),
    ]


WEAKER = [
    (),
    (expectation(NegativePart(log(p(X))), p(X)) < oo,),
    (expectation(Abs(log(p(X))), r(X)) < oo,),
    (expectation(Abs(log(q(X))), p(X)) < oo,),
    (p(x.i) > 0,),
]


@pytest.mark.parametrize("facts", WEAKER, ids=str)
def test_without_a_finite_entropy_nothing_is_claimed(facts: tuple[object, ...]) -> None:
    chain = Chain("c", START).assume(*facts).then(kl_to_cross_entropy())  # type: ignore[arg-type]
    assert check(chain).proved is False


def test_the_entropy_of_finitely_many_data_is_finite() -> None:
    start = argmin(kl_divergence(empirical(k), q, k), theta)
    assert check(Chain("c", start).then(kl_to_cross_entropy())).proved is True


def test_the_divergence_the_other_way_round_is_none_of_this_rules() -> None:
    reverse = argmin(kl_divergence(q, p, x), theta)
    chain = Chain("c", reverse).assume(expectation(Abs(log(q(X))), q(X)) < oo).then(kl_to_cross_entropy())
    theorem = check(chain)
    assert theorem.proved is False
    assert "free" in [j.obligation.kind for j in theorem.open]


NO_DIVERGENCES = [
    argmin(cross_entropy(p, q, x), theta),
    argmin(expectation(log(r(X)) - log(q(X)), p(X)), theta),
    argmin(x.sum(-log(q(x.i))), theta),
    argmin(expectation(2 * log(p(X)) - log(q(X)), p(X)), theta),
    argmax(-kl_divergence(p, q, x), theta),
]


@pytest.mark.parametrize("start", NO_DIVERGENCES, ids=str)
def test_what_is_no_divergence_is_refused(start: object) -> None:
    with pytest.raises(MalformedStep, match="no Kullback-Leibler divergence"):
        Chain("c", start).then(kl_to_cross_entropy())  # type: ignore[arg-type]
