"""Tests of symbolic.core.terms.formation: what is well formed, and what is refused because it means nothing."""

from typing import Any

import pytest
from sympy import (
    Abs,
    Float,
    Rational,
    Symbol,
    Tuple,
    exp,
    log,
    oo,
)

from symbolic.core.domains import (
    Categories,
    countable,
    extended_nonnegative,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import DerivationError, MalformedTerm, Undeclared
from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Entry,
    Expectation,
    Head,
    Index,
    RowSum,
    Same,
    Total,
    cross_entropy,
    density,
    empirical,
    expectation,
    function,
    hypothesis,
    kl_divergence,
    parameter,
    replace,
    sample,
    well_formed,
)

theta, eta = parameter("theta"), parameter("eta")
beta = parameter("beta", reals)
x, y = sample("x"), sample("y")
v = sample("v", domain=reals)
label, other = sample("label", domain=Categories("K")), sample("other", domain=Categories("M"))
q, p = density("q", theta), density("p")
z = sample("z", size="m")
other_label = sample("other", domain=Categories("K"))
JOINT = x.sum(log(q(y.i, given=x.i)))
EMPIRICAL = empirical(x)(x.outcome).head
WELL_FORMED = [
    JOINT,
    x.product(q(x.i)) / x.n,
    kl_divergence(p, q, x),
    cross_entropy(empirical(x), q, x),
    x.sum(z.sum(log(density("r")(x.i, z.i)))),
    expectation(expectation(log(q(y.outcome, given=x.outcome)), p(y.outcome, given=x.outcome)), p(x.outcome)),
    x.sum(expectation(log(q(y.outcome, given=x.i)), p(y.outcome, given=x.i))),
    v.sum((v.i - beta) ** 2),
    function("f", theta)() ** 2,
    label.total(q(label.each)),
    x.sum(log(q(label.i, given=x.i)) - label.total(q(label.each, given=x.i))),
    x.sum(label.total(Same(label.each, label.i) * log(q(label.each, given=x.i)))),
    label.total(Same(label.each, label.each) * log(q(label.each) / label.total(q(label.each)))),
    expectation(Same(label.outcome, label.outcome) + AtMost(v.outcome, beta), p(label.outcome, v.outcome)),
    v.sum(Same(v.i, beta) * AtMost(2 * v.i, beta)),
]


@pytest.mark.parametrize("tree", WELL_FORMED, ids=str)
def test_what_means_something_is_well_formed(tree: Any) -> None:
    assert well_formed(tree) is None


