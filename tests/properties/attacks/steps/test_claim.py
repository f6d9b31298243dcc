"""Claim: what a chain claims of its first and last problem, on a finite Theta."""

from __future__ import annotations

from single_attack import fault, not_applied, silent
from sympy import exp, log

from symbolic import (
    SAME,
    Chain,
    Relation,
    argmax,
    argmin,
    density,
    derivations,
    function,
    parameter,
    positive,
    reals,
    sample,
)
from symbolic.rules import flip_sign, increasing, law_of_large_numbers, reparametrise, rewrite

theta, b, s = parameter("theta"), parameter("b", positive), parameter("s", reals)
x = sample("x")
q, p = density("q", theta), density("p")
f, g = function("f", theta), function("g", theta)


def claimed(chain: Chain, relation: Relation = SAME) -> Chain:
    return chain.claim(chain.end, relation)


def test_a_limit_is_no_equality() -> None:
    found = fault("claim", derivations.load("limit_is_an_equality"), 2)
    assert found.certified
    assert "The first has theta = theta#" in found.text and "the last theta = theta#" in found.text
    for part in ("n = ", "x = (", "p: x#0:", "q_theta at theta = theta#1", "before", "after"):
        assert part in found.text


def test_a_claim_over_part_of_theta_is_no_certificate() -> None:
    t = parameter("t", reals)
    normal = density("q", t)
    chain = claimed(Chain("t", argmin(x.sum(-log(normal(x.i))) / x.n, t)).then(law_of_large_numbers(p)))
    found = fault("claim", chain, 2)
    assert not found.certified
    assert "over these members of Theta only" in found.text


def test_a_reduction_may_lose_solutions_but_not_invent_any() -> None:
    wrong = Chain("r", argmin(f(), theta)).then(rewrite(f() + g()))
    assert fault("claim", claimed(wrong, Relation("REDUCTION")), 2).certified
    constant = Chain("c", argmin(f() * 0, theta)).then(rewrite(f()))
    silent("claim", claimed(constant, Relation("REDUCTION")), 2)
    fault("claim", claimed(constant), 2)


def test_a_true_claim_survives() -> None:
    chain = Chain("l", argmax(x.product(q(x.i)), theta)).then(increasing(log)).then(flip_sign())
    silent("claim", claimed(chain), 3)


def test_a_true_claim_up_to_a_change_of_parameters_survives() -> None:
    chain = Chain("b", argmin(b**2, b)).then(reparametrise(b, exp(s)))
    silent("claim", claimed(chain, Relation("BIJECTION", ((b, exp(s)),))), 2)


def test_a_claim_about_growing_n_is_left_to_others() -> None:
    chain = derivations.load("minimisers_follow_pointwise_limits")
    assert "no one finite instance" not in not_applied("claim", chain, 2)
    assert "says nothing that one finite instance could contradict" in not_applied("claim", chain, 2)
