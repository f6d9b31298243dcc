"""Tests of symbolic.rules.sign: maximising is minimising the negative."""

from dataclasses import replace

import pytest
from sympy import log

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import flip_sign, rewrite, sign

theta = parameter("theta")
x = sample("x")
q = density("q", theta)
START = argmax(x.sum(log(q(x.i))), theta)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (sign.__doc__ or "")
    assert "Source:" in (sign.__doc__ or "")


@pytest.mark.parametrize("make", [argmax, argmin])
def test_negating_flips_the_sense(make: object) -> None:
    start = replace(START, sense="max" if make is argmax else "min")
    theorem = check(Chain("c", start).then(flip_sign()))
    assert (theorem.proved, theorem.relation) == (True, SAME)
    assert theorem.end == replace(start, sense="min" if make is argmax else "max", objective=-START.objective)


def test_twice_the_negative_is_the_same_problem_again() -> None:
    chain = Chain("c", START).then(flip_sign()).then(flip_sign()).then(rewrite(START.objective))
    assert check(chain.claim(START, SAME)).proved is True


def test_the_negative_with_the_sense_kept_is_not_proved() -> None:
    (step,) = flip_sign()(START)
    kept = replace(step, witness=(*step.witness[:3], 1))
    assert check(Chain("c", START, steps=(kept,))).proved is False


def test_a_flipped_sense_without_the_negative_is_not_proved() -> None:
    (step,) = flip_sign()(START)
    variable, _, on, direction = step.witness
    assert check(Chain("c", START, steps=(replace(step, witness=(variable, variable, on, direction)),))).proved is False


def test_dropping_the_sign_in_a_rewrite_is_not_proved() -> None:
    assert check(Chain("c", START).then(flip_sign()).then(rewrite(START.objective))).proved is False
