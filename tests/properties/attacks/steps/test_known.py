"""Known: claims about what happens as n grows, against the counterexamples that ship."""

from __future__ import annotations

from single_attack import fault, not_applied
from sympy import log

from symbolic import COMPACT, Chain, Relation, argmin, density, derivations, parameter, sample
from symbolic.rules import law_of_large_numbers


def test_minimisers_that_do_not_follow_are_found() -> None:
    found = fault("known", derivations.load("minimisers_follow_pointwise_limits"), 2)
    assert found.certified
    for part in (
        "n = 1",
        "A = {",
        "mean loss -1.609437912",
        "mean loss 0",
        "cross-entropy above",
        "the only minimiser",
    ):
        assert part in found.text


def test_a_mixture_without_an_estimate_is_found() -> None:
    found = fault("known", derivations.load("mixtures_have_a_maximum_likelihood_estimate"), 2)
    assert found.certified
    for part in ("n = 1", "sigma = 2^-", "which is smaller", "There is no minimiser for any n"):
        assert part in found.text


def test_other_claims_are_left_alone_and_it_says_so() -> None:
    theta, x = parameter("theta"), sample("x")
    q, p = density("q", theta), density("p")
    chain = Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p))
    claim = chain.claim(chain.end, Relation("LIMIT", (), COMPACT))
    assert "no counterexample to a claim of" in not_applied("known", claim, 2)


def test_a_claim_about_all_real_parameters_is_certified_by_its_own_counterexample() -> None:
    for name, part in (
        ("the_mean_minimises_absolute_error", "the mean, the only minimiser of the squared errors"),
        ("focal_loss_finds_the_probability", "the smallest; focal loss"),
    ):
        found = fault("known", derivations.load(name), 2)
        assert found.certified and part in found.text


def test_the_finite_attack_leaves_such_a_claim_to_it() -> None:
    for name in ("the_mean_minimises_absolute_error", "focal_loss_finds_the_probability"):
        assert "a counterexample of its own" in not_applied("claim", derivations.load(name), 2)
