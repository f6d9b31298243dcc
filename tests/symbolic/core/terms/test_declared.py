"""Tests of symbolic.core.terms.declared: what users call, and what it refuses to mean."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from sympy import (
    Matrix,
    Rational,
    Symbol,
    exp,
    log,
)

from symbolic.core.domains import (
    Categories,
    countable,
    positive,
    reals,
)
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import (
    cross_entropy,
    density,
    empirical,
    entropy,
    expectation,
    function,
    integrable,
    kl_divergence,
    parameter,
    sample,
    well_formed,
)

theta, eta = parameter("theta"), parameter("eta")
x, y = sample("x"), sample("y")
v = sample("v", domain=reals)
label, other = sample("label", domain=Categories("K")), sample("other", domain=Categories("M"))
q, p = density("q", theta), density("p")


def test_only_an_empirical_distribution_is_called_like_one() -> None:
    for declare in (density, function):
        with pytest.raises(MalformedTerm, match="like an empirical distribution"):
            declare("phat")
    assert str(empirical(sample("k", domain=countable))(sample("k", domain=countable).i)) == "phat(k_i)"


def test_an_empirical_distribution_belongs_to_its_sample() -> None:
    one, two = sample("k", domain=countable), sample("l", domain=countable)
    for a in (two.i, two.outcome, sample("k", domain=Categories("K")).i):
        with pytest.raises(MalformedTerm, match="the empirical distribution of k alone"):
            empirical(one)(a)
    with pytest.raises(MalformedTerm, match="of k alone"):
        empirical(one)(one.i, two.i)
    assert empirical(one, two)(two.i).points == (two.i,)


@pytest.mark.parametrize("samples", [(), ("x",), (x, sample("z", size="m")), (x.i,), (None,)], ids=str)
def test_an_empirical_distribution_is_that_of_columns_of_one_table(samples: Any) -> None:
    with pytest.raises(MalformedTerm):
        empirical(*samples)


NO_EXPRESSION = [None, "log(x)", [1], (1, 2), True, {}, object(), Matrix([[1]]), log, lambda u: u, theta > 0]


@pytest.mark.parametrize("thing", NO_EXPRESSION, ids=lambda t: type(t).__name__)
def test_what_is_no_expression_is_said_so(thing: Any) -> None:
    takes: list[Callable[[Any], Any]] = [x.sum, x.product, label.total]
    takes += [lambda e: expectation(e, density("p")(x.outcome)), lambda e: integrable(e, density("p")(x.outcome))]
    for take in takes:
        with pytest.raises(MalformedTerm, match=r"is no expression|is a text"):
            take(thing)


@pytest.mark.parametrize(
    "compute",
    [
        lambda a: 2 * a,
        lambda a: a * 2,
        lambda a: -a,
        lambda a: 1 / a,
        lambda a: a / 2,
        lambda a: a + 1,
        lambda a: 1 - a,
        lambda a: a - 1,
        lambda a: a**2,
        lambda a: 2**a,
        lambda a: abs(a),
        lambda a: a > 0,
        exp,
        log,
        lambda a: parameter("b", positive) * a,
        lambda a: a * parameter("b", positive),
        lambda a: x.sum(a),
        lambda a: density("q")(a),
    ],
)
def test_a_sample_is_no_number_and_says_what_to_write(compute: Callable[[Any], Any]) -> None:
    with pytest.raises(MalformedTerm, match=r"v is a sample, which is no number: write v\.i .*or v\.outcome"):
        compute(v)


def test_a_density_that_nobody_applied_is_no_number() -> None:
    for compute in (exp, log, lambda a: 2 * a, lambda a: a * 2, x.sum):
        with pytest.raises(MalformedTerm, match=r"q is a density, which is no number: write q\(x\.i\)"):
            compute(density("q"))
        with pytest.raises(MalformedTerm, match="w is a function, which is no number"):
            compute(function("w"))


def test_a_float_is_taken_for_the_binary_fraction_that_it_is_and_says_so() -> None:
    exact = Rational(3602879701896397, 36028797018963968)
    with pytest.warns(
        UserWarning, match=rf"0\.1 is a float, the binary fraction {exact}: write Rational\(1, 10\) if you mean 1/10"
    ):
        found = x.sum(0.1 * v.i)
    assert found.body == exact * v.i
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a half is a half
        assert x.sum(v.i**0.5).body == v.i ** Rational(1, 2)


def test_named_expectations_are_what_they_say() -> None:
    X = x.outcome
    assert entropy(p, x) == expectation(-log(p(X)), p(X))
    assert cross_entropy(p, q, x) == expectation(-log(q(X)), p(X))
    assert kl_divergence(p, q, x, y) == expectation(log(p(X, y.outcome)) - log(q(X, y.outcome)), p(X, y.outcome))


def test_a_density_is_indexed_by_declared_parameters() -> None:
    for wrong in (Symbol("theta"), "theta", 1, x):
        with pytest.raises(MalformedTerm, match="no parameter"):
            density("q", wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("point", [3, Symbol("x"), theta, "x", x.n])
def test_a_density_takes_entries_of_samples(point: Any) -> None:
    with pytest.raises(MalformedTerm, match="no entry of a sample"):
        q(point)


def test_a_density_takes_at_least_one_entry_and_each_column_once() -> None:
    with pytest.raises(MalformedTerm, match="at least one entry"):
        q()
    for wrong in (lambda: q(x.i, x.i), lambda: q(x.i, given=x.i), lambda: q(x.i, x.outcome)):
        with pytest.raises(MalformedTerm, match="twice"):
            wrong()


def test_an_empirical_distribution_has_rows_of_one_table() -> None:
    z = sample("z", size="m")
    with pytest.raises(MalformedTerm, match="one table"):
        empirical(x, z)
    with pytest.raises(MalformedTerm, match="one table"):
        empirical()
    with pytest.raises(MalformedTerm, match="conditional"):
        empirical(x, y)(y.i, given=x.i)


def test_the_law_of_an_expectation_is_a_density_of_outcomes() -> None:
    with pytest.raises(MalformedTerm):
        expectation(log(q(x.outcome)), p)  # type: ignore[arg-type]
    with pytest.raises(MalformedTerm, match="density of outcomes"):
        well_formed(x.sum(expectation(log(q(x.i)), p(x.i))))
    with pytest.raises(MalformedTerm, match="density of outcomes"):
        well_formed(expectation(log(q(x.outcome)), function("f")(x.outcome)))


z = sample("z", size="m")
