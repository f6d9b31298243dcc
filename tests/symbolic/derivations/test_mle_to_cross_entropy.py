"""Tests of the derivation from maximum likelihood to minimal cross-entropy, equations (1) to (3)."""

from dataclasses import replace

import pytest

from symbolic import POINTWISE, Relation, argmax, argmin, check, cross_entropy, density, parameter, sample
from symbolic.core.errors import MalformedStep, WrongEnd
from symbolic.derivations import load
from symbolic.kernel import SAME

chain = load("mle_to_cross_entropy")
theorem = check(chain)
theta, x = parameter("theta"), sample("x")
q, p = density("q", theta), density("p")


def test_the_derivation_is_proved_from_likelihood_to_cross_entropy() -> None:
    assert theorem.proved is True
    assert theorem.start == argmax(x.product(q(x.i)), theta)
    assert theorem.end == argmin(cross_entropy(p, q, x), theta)
    assert theorem.relation == Relation("LIMIT", (), POINTWISE)


def test_the_hypotheses_are_independence_and_an_expectation_that_exists() -> None:
    assert [str(h) for h in theorem.hypotheses] == [
        "independent: p(x); n",
        "fact: E_{p(x)}[(-log(q_theta(x)))^-] < oo; (theta,)",
    ]


def test_the_steps_and_their_numbers_are_those_of_the_text() -> None:
    assert [line.step.rule for line in theorem.lines] == [
        "increasing",
        "rewrite",
        "flip_sign",
        "scale",
        "rewrite",
        "law_of_large_numbers",
    ]
    assert [chain.tag, *(line.step.tag for line in theorem.lines)] == ["1", "", "2", "", "", "", "3"]


def test_every_line_but_the_last_is_an_equality() -> None:
    assert [line.relation == SAME for line in theorem.lines] == [True] * 5 + [False]


def test_the_glossary_explains_and_the_chain_has_a_title() -> None:
    assert len(chain.glossary) == 4
    assert all(symbol and meaning for symbol, meaning in chain.glossary)
    assert chain.name == "mle_to_cross_entropy"
    assert chain.title and chain.note


@pytest.mark.parametrize("dropped", (0, 2, 3, 5))
def test_no_step_but_a_rewrite_may_be_left_out(dropped: int) -> None:
    assert chain.steps[dropped].primitive != "rewrite"
    shorter = replace(chain, steps=chain.steps[:dropped] + chain.steps[dropped + 1 :], claimed=(chain.end, None))
    try:
        assert check(shorter).proved is False
    except (WrongEnd, MalformedStep) as error:
        assert str(error)
