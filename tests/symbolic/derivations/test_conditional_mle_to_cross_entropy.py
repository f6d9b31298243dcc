"""Tests of the derivation from conditional likelihood to the cross-entropy of the joint, equations (4) to (9)."""

from dataclasses import replace

import pytest

from symbolic import POINTWISE, Relation, argmax, argmin, check, cross_entropy, density, parameter, sample
from symbolic.core.errors import MalformedStep, WrongEnd
from symbolic.derivations import load
from symbolic.kernel import SAME

chain = load("conditional_mle_to_cross_entropy")
theorem = check(chain)
theta, x, y = parameter("theta"), sample("x"), sample("y")
q, p = density("q", theta), density("p")


def test_the_derivation_is_proved_from_conditional_likelihood_to_joint_cross_entropy() -> None:
    assert theorem.proved is True
    assert theorem.start == argmax(x.product(q(y.i, given=x.i)), theta)
    assert theorem.end == argmin(cross_entropy(p, q, y, x), theta)
    assert theorem.relation == Relation("LIMIT", (), POINTWISE)


def test_the_hypotheses_are_all_that_the_text_leaves_unsaid() -> None:
    assert [str(h) for h in theorem.hypotheses] == [
        "fact: p(x_i) > 0; (theta,)",
        "fact: E_{p(x)}[Abs(log(p(x)))] < oo; (theta,)",
        "independent: p(y, x); n",
        "fact: E_{p(y, x)}[(-log(q_theta(y, x)))^-] < oo; (theta,)",
    ]


def test_the_steps_and_their_numbers_are_those_of_the_text() -> None:
    assert [line.step.rule for line in theorem.lines] == [
        "increasing",
        "rewrite",
        "decreasing",
        "add_constant",
        "rewrite",
        "define",
        "rewrite",
        "define",
        "law_of_large_numbers",
    ]
    assert [chain.tag, *(line.step.tag for line in theorem.lines)] == ["4", "", "5", "6", "", "7", "8", "", "", "9"]


def test_every_line_but_the_last_is_an_equality() -> None:
    assert [line.relation == SAME for line in theorem.lines] == [True] * 8 + [False]


def test_both_definitions_are_of_new_densities() -> None:
    defined = [line for line in theorem.lines if line.step.primitive == "define"]
    assert [str(line.step.witness[0]) for line in defined] == ["q_theta(x_i)", "q_theta(y_i, x_i)"]
    assert [j.obligation.kind for line in defined for j in line.judgements[:2]] == ["new", "density"] * 2


def test_the_glossary_explains_and_the_chain_has_a_title() -> None:
    assert len(chain.glossary) == 4
    assert all(symbol and meaning for symbol, meaning in chain.glossary)
    assert chain.name == "conditional_mle_to_cross_entropy"
    assert chain.title and chain.note


def test_the_true_density_of_the_inputs_must_be_positive_at_the_data() -> None:
    without = check(replace(chain, hypotheses=chain.hypotheses[1:]))
    assert without.proved is False
    assert "add_constant" in {
        line.step.rule for line in without.lines if any(j in without.open for j in line.judgements)
    }


@pytest.mark.parametrize("dropped", (0, 2, 3, 5, 7, 8))
def test_no_step_but_a_rewrite_may_be_left_out(dropped: int) -> None:
    assert chain.steps[dropped].primitive != "rewrite"
    shorter = replace(chain, steps=chain.steps[:dropped] + chain.steps[dropped + 1 :], claimed=(chain.end, None))
    try:
        assert check(shorter).proved is False
    except (WrongEnd, MalformedStep) as error:
        assert str(error)
