"""Tests of symbolic.rules.constants: finite summands that are free of the unknown."""

from typing import Any

import pytest
from sympy import Abs, Add, Symbol, exp, log, oo, sympify

from symbolic import check
from symbolic.chain import Chain, argmin
from symbolic.core.domains import positive, reals
from symbolic.core.errors import DerivationError, MalformedStep
from symbolic.core.terms import density, expectation, function, parameter, raw, sample
from symbolic.kernel import SAME
from symbolic.rules import add_constant, constants, drop_constant

theta, beta, c = parameter("theta"), parameter("beta", reals), parameter("c", reals)
x = sample("x")
q, p = density("q", theta), density("p")
LOSS = x.sum(-log(q(x.i))) / x.n
START = argmin(LOSS, theta)
ENTROPY = expectation(-log(p(x.outcome)), p(x.outcome))
INTEGRABLE = expectation(Abs(log(p(x.outcome))), p(x.outcome)) < oo


def test_the_rules_state_a_lemma_with_its_source() -> None:
    assert "Lemma." in (constants.__doc__ or "")
    assert "Source:" in (constants.__doc__ or "")


GOOD: list[tuple[Any, tuple[Any, ...]]] = [
    (c, ()),
    (3, ()),
    (log(x.n), ()),
    (x.sum(p(x.i)), ()),
    (x.sum(log(p(x.i))), (p(x.i) > 0,)),
    (ENTROPY, (INTEGRABLE,)),
    (function("f")(), ()),
]


@pytest.mark.parametrize(("constant", "facts"), GOOD, ids=str)
def test_a_finite_constant_may_be_added_and_dropped(constant: Any, facts: tuple[Any, ...]) -> None:
    chain = Chain("c", START).assume(*facts).then(add_constant(constant))
    assert check(chain).proved is True
    assert set(chain.end.objective.args) == {LOSS, sympify(constant)}
    back = chain.then(drop_constant(constant))
    assert check(back.claim(START, SAME)).proved is True


WRONG = [
    function("f", theta)(),
    x.sum(log(q(x.i))),
    x.sum(log(p(x.i))),
    ENTROPY,
    oo,
    -oo,
    expectation(-log(q(x.outcome)), p(x.outcome)),
]


@pytest.mark.parametrize("constant", WRONG, ids=str)
def test_a_constant_that_may_be_infinite_or_holds_the_unknown_is_not_proved(constant: Any) -> None:
    assert check(Chain("c", START).then(add_constant(constant))).proved is False


@pytest.mark.parametrize("constant", [beta, exp(beta), beta * c], ids=str)
def test_a_summand_of_the_unknown_may_not_be_dropped(constant: Any) -> None:
    chain = Chain("c", argmin(beta**2 + constant, beta)).then(drop_constant(constant))
    assert check(chain).proved is False


def test_an_infinite_summand_may_not_be_dropped() -> None:
    infinite = x.sum(-log(p(x.i)))
    start = argmin(LOSS + infinite, theta)
    assert check(Chain("c", start).then(drop_constant(infinite))).proved is False
    assert check(Chain("c", start).assume(p(x.i) > 0).then(drop_constant(infinite))).proved is True


def test_a_summand_that_is_hidden_is_dropped_by_the_normal_form() -> None:
    chain = Chain("c", argmin((beta + c) ** 2, beta)).then(drop_constant(c**2))
    assert check(chain).proved is True
    assert chain.end.objective == beta**2 + 2 * beta * c


def test_what_stands_there_twice_is_dropped_once() -> None:
    chain = Chain("c", argmin(raw(Add, (beta, c, c)), beta)).then(drop_constant(c))
    assert check(chain).proved is True
    assert chain.end.objective == beta + c


def test_a_factor_under_a_logarithm_is_a_summand() -> None:
    z, one = sample("z", domain=positive), 1 + beta**2
    chain = Chain("c", argmin(z.sum(log((1 + z.i) * (2 + one * z.i))), beta)).then(drop_constant(z.sum(log(1 + z.i))))
    assert check(chain).proved is True
    with pytest.raises(MalformedStep, match="no summand"):
        Chain("c", argmin(z.sum(log((1 + z.i) * (2 + one * z.i))), beta)).then(drop_constant(z.sum(log(2 + z.i))))
    with pytest.raises(MalformedStep, match="no summand"):
        Chain("c", argmin(z.sum(log((1 + z.i) * (2 + one * z.i))), beta)).then(drop_constant(-z.sum(log(1 + z.i))))


def test_what_cannot_be_found_is_said_so() -> None:
    with pytest.raises(MalformedStep, match="no summand"):
        Chain("c", argmin(x.sum(-log(q(x.i))), theta)).then(drop_constant(x.sum(-log(q(x.i)))))


def test_an_undeclared_constant_is_refused() -> None:
    for rule in (add_constant, drop_constant):
        with pytest.raises(DerivationError):
            Chain("c", START).then(rule(Symbol("k")))
