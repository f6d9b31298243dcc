"""Tests of symbolic.rules.definitions: a new name for a density."""

from typing import Any

import pytest
from sympy import log

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import Categories, reals, unit_interval
from symbolic.core.errors import DerivationError, MalformedTerm
from symbolic.core.terms import density, expectation, function, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import define, definitions

theta = parameter("theta")
x, y, z = sample("x"), sample("y"), sample("z", size="m")
q, p, r = density("q", theta), density("p"), density("r")
PAIRS = argmin(x.sum(-log(q(y.i, given=x.i)) - log(p(x.i))), theta)
PRODUCT = argmin(x.sum(-log(q(y.i, given=x.i) * q(x.i))), theta)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (definitions.__doc__ or "")
    assert "Source:" in (definitions.__doc__ or "")


def test_a_marginal_may_be_defined_as_the_true_one() -> None:
    chain = Chain("c", PAIRS).assume(p(x.i) > 0).then(define(q(x.i), p(x.i)))
    theorem = check(chain)
    assert (theorem.proved, theorem.relation) == (True, SAME)
    assert chain.end.objective == x.sum(-log(q(y.i, given=x.i)) - log(q(x.i)))


def test_a_joint_density_may_be_defined_by_the_chain_rule() -> None:
    chain = Chain("c", PRODUCT).then(define(q(y.i, x.i), q(y.i, given=x.i) * q(x.i)))
    assert check(chain).proved is True
    assert chain.end.objective == x.sum(-log(q(y.i, x.i)))


def test_a_definition_is_folded_in_whatever_rows_it_stands() -> None:
    start = argmin(x.sum(log(1 + p(x.i))) + x.sum(p(x.i)) ** 2, theta)
    chain = Chain("c", start).then(define(r(x.i), p(x.i)))
    assert chain.end.objective == x.sum(log(1 + r(x.i))) + x.sum(r(x.i)) ** 2
    assert check(chain).proved is True


def test_a_mixture_may_be_defined_in_whatever_order_it_is_written() -> None:
    weight, mixture = parameter("w", unit_interval), density("mixed", parameter("w", unit_interval), theta)
    written = weight * q(x.i) + (1 - weight) * p(x.i)
    other = (1 - weight) * p(x.i) + q(x.i) * weight
    chain = Chain("c", argmax(x.product(other), theta)).then(define(mixture(x.i), written))
    assert check(chain).proved is True
    assert chain.end.objective == x.product(mixture(x.i))
    back = chain.then(define(mixture(x.i), written, target=chain.start.objective))
    assert check(back).proved is True


def test_a_mixture_over_latent_classes_may_be_defined() -> None:
    k, mixture = sample("k", domain=Categories("K")), density("mixed", theta)
    summed = k.total(p(k.each) * q(x.i, given=k.each))
    chain = Chain("c", argmin(x.sum(-log(summed)), theta)).then(define(mixture(x.i), summed))
    assert check(chain).proved is True
    assert chain.end.objective == x.sum(-log(mixture(x.i)))


def test_another_mixture_is_left_as_it_is() -> None:
    weight, mixture = parameter("w", unit_interval), density("mixed", parameter("w", unit_interval), theta)
    start = argmax(x.product(weight * p(x.i) + (1 - weight) * q(x.i)), theta)
    assert Chain("c", start).then(define(mixture(x.i), weight * q(x.i) + (1 - weight) * p(x.i))).end == start


def test_a_definition_may_be_unfolded_again() -> None:
    chain = Chain("c", PAIRS).assume(p(x.i) > 0).then(define(q(x.i), p(x.i)))
    back = chain.then(define(q(x.i), p(x.i), target=PAIRS.objective))
    assert check(back.claim(PAIRS, SAME)).proved is True


NOT_PROVED = {
    "a name in use": (PRODUCT, define(q(x.i), p(x.i))),
    "a mixture with half of its weights": (PAIRS, define(r(x.i), p(x.i) / 4 + density("s")(x.i) / 4)),
    "half a density": (PAIRS, define(r(x.i), p(x.i) / 2)),
    "a conditional as a joint": (PAIRS, define(r(y.i, x.i), p(y.i, given=x.i))),
    "another target": (PAIRS, define(r(x.i), p(x.i), target=x.sum(-log(q(y.i, given=x.i)) - log(density("s")(x.i))))),
    "a product that is no chain rule": (PRODUCT, define(density("s", theta)(y.i, x.i), q(y.i, given=x.i) * q(y.i))),
    "a marginal beside a joint": (
        argmin(x.sum(-log(q(y.i, x.i)) - log(1 + p(x.i))), theta),
        define(q(x.i), p(x.i)),
    ),
}


@pytest.mark.parametrize("what", NOT_PROVED)
def test_a_definition_that_may_not_be_made_is_not_proved(what: str) -> None:
    start, rule = NOT_PROVED[what]
    assert check(Chain("c", start).then(rule)).proved is False


K = sample("k", domain=Categories("K"))
REFUSED: dict[str, Any] = {
    "a class that stands outside of its sum": define(r(x.i), K.total(p(K.each)) * p(x.i, given=K.each)),
    "a class of the column that is defined": define(r(K.i), K.total(p(K.each)) * p(K.i)),
    "a hidden row of another column": define(r(x.i), K.total(p(K.each) * p(x.i, given=z.i))),
    "a function": define(function("f")(x.i), p(x.i)),
    "a hidden datum": define(r(x.i), p(x.i, given=y.i)),
    "a hidden unknown": define(r(x.i), q(x.i)),
    "n": define(r(x.i), p(x.i) / x.n),
    "a sum over rows": define(r(x.i), x.sum(p(x.i)) * p(x.i)),
    "a density of another number of parameters": define(density("p", theta)(x.i), r(x.i)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_definition_that_hides_something_is_refused(what: str) -> None:
    with pytest.raises(DerivationError):
        Chain("c", PAIRS).then(REFUSED[what])


def test_what_is_hidden_is_named() -> None:
    with pytest.raises(MalformedTerm, match="theta is not among the arguments of r"):
        Chain("c", PAIRS).then(define(r(x.i), q(x.i)))


def test_an_expectation_under_a_product_is_no_proof_and_no_crash() -> None:
    f = function("f", theta, values=reals)
    start = argmin(f() ** 2 + 1, theta)
    target = expectation(f() ** 2 + 1, r(x.outcome, y.outcome))
    rule = define(r(x.i, y.i), p(y.i, given=x.i) * p(x.i), target=target)
    try:
        theorem = check(Chain("c", start).then(rule))
    except DerivationError as error:
        assert "law" in str(error)
        return
    assert "equal" in [j.obligation.kind for j in theorem.judgements]
