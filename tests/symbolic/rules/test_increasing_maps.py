"""Tests of symbolic.rules.increasing_maps: strictly increasing maps keep the solutions."""

from collections.abc import Callable
from typing import Any

import pytest
from sympy import Abs, Symbol, exp, log

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import RealInterval, extended_nonnegative, nonnegative, positive, reals
from symbolic.core.errors import DerivationError, ExtensionError, MalformedStep
from symbolic.core.terms import density, function, parameter, sample
from symbolic.kernel import Problem
from symbolic.rules import increasing, increasing_maps

theta, beta = parameter("theta"), parameter("beta", reals)
x = sample("x")
q = density("q", theta)
LIKELIHOOD = argmax(x.product(q(x.i)), theta)
LOG_LIKELIHOOD = argmax(x.sum(log(q(x.i))), theta)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (increasing_maps.__doc__ or "")
    assert "Source:" in (increasing_maps.__doc__ or "")


STANDARD: list[tuple[Problem, Callable[[Any], Any]]] = [
    (LIKELIHOOD, log),
    (LOG_LIKELIHOOD, exp),
    (LOG_LIKELIHOOD, lambda u: u / x.n),
    (LIKELIHOOD, lambda u: u**2),
    (argmin(beta**2, beta), lambda u: log(1 + u)),
    (argmin(beta, beta), lambda u: u**3),
]


@pytest.mark.parametrize("number", range(len(STANDARD)))
def test_a_strictly_increasing_map_is_proved_and_keeps_the_sense(number: int) -> None:
    start, map_ = STANDARD[number]
    chain = Chain("c", start).then(increasing(map_))
    assert check(chain).proved is True
    assert chain.end.sense == start.sense
    assert [(s.rule, s.primitive) for s in chain.steps] == [("increasing", "monotone")]


def test_log_is_stated_on_all_of_its_domain_so_that_a_likelihood_may_vanish() -> None:
    (step,) = increasing(log)(LIKELIHOOD)
    assert step.witness[2] == extended_nonnegative


WRONG: list[tuple[Problem, Callable[[Any], Any]]] = [
    (LOG_LIKELIHOOD, lambda u: -u),
    (LOG_LIKELIHOOD, lambda u: u**2),
    (LOG_LIKELIHOOD, log),
    (LOG_LIKELIHOOD, lambda u: 0 * u),
    (LOG_LIKELIHOOD, Abs),
    (LOG_LIKELIHOOD, lambda u: u + function("f", theta)()),
    (argmin(beta, beta), lambda u: u * exp(beta)),
    (argmin(beta, beta), lambda u: -1 / u),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_map_that_is_not_strictly_increasing_and_free_is_not_proved(number: int) -> None:
    start, map_ = WRONG[number]
    assert check(Chain("c", start).then(increasing(map_))).proved is False


def test_an_interval_that_misses_some_values_is_not_proved() -> None:
    assert check(Chain("c", argmin(beta, beta)).then(increasing(lambda u: u**2, on=nonnegative))).proved is False
    assert check(Chain("c", LIKELIHOOD).then(increasing(log, on=positive))).proved is False
    assert check(Chain("c", LIKELIHOOD).then(increasing(log, on=RealInterval(-1)))).proved is False
    assert check(Chain("c", LIKELIHOOD).then(increasing(lambda u: u**2, on=nonnegative))).proved is True


def test_an_undeclared_symbol_in_the_map_is_refused() -> None:
    with pytest.raises(MalformedStep, match="nobody declared"):
        Chain("c", LIKELIHOOD).then(increasing(lambda u: u + Symbol("c")))


def test_a_map_that_is_no_map_is_an_error() -> None:
    with pytest.raises((DerivationError, ExtensionError)):
        Chain("c", LIKELIHOOD).then(increasing("log"))  # type: ignore[arg-type]
