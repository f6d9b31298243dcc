"""Tests of symbolic.core.terms.occurring: what occurs in a tree, and what would print alike."""

from typing import Any

import pytest
from sympy import (
    Add,
    Dummy,
    EulerGamma,
    Integer,
    Mul,
    besseli,
    gamma,
    log,
    polygamma,
)

from symbolic.core.domains import (
    Categories,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import NameClash
from symbolic.core.terms import (
    Count,
    Entry,
    Index,
    RowSum,
    Total,
    density,
    function,
    kl_divergence,
    names,
    parameter,
    replace,
    roles,
    sample,
    symbols,
)

theta, eta = parameter("theta"), parameter("eta")
beta = parameter("beta", reals)
x, y = sample("x"), sample("y")
v = sample("v", domain=reals)
label, other = sample("label", domain=Categories("K")), sample("other", domain=Categories("M"))
q, p = density("q", theta), density("p")


@pytest.mark.parametrize(
    "tree",
    [
        Mul(parameter("gamma", positive), gamma(parameter("b", positive))),
        Mul(parameter("v_0", reals), v.i),
        Mul(sample("v2", domain=reals).i, v.i),
        Add(sample("x1", domain=reals).i, sample("x2", domain=reals).i),
        Add(function("f", theta)(), function("f", theta)(x.i)),
        Add(parameter("f_1", reals), function("f", theta)()),
        Mul(label.total(density("q")(label.each)), other.total(density("q")(other.each))),
    ],
    ids=str,
)
def test_what_is_told_apart_may_stand_together(tree: Any) -> None:
    names(RowSum(tree, x._index, x.n))


@pytest.mark.parametrize(
    "tree",
    [
        log(density("q", parameter("q"))(v.i)),
        Add(parameter("x1", reals), parameter("x_1", reals)),
        Add(parameter("a", reals), parameter("a", positive)),
        Mul(parameter("n", reals), Count("n")),
        Add(density("q", theta)(x.i), density("q")(x.i)),
        Add(density("q")(x.i), function("q")(x.i)),
        Add(density("q")(x.i), density("q")(sample("x", domain=reals).i)),
        Mul(parameter("x_i", reals), v.i, density("q")(x.i)),
        Add(function("f", values=unit_interval)(x.i), function("f")(x.i)),
        Add(parameter("K", reals), Total(1, label.each)),
        Mul(Count("K"), Total(1, label.each)),
        Add(parameter("f_theta", reals), function("f", theta)()),
        Add(function("f_theta")(), function("f", theta)()),
        Add(
            parameter("q_1", reals),
            density("q", parameter("theta"))(v.i),
            replace(density("q", theta)(v.i), lambda t: Integer(1) if t == theta else None),
        ),
        Mul(parameter("v_1", reals), v.i),
        Mul(parameter("v1", reals), v.i),
        Mul(parameter("v_12", reals), v.i),
        Mul(density("v_2")(x.i), v.i),
        Add(parameter("gamma", reals), EulerGamma),
        Mul(parameter("psi", reals), polygamma(0, parameter("b", positive))),
        Mul(parameter("Gamma", reals), gamma(parameter("b", positive))),
        Add(function("psi", theta)(), polygamma(0, parameter("b", positive))),
        Add(function("I_0")(), besseli(0, parameter("b", positive))),
        Add(parameter("log", reals), log(parameter("b", positive))),
        Add(parameter("u", positive), Dummy("u")),
        RowSum(Entry(v.column, Index("j", "m")) * parameter("j", reals), Index("j", "m"), Count("m")),
    ],
    ids=str,
)
def test_two_things_that_print_alike_are_an_error(tree: Any) -> None:
    with pytest.raises(NameClash, match="would print two different things"):
        names(RowSum(tree, x._index, x.n))


JOINT = x.sum(log(q(y.i, given=x.i)))


def test_symbols_are_the_free_ones() -> None:
    assert symbols(beta * JOINT) == {beta, theta, x.n}
    assert symbols(kl_divergence(p, q, x)) == {theta}
    assert symbols(q(x.i).head) == frozenset()
    slope = parameter("eta", reals)
    assert symbols(function("A", slope)().diff(slope)) == {slope}


def test_roles_tell_marginal_conditional_and_joint_apart() -> None:
    assert roles(q(y.i, given=x.i) * q(x.i) * q(x.i, y.i)) == {
        ("q", ("y",), ("x",)),
        ("q", ("x",), ()),
        ("q", ("x", "y"), ()),
    }
