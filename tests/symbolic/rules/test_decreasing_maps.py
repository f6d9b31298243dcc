"""Tests of symbolic.rules.decreasing_maps: strictly decreasing maps turn maximisers into minimisers."""

from collections.abc import Callable
from typing import Any

import pytest
from sympy import exp, log

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import extended_nonnegative, reals
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import Problem
from symbolic.rules import decreasing, decreasing_maps

theta, beta = parameter("theta"), parameter("beta", reals)
x = sample("x")
q = density("q", theta)
LIKELIHOOD = argmax(x.product(q(x.i)), theta)
LOG_LIKELIHOOD = argmax(x.sum(log(q(x.i))), theta)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (decreasing_maps.__doc__ or "")
    assert "Source:" in (decreasing_maps.__doc__ or "")


STANDARD: list[tuple[Problem, Callable[[Any], Any], Any]] = [
    (LOG_LIKELIHOOD, lambda u: -u / x.n, None),
    (LOG_LIKELIHOOD, lambda u: exp(-u), None),
    (LIKELIHOOD, lambda u: -log(u), extended_nonnegative),
    (argmin(1 + beta**2, beta), lambda u: 1 / u, None),
]


@pytest.mark.parametrize("number", range(len(STANDARD)))
def test_a_strictly_decreasing_map_is_proved_and_flips_the_sense(number: int) -> None:
    start, map_, on = STANDARD[number]
    chain = Chain("c", start).then(decreasing(map_, on=on))
    assert check(chain).proved is True
    assert {start.sense, chain.end.sense} == {"min", "max"}
    assert [(s.rule, s.primitive) for s in chain.steps] == [("decreasing", "monotone")]


WRONG: list[tuple[Problem, Callable[[Any], Any]]] = [
    (LOG_LIKELIHOOD, lambda u: u),
    (LOG_LIKELIHOOD, lambda u: -(u**2)),
    (LIKELIHOOD, lambda u: 1 / u),
    (LOG_LIKELIHOOD, lambda u: -0 * u),
    (argmin(beta, beta), lambda u: 1 / u),
    (argmin(beta, beta), lambda u: -u * exp(beta)),
    (argmin(beta, beta), lambda u: -beta - u),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_map_that_is_not_strictly_decreasing_and_free_is_not_proved(number: int) -> None:
    start, map_ = WRONG[number]
    assert check(Chain("c", start).then(decreasing(map_))).proved is False
