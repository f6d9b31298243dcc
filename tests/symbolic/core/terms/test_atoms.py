"""Tests of symbolic.core.terms.atoms: symbols that carry data, and what may be declared."""

from typing import Any

import pytest
from sympy import (
    Symbol,
    oo,
)

from symbolic.core.domains import (
    FiniteSet,
    RealInterval,
    any_set,
    countable,
    extended_nonnegative,
    positive,
    reals,
)
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import (
    Outcome,
    density,
    function,
    parameter,
    sample,
)

theta, eta = parameter("theta"), parameter("eta")
beta = parameter("beta", reals)
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")


def test_the_domain_is_part_of_a_parameters_identity() -> None:
    assert parameter("a", reals) == parameter("a", reals)
    assert parameter("a", reals) != parameter("a", positive)
    assert parameter("a", reals) != parameter("a")
    assert hash(parameter("a", reals)) == hash(parameter("a", reals))
    assert parameter("a") != Symbol("a")


def test_what_looks_alike_but_is_declared_otherwise_does_not_cancel() -> None:
    assert parameter("a", reals) - parameter("a", positive) != 0
    assert density("q", theta)(x.i) - density("q", eta)(x.i) != 0
    assert sample("x").i != sample("x", domain=countable).i
    assert sample("x", size="n").i != sample("x", size="m").i


@pytest.mark.parametrize("domain", [extended_nonnegative, RealInterval(-oo, 0, True, True)])
def test_a_parameter_takes_finite_values(domain: RealInterval) -> None:
    with pytest.raises(MalformedTerm, match="finite values"):
        parameter("a", domain)
    with pytest.raises(MalformedTerm, match="finite"):
        function("f", values=domain)


@pytest.mark.parametrize("domain", ["reals", (0, 1), None, 3])
def test_a_domain_is_a_domain(domain: object) -> None:
    with pytest.raises(MalformedTerm, match=r"symbolic\.domains"):
        parameter("a", domain)  # type: ignore[arg-type]


half = parameter("h", positive)


def test_sympys_assumptions_agree_with_the_domains() -> None:
    assert (beta.is_real, half.is_positive, theta.is_real) == (True, True, None)
    assert parameter("k", FiniteSet((0, 1))).is_nonnegative is True  # type: ignore[arg-type]
    assert parameter("k", FiniteSet((-1, 1))).is_nonnegative is None  # type: ignore[arg-type]
    assert q(x.i).is_extended_nonnegative is True
    assert q(x.i).is_zero is None
    assert any_set.hull is None
    assert x.outcome != Outcome(y.column)


@pytest.mark.parametrize("domain", [RealInterval(0, oo, False, True), RealInterval(-oo, oo, True, True), "reals", 3])
def test_data_are_finite_and_a_domain_is_a_set(domain: Any) -> None:
    with pytest.raises(MalformedTerm, match="of finite values"):
        sample("t", domain=domain)
