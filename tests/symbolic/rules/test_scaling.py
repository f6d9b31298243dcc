"""Tests of symbolic.rules.scaling: a factor of one sign that is free of the unknown."""

from typing import Any

import pytest
from sympy import Rational, Symbol, exp, log, oo

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import RealInterval, nonnegative, positive, reals
from symbolic.core.errors import DerivationError
from symbolic.core.terms import density, function, parameter, sample
from symbolic.kernel import SAME
from symbolic.rules import rewrite, scale, scaling

theta, beta = parameter("theta"), parameter("beta", reals)
x, z = sample("x"), sample("z", size="m")
q, p = density("q", theta), density("p")
START = argmax(x.sum(log(q(x.i))), theta)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (scaling.__doc__ or "")
    assert "Source:" in (scaling.__doc__ or "")


GOOD = [
    (1 / x.n, "max"),
    (x.n, "max"),
    (Rational(1, 2), "max"),
    (-1 / x.n, "min"),
    (-2, "min"),
    (parameter("c", positive), "max"),
    (parameter("c", RealInterval(-oo, 0, False, False)), "min"),
    (exp(parameter("c", reals)), "max"),
    (1 / z.n, "max"),
]


@pytest.mark.parametrize(("factor", "sense"), GOOD, ids=str)
def test_a_positive_factor_keeps_and_a_negative_factor_flips_the_sense(factor: Any, sense: str) -> None:
    theorem = check(Chain("c", START).then(scale(factor)))
    assert (theorem.proved, theorem.relation, theorem.end.sense) == (True, SAME, sense)


WRONG = [
    0,
    parameter("c", reals),
    parameter("c", nonnegative),
    parameter("c", reals) ** 2,
    function("f", theta, values=positive)(),
    function("f", theta)(),
    x.sum(q(x.i)),
    x.sum(1 + p(x.i)) - x.n,
    log(2) - log(3) + parameter("c", reals),
    oo,
]


@pytest.mark.parametrize("factor", WRONG, ids=str)
def test_a_factor_of_no_known_sign_or_of_the_unknown_is_not_proved(factor: Any) -> None:
    assert check(Chain("c", START).then(scale(factor))).proved is False


def test_a_positive_function_of_the_unknown_is_no_factor() -> None:
    chain = Chain("c", argmin(beta**2 + 1, beta)).then(scale(exp(beta)))
    open_kinds = [j.obligation.kind for j in check(chain).open]
    assert open_kinds == ["free"]


def test_an_undeclared_factor_is_refused() -> None:
    with pytest.raises(DerivationError):
        Chain("c", START).then(scale(Symbol("c")))


def test_scaling_one_summand_is_not_proved() -> None:
    f = function("f", theta)
    start = argmin(x.sum(-log(q(x.i))) + f(), theta)
    assert check(Chain("c", start).then(rewrite(x.sum(-log(q(x.i))) / x.n + f()))).proved is False
    assert check(Chain("c", start).then(scale(1 / x.n)).then(rewrite(x.sum(-log(q(x.i))) / x.n + f()))).proved is False
