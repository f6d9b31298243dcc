"""Tests of symbolic.rules.parameters: an unknown written as a function of a new one."""

from typing import Any

import pytest
from sympy import Integer, Symbol, exp, log, sqrt

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import RealInterval, any_set, nonnegative, positive, reals, unit_interval
from symbolic.core.errors import DerivationError, MalformedStep
from symbolic.core.terms import density, parameter, sample
from symbolic.rules import law_of_large_numbers, parameters, reparametrise

sigma, eta = parameter("sigma", positive), parameter("eta", reals)
beta = parameter("beta", reals)
x = sample("x")
q, p = density("q", sigma), density("p")
START = argmin(x.sum(-log(q(x.i))) / x.n, sigma)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (parameters.__doc__ or "")
    assert "Source:" in (parameters.__doc__ or "")


def test_a_one_to_one_map_gives_a_bijection() -> None:
    theorem = check(Chain("c", START).then(reparametrise(sigma, exp(eta))))
    assert theorem.proved is True
    assert theorem.relation.kind == "BIJECTION"
    assert theorem.relation.maps == ((sigma, exp(eta)),)
    assert theorem.end.unknowns == (eta,)
    assert str(theorem.end.objective) == "sum_{i=1..n}(-log(q_exp(eta)(x_i)))/n"


def test_a_map_that_is_only_onto_gives_solutions_one_way() -> None:
    spread = parameter("spread", nonnegative)
    start = argmin((spread - 1) ** 2, spread)
    one_way = check(Chain("c", start).then(reparametrise(spread, eta**2, one_to_one=False)))
    assert (one_way.proved, one_way.relation.kind) == (True, "REDUCTION")
    assert check(Chain("c", start).then(reparametrise(spread, eta**2))).proved is False


def test_a_map_with_a_known_constant_says_what_to_write_instead() -> None:
    constant = parameter("D", positive)
    with pytest.raises(MalformedStep, match=r"no known constant beside numbers: let the new one stand for all of them"):
        Chain("c", START).then(reparametrise(sigma, constant * exp(eta)))
    with pytest.raises(MalformedStep, match=r"one new parameter, such as exp\(eta\), and here none"):
        Chain("c", START).then(reparametrise(sigma, Integer(2)))


WRONG: list[tuple[Any, Any]] = [
    (sigma, eta**2),
    (sigma, eta),
    (sigma, parameter("tau", nonnegative)),
    (sigma, parameter("tau", nonnegative) ** 2),
    (sigma, 1 + exp(eta)),
    (sigma, parameter("tau", unit_interval)),
    (sigma, parameter("tau", RealInterval(2, 3)) ** 100),
    (sigma, parameter("tau", any_set)),
    (sigma, sqrt(parameter("tau", RealInterval(0, 4)))),
]


@pytest.mark.parametrize(("unknown", "map_"), WRONG, ids=str)
@pytest.mark.parametrize("one_to_one", [True, False])
def test_a_map_that_is_not_onto_the_domain_is_not_proved(unknown: Any, map_: Any, one_to_one: bool) -> None:
    try:
        theorem = check(Chain("c", START).then(reparametrise(unknown, map_, one_to_one=one_to_one)))
    except DerivationError as error:
        assert "arithmetic" in str(error) or "any set" in str(error)
        return
    assert theorem.proved is False


@pytest.mark.parametrize(
    ("unknown", "map_"),
    [(beta, exp(eta)), (sigma, Integer(2)), (sigma, exp(eta) * exp(beta)), (sigma, exp(sigma)), (sigma, Symbol("t"))],
    ids=str,
)
def test_a_change_of_parameters_names_one_unknown_and_one_new_parameter(unknown: Any, map_: Any) -> None:
    with pytest.raises(MalformedStep):
        Chain("c", START).then(reparametrise(unknown, map_))


def test_a_limit_follows_a_change_of_parameters() -> None:
    chain = Chain("c", START).then(reparametrise(sigma, exp(eta))).then(law_of_large_numbers(p))
    theorem = check(chain)
    assert theorem.proved is True
    assert theorem.relation.kind == "LIMIT"
    assert theorem.relation.maps == ((sigma, exp(eta)),)


def test_solutions_one_way_say_nothing_about_a_limit() -> None:
    spread = parameter("spread", nonnegative)
    start = argmin(x.sum(-log(density("q", spread)(x.i))) / x.n, spread)
    chain = Chain("c", start).then(reparametrise(spread, eta**2, one_to_one=False)).then(law_of_large_numbers(p))
    theorem = check(chain)
    assert theorem.open == ()
    assert theorem.relation.kind == "NONE"
    assert theorem.proved is False


def test_an_objective_must_stay_defined() -> None:
    start = argmax(log(sigma) - sigma, sigma)
    assert check(Chain("c", start).then(reparametrise(sigma, exp(eta)))).proved is True