MALFORMED = {
    "an entry outside a sum": (lambda: log(q(x.i)), "stands outside a sum"),
    "an outcome outside an expectation": (lambda: x.sum(log(q(x.outcome))), "stands outside an expectation"),
    "an outcome under a law of another column": (lambda: expectation(log(q(x.outcome)), p(y.outcome)), "outside"),
    "an entry of an unrelated table": (lambda: x.sum(log(q(z.i))), "rows of its table"),
    "a density over unrelated tables": (lambda: x.sum(log(q(x.i, z.i))), "rows of its table"),
    "nested sums over the same rows": (
        lambda: x.sum(log(q(x.i)) * x.sum(log(q(x.i)))),
        "take a second table for the sum inside",
    ),
    "the rows of the same batch as negatives": (
        lambda: x.sum(log(x.sum(q(x.i))) - log(q(x.i))),
        "What is the same for every row stands outside: write x.n \\* log",
    ),
    "a product in a sum over paired rows": (lambda: x.sum(y.product(q(y.i))), "over the same rows"),
    "rows counted by another number": (lambda: RowSum(log(q(x.i)), x._index, z.n), "not by m"),
    "nested expectations over one outcome": (
        lambda: expectation(expectation(log(q(x.outcome)), p(x.outcome)), density("r")(x.outcome)),
        "over the same outcome",
    ),
    "arithmetic on an entry of any set": (lambda: x.sum(x.i**2), "there is no arithmetic"),
    "arithmetic on a parameter of any set": (lambda: theta * x.sum(log(q(x.i))), "there is no arithmetic"),
    "arithmetic on an outcome of a countable set": (
        lambda: expectation(sample("c", domain=countable).outcome, p(sample("c", domain=countable).outcome)),
        "there is no arithmetic",
    ),
    "an index of a density in any set": (
        lambda: replace(JOINT, lambda t: exp(eta) if t == theta else None),
        "there is no arithmetic",
    ),
    "the density of an empirical distribution": (lambda: x.sum(log(empirical(x)(x.i))), "countable space only"),
    "a class outside a sum over all classes": (lambda: log(q(label.each)), "outside a sum over all classes"),
    "a class after its sum": (lambda: label.total(q(label.each)) * q(label.each), "outside a sum over all classes"),
    "a sum over all classes of what has none": (lambda: Total(q(x.i), Class(x.column)), "of a column x in Categories"),
    "a sum over what is no class": (lambda: Total(q(label.outcome), label.outcome), "binds x.each"),
    "arithmetic on a class": (lambda: label.total(2 * label.each), "there is no arithmetic"),
    "an order among classes": (lambda: label.total(AtMost(label.each, label.each)), "there is no arithmetic"),
    "a class that is a number": (lambda: label.total(Same(label.each, 3)), "there is no arithmetic"),
    "classes of two columns": (
        lambda: x.sum(Same(label.i, other_label.i)),
        "compares values of two columns",
    ),
    "the class of another column": (
        lambda: label.total(Same(label.each, other_label.each)),
        "compares values of two columns",
    ),
    "an entry in an indicator outside a sum": (lambda: Same(label.i, label.i), "stands outside a sum"),
    "an entry in the row of another table": (
        lambda: RowSum(log(q(Entry(x.column, z._index))), z._index, z.n),
        "rows of its table",
    ),
    "a density indexed by the number of rows": (
        lambda: x.sum(log(Applied(q(x.i).head, Tuple(x.n), Tuple(x.i), Tuple()))),
        "indexed by parameters, not by n",
    ),
    "an empirical distribution over two tables": (
        lambda: Expectation(log(q(x.outcome)), Applied(EMPIRICAL, Tuple(), Tuple(x.outcome, z.outcome), Tuple())),
        "columns of one table",
    ),
    "an empirical distribution of one column given another": (
        lambda: expectation(
            Expectation(log(q(y.outcome)), Applied(EMPIRICAL, Tuple(), Tuple(y.outcome), Tuple(x.outcome))),
            p(x.outcome),
        ),
        "columns of one table",
    ),
    "an undeclared symbol": (lambda: Symbol("c") * x.sum(log(q(x.i))), "never declared"),
    "a density of a number": (
        lambda: RowSum(Applied(Head("q", "density", nonnegative), Tuple(), Tuple(Rational(1)), Tuple()), x._index, x.n),
        "entries of different columns",
    ),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_what_means_nothing_is_refused(what: str) -> None:
    build, message = MALFORMED[what]
    with pytest.raises((MalformedTerm, Undeclared), match=message):
        well_formed(build())


def test_an_undeclared_symbol_is_named() -> None:
    with pytest.raises(Undeclared, match=r"c in .* was never declared"):
        well_formed(Symbol("c") * JOINT)


def test_sums_over_the_same_rows_are_nested_sums_whatever_the_index_is_called() -> None:
    j = Index("j", "n")
    inner = RowSum(log(q(Entry(x.column, j))), j, x.n)
    with pytest.raises(MalformedTerm):
        well_formed(x.sum(log(q(x.i)) * inner))


def test_an_empirical_distribution_is_unconditional_and_free_of_parameters_however_it_was_built() -> None:
    head = empirical(x)(x.outcome).head
    conditional = Applied(head, Tuple(), Tuple(y.outcome), Tuple(x.i))
    indexed = Applied(head, Tuple(theta), Tuple(y.outcome), Tuple())
    for tree in (x.sum(Expectation(log(q(y.outcome)), conditional)), Expectation(log(q(y.outcome)), indexed)):
        with pytest.raises(DerivationError):
            well_formed(tree)


@pytest.mark.parametrize(
    "head",
    [
        Head("p", "density", positive),
        Head("p", "density", unit_interval),
        Head("p", "function", extended_nonnegative),
        Head("p", "law", nonnegative),
    ],
    ids=repr,
)
def test_a_head_states_no_more_than_its_kind(head: Any) -> None:
    """A density prints the same whatever its head holds: it may not carry hypotheses that no theorem prints."""
    tree = RowSum(Applied(head, Tuple(), Tuple(x.i), Tuple()), x._index, x.n)
    with pytest.raises(DerivationError):
        well_formed(tree)


@pytest.mark.parametrize(
    "fact",
    [
        p(x.i) > 0,
        q(y.i, given=x.i) > 0,
        p(x.i) > 0,
        expectation(Abs(log(p(x.outcome))), p(x.outcome)) < oo,
        density("r")(x.i, z.i) > 0,
    ],
    ids=str,
)
def test_the_two_forms_of_a_hypothesis_are_understood(fact: Any) -> None:
    assert well_formed(hypothesis(fact)) is None


@pytest.mark.parametrize(
    "fact",
    [
        p(x.i) >= 0,
        p(x.i) > 1,
        p(x.i) < 1,
        p(x.i) + q(x.i) > 0,
        p(x.outcome) > 0,
        function("f")(x.i) > 0,
        beta > 0,
        x.n > 5,
        expectation(Abs(log(p(x.outcome))), p(x.outcome)) < 7,
        expectation(log(p(x.outcome)), p(x.outcome)) > 0,
        expectation(log(p(y.outcome)), p(x.outcome)) < oo,
        x.sum(p(x.i)) > 0,
        True,
        "p > 0",
        None,
        Float(1) < 2,
    ],
    ids=str,
)
def test_anything_else_is_no_hypothesis(fact: Any) -> None:
    with pytest.raises(DerivationError):
        hypothesis(fact)


def test_a_logarithm_has_one_argument() -> None:
    w = parameter("w", positive)
    with pytest.raises(MalformedTerm, match=r"to base 2 in log\(w, 2\): write log\(u\) / log\(base\)"):
        well_formed(log(w, 2, evaluate=False))
