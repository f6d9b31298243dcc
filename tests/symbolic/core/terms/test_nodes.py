"""Tests of symbolic.core.terms.nodes: terms are data, print as text and say where their values lie."""

import pickle
from typing import Any

import pytest
from sympy import (
    Abs,
    exp,
    log,
)

from symbolic.core.domains import (
    Categories,
    countable,
    nonnegative,
    reals,
    unit_interval,
)
from symbolic.core.terms import (
    AtMost,
    Same,
    cross_entropy,
    density,
    empirical,
    function,
    kl_divergence,
    names,
    parameter,
    sample,
)
from symbolic.report.latex import expression

theta, eta = parameter("theta"), parameter("eta")
beta = parameter("beta", reals)
x, y = sample("x"), sample("y")
v = sample("v", domain=reals)
label, other = sample("label", domain=Categories("K")), sample("other", domain=Categories("M"))
q, p = density("q", theta), density("p")


@pytest.mark.parametrize(
    "tree",
    [
        beta,
        x.n,
        x.i,
        x.outcome,
        q(x.i),
        q(y.i, given=x.i),
        x.sum(log(q(x.i))),
        x.product(q(x.i)),
        kl_divergence(p, q, x),
        function("f", theta, values=unit_interval)(x.i),
        cross_entropy(empirical(x), q, x),
    ],
)
def test_terms_are_data(tree: Any) -> None:
    again = pickle.loads(pickle.dumps(tree))
    assert again == tree
    assert hash(again) == hash(tree)
    assert str(again) == str(tree)
    assert names(again) == names(tree)


def test_terms_print_as_text() -> None:
    assert str(x.sum(log(q(y.i, given=x.i)))) == "sum_{i=1..n}(log(q_theta(y_i | x_i)))"
    assert str(x.product(q(x.i))) == "prod_{i=1..n}(q_theta(x_i))"
    assert str(kl_divergence(p, q, x)) == "E_{p(x)}[log(p(x)) - log(q_theta(x))]"
    assert str(density("q", theta, eta)(x.i)) == "q_{theta, eta}(x_i)"
    assert str(function("f")()) == "f"


def test_values_of_a_density_are_probabilities_on_a_countable_space_only() -> None:
    c = sample("c", domain=countable)
    assert q(x.i).values == nonnegative
    assert q(c.i).values == unit_interval
    assert q(c.i, x.i).values == nonnegative
    assert q(c.i, given=x.i).values == unit_interval
    assert function("f")(c.i).values == reals


def test_rows_of_two_tables_are_told_apart_where_they_meet() -> None:
    near, far = sample("a", domain=reals), sample("b", size="m", domain=reals)
    apart = near.i - far.i
    one, other = near.sum(far.sum(exp(apart))), far.sum(near.product(exp(apart)))
    assert str(one) == "sum_{i=1..n}(sum_{j=1..m}(exp(a_i - b_j)))"
    assert str(other) == "sum_{i=1..m}(prod_{j=1..n}(exp(a_j - b_i)))"
    assert expression(one) == r"\sum_{i=1}^{n} \sum_{j=1}^{m} e^{a_{i} - b_{j}}"
    named = near.sum(far.sum(apart * parameter("j", reals)))
    assert str(named) == "sum_{i=1..n}(sum_{k=1..m}(j*(a_i - b_k)))"
    third = near.sum(far.sum(sample("c", size="l", domain=reals).sum(exp(apart))))
    assert str(third) == "sum_{i=1..n}(sum_{k=1..m}(sum_{j=1..l}(exp(a_i - b_k))))"
    assert str(near.sum(near.i) + far.sum(far.i)) == "sum_{i=1..n}(a_i) + sum_{i=1..m}(b_i)"


def test_a_density_of_classes_is_a_probability() -> None:
    assert q(label.each).values == unit_interval == q(label.i, given=x.i).values


def test_classes_entries_and_outcomes_of_one_column_are_different_values() -> None:
    values = {label.each, label.i, label.outcome}
    assert len(values) == 3 and {t.column for t in values} == {label.column}
    assert pickle.loads(pickle.dumps(label.total(q(label.each)))) == label.total(q(label.each))
    assert str(label.total(q(label.each))) == "sum_{label'}(q_theta(label'))"
    assert str(Same(label.i, label.each)) == "1[label_i = label']"
    assert str(AtMost(v.i, beta)) == "1[v_i <= beta]"


def test_derivatives_go_into_a_sum_over_all_classes_and_not_into_an_indicator() -> None:
    f = function("f", beta)
    assert label.total(beta**2 * q(label.each)).diff(beta) == label.total(2 * beta * q(label.each))
    assert label.total(q(label.each)).diff(beta) == 0
    assert Same(v.i, v.i).diff(beta) == 0
    assert AtMost(v.i, beta).diff(beta).has(AtMost), "no derivative is invented where it jumps"
    assert label.total(f(label.each)).diff(beta).has(f(label.each))


def test_sympy_knows_that_an_indicator_is_a_finite_nonnegative_number() -> None:
    for tree in (AtMost(v.i, beta), Same(v.i, beta)):
        assert tree.is_nonnegative is True and tree.is_finite is True
        assert Abs(tree) == tree
    assert label.each.is_nonnegative is None and label.each.is_real is None
