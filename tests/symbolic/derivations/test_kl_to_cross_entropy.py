"""Tests of the derivation from minimal divergence to minimal cross-entropy."""

from dataclasses import replace

from symbolic import SAME, argmin, check, cross_entropy, density, kl_divergence, parameter, sample
from symbolic.derivations import load

chain = load("kl_to_cross_entropy")
theorem = check(chain)
theta, x = parameter("theta"), sample("x")
q, p = density("q", theta), density("p")


def test_divergence_and_cross_entropy_have_the_same_minimisers() -> None:
    assert theorem.proved is True
    assert theorem.relation == SAME
    assert theorem.start == argmin(kl_divergence(p, q, x), theta)
    assert theorem.end == argmin(cross_entropy(p, q, x), theta)


def test_the_one_hypothesis_is_a_finite_entropy() -> None:
    assert [str(h) for h in theorem.hypotheses] == ["fact: E_{p(x)}[Abs(log(p(x)))] < oo; (theta,)"]


def test_without_it_the_constant_may_be_infinite_and_both_steps_are_open() -> None:
    without = check(replace(chain, hypotheses=()))
    assert without.proved is False
    assert [j.obligation.kind for j in without.open] == ["increasing", "equal", "defined"]
    assert "infinite expectation" in without.open[0].reason


def test_it_is_one_rule_of_two_steps() -> None:
    assert [(line.step.rule, line.step.primitive) for line in theorem.lines] == [
        ("kl_to_cross_entropy", "monotone"),
        ("kl_to_cross_entropy", "rewrite"),
    ]


def test_the_glossary_explains_and_the_chain_has_a_title() -> None:
    assert len(chain.glossary) == 3
    assert all(symbol and meaning for symbol, meaning in chain.glossary)
    assert chain.name == "kl_to_cross_entropy"
    assert chain.title and chain.note
