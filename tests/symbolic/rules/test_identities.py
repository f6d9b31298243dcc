"""Tests of symbolic.rules.identities: an objective may be written differently, and must keep its values."""

from typing import Any

import pytest
from sympy import Integer, Symbol, airyai, log, sin

from symbolic import check, written
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.errors import DerivationError, MalformedStep
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import identities, increasing, rewrite

theta, beta = parameter("theta"), parameter("beta", reals)
x = sample("x")
q = density("q", theta)
LOG_OF_PRODUCT = argmax(log(x.product(q(x.i))), theta)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (identities.__doc__ or "")
    assert "Source:" in (identities.__doc__ or "")


def test_the_log_of_a_product_is_the_sum_of_the_logs() -> None:
    theorem = check(Chain("c", LOG_OF_PRODUCT).then(rewrite(x.sum(log(q(x.i))))))
    assert (theorem.proved, theorem.relation) == (True, SAME)


def test_without_a_target_the_normal_form_is_written() -> None:
    chain = Chain("c", LOG_OF_PRODUCT).then(rewrite())
    assert chain.end.objective == x.sum(log(q(x.i)))
    assert check(chain).proved is True


WRONG = [
    log(x.sum(q(x.i))),
    2 * x.sum(log(q(x.i))),
    -x.sum(log(q(x.i))),
    x.sum(log(density("p")(x.i))),
    Integer(1),
    x.sum(log(q(x.i))) + sin(1),
]


@pytest.mark.parametrize("target", WRONG, ids=str)
def test_another_objective_is_no_other_way_to_write_it(target: Any) -> None:
    assert check(Chain("c", LOG_OF_PRODUCT).then(rewrite(target))).proved is False


@pytest.mark.parametrize(("domain", "holds"), [(positive, True), (nonnegative, False), (reals, False)], ids=str)
def test_a_target_must_be_defined(domain: Any, holds: bool) -> None:
    y = parameter("y", domain)
    target = written("b**2 * (y/y)", b=beta, y=y)
    assert check(Chain("c", argmin(beta**2, beta)).then(rewrite(target))).proved is holds


def test_where_the_normal_form_stops_the_author_is_asked_for_a_target() -> None:
    with pytest.raises(MalformedStep, match="Give the target yourself"):
        Chain("c", argmin(log(1 + airyai(beta)), beta)).then(rewrite())


def test_an_undeclared_symbol_in_the_target_is_refused() -> None:
    with pytest.raises(DerivationError):
        Chain("c", LOG_OF_PRODUCT).then(rewrite(Symbol("c") * LOG_OF_PRODUCT.objective))


def test_log_softmax_twice_is_harmless() -> None:
    """log of exp of a log is that log: what looks like an error is none."""
    chain = Chain("c", argmax(x.product(q(x.i)), theta)).then(increasing(log))
    twice = chain.then(rewrite(written("log(exp(log(x.product(q(x.i)))))", x=x, q=q)))
    assert check(twice).proved is True
