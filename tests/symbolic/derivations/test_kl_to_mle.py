"""Tests of the derivation from minimal divergence from the data to maximum likelihood, on a countable space."""

import pytest

from symbolic import SAME, argmax, argmin, check, countable, density, empirical, kl_divergence, parameter, sample
from symbolic.core.errors import MalformedTerm
from symbolic.derivations import load

chain = load("kl_to_mle")
theorem = check(chain)
theta, x = parameter("theta"), sample("x", domain=countable)
q = density("q", theta)


def test_minimal_divergence_from_the_data_is_maximum_likelihood() -> None:
    assert theorem.proved is True
    assert theorem.relation == SAME
    assert theorem.start == argmin(kl_divergence(empirical(x), q, x), theta)
    assert theorem.end == argmax(x.product(q(x.i)), theta)


def test_nothing_has_to_be_assumed() -> None:
    assert theorem.hypotheses == ()


def test_the_steps_are_those_of_the_text() -> None:
    assert [line.step.rule for line in theorem.lines] == [
        "kl_to_cross_entropy",
        "kl_to_cross_entropy",
        "rewrite",
        "scale",
        "flip_sign",
        "rewrite",
        "increasing",
        "rewrite",
    ]
    assert {line.relation for line in theorem.lines} == {SAME}
    assert {line.step.tag for line in theorem.lines} == {""}


def test_the_glossary_explains_and_the_chain_has_a_title() -> None:
    assert len(chain.glossary) == 2
    assert all(symbol and meaning for symbol, meaning in chain.glossary)
    assert chain.name == "kl_to_mle"
    assert chain.title
    assert "counting measure" in chain.note


def test_for_densities_the_divergence_from_the_data_is_not_even_written_down() -> None:
    v = sample("v")
    with pytest.raises(MalformedTerm, match="countable space only"):
        argmin(kl_divergence(empirical(v), q, v), theta)
