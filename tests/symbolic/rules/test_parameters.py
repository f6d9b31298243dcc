"""Tests of symbolic.rules.parameters: an unknown written as a function of a new one."""

from typing import Any

import pytest
from sympy import Integer, Symbol, exp, log, sqrt

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import RealInterval, any_set, nonnegative, positive, reals, unit_interval
from symbolic.core.errors import DerivationError, MalformedStep
from symbolic.core.terms import density, empirical, expectation, parameter, sample
from symbolic.rules import law_of_large_numbers, parameters, reparametrise, rewrite

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


def test_a_map_may_mention_known_constants() -> None:
    mu, s, z = parameter("mu", reals), parameter("s", positive), parameter("z", reals)
    start = argmin((beta - mu) ** 2 / s, beta)
    theorem = check(Chain("c", start).then(reparametrise(beta, mu + s * z)))
    assert (theorem.proved, theorem.relation.kind) == (True, "BIJECTION")
    assert theorem.relation.maps == ((beta, mu + s * z),)
    assert theorem.end.unknowns == (z,)
    two = check(Chain("c", start).then(reparametrise(beta, mu + s * z)).then(reparametrise(z, 2 * eta - mu)))
    assert (two.proved, two.relation.maps) == (True, ((beta, mu + s * z), (z, 2 * eta - mu)))


def test_the_new_one_of_several_is_what_the_objective_lacks_or_what_is_said_or_lives_where_the_unknown_does() -> None:
    constant, other = parameter("D", positive), parameter("other", reals)
    start = argmin((beta - 1) ** 2, beta)
    assert Chain("c", start).then(reparametrise(beta, log(constant) - eta)).end.unknowns == (eta,)
    assert Chain("c", start).then(reparametrise(beta, log(constant) - eta, new=constant)).end.unknowns == (constant,)
    assert check(Chain("c", start).then(reparametrise(beta, log(constant) - eta, new=constant))).proved is True
    with pytest.raises(MalformedStep, match=r"which of eta, other is the new unknown, .* new=other\)"):
        Chain("c", start).then(reparametrise(beta, other - eta))
    assert Chain("c", start).then(reparametrise(beta, other - eta, new=eta)).end.unknowns == (eta,)
    with pytest.raises(MalformedStep, match=r"one new parameter, such as exp\(eta\), and here none"):
        Chain("c", START).then(reparametrise(sigma, Integer(2)))
    with pytest.raises(MalformedStep, match="the new unknown is a parameter"):
        Chain("c", start).then(reparametrise(beta, 2 * eta, new="eta"))  # type: ignore[arg-type]


def test_a_constant_is_no_unknown_no_datum_and_nothing_that_was_replaced() -> None:
    s, z = parameter("s", positive), parameter("z", reals)
    pair = argmin((beta - 1) ** 2 + (s - 2) ** 2, beta, s)
    with pytest.raises(DerivationError, match="known constants alone"):
        Chain("c", pair).then(reparametrise(beta, s * z, new=z))
    with pytest.raises(DerivationError, match="known constants alone"):
        Chain("c", pair).then(reparametrise(beta, beta + z, new=z))
    replaced = Chain("c", pair).then(reparametrise(s, exp(eta), new=eta))
    with pytest.raises(DerivationError, match="was replaced by another unknown"):
        replaced.then(reparametrise(beta, s * z, new=z))
    rows = sample("rows", domain=reals)
    for datum in (
        rows.sum(rows.i),
        rows.n,
        expectation(rows.outcome, density("p")(rows.outcome)),
        empirical_mean(rows),
    ):
        with pytest.raises(DerivationError, match="known constants alone"):
            Chain("c", pair).then(reparametrise(beta, z + datum, new=z))
    with pytest.raises(DerivationError):
        Chain("c", pair).then(reparametrise(beta, z + Symbol("r"), new=z))
    known = Chain("c", argmin((beta - 1) ** 2, beta)).then(reparametrise(beta, z + s, new=z))
    with pytest.raises(DerivationError, match="by a new parameter"):
        known.then(reparametrise(z, log(s), new=s))


def empirical_mean(rows: Any) -> Any:
    return expectation(rows.outcome, empirical(rows)(rows.outcome))


@pytest.mark.parametrize("domain", [reals, nonnegative, unit_interval], ids=str)
def test_a_constant_that_may_be_zero_scales_nothing(domain: Any) -> None:
    scale, z = parameter("scale", domain), parameter("z", reals)
    theorem = check(Chain("c", argmin((beta - 1) ** 2, beta)).then(reparametrise(beta, scale * z, new=z)))
    assert theorem.proved is False


def test_a_limit_follows_a_change_with_a_known_constant() -> None:
    s, z = parameter("s", positive), parameter("z", reals)
    location = density("q", beta)
    start = argmin(x.sum(-log(location(x.i))) / x.n, beta)
    chain = Chain("c", start).then(reparametrise(beta, z * s, new=z)).then(law_of_large_numbers(p))
    assert (check(chain).proved, check(chain).relation.kind) == (True, "LIMIT")
    with pytest.raises(DerivationError):  # the law may depend on the constant, and not on the unknown
        Chain("c", start).then(reparametrise(beta, z * s, new=z)).then(law_of_large_numbers(density("p", beta)))


def test_hypotheses_are_carried_over_at_the_map() -> None:
    s, z = parameter("s", positive), parameter("z", reals)
    location = density("q", beta)
    start = argmin(x.sum(-log(location(x.i))), beta)
    chain = Chain("c", start).assume(location(x.i) > 0).then(reparametrise(beta, z * s, new=z))
    assert list(map(str, chain._reached().hypotheses)) == ["q_s*z(x_i) > 0"]
    assert check(chain.then(rewrite())).proved is True


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
    [(beta, exp(eta)), (sigma, Integer(2)), (sigma, exp(sigma)), (sigma, Symbol("t"))],
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
