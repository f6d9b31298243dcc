"""Tests of symbolic.core.terms.unfolding: definitions and laws, read at what stands there."""

from sympy import (
    Mul,
    Pow,
    Rational,
    log,
)

from symbolic.core.domains import (
    Categories,
)
from symbolic.core.terms import (
    Same,
    at_row,
    density,
    expectation,
    parameter,
    raw,
    replace,
    sample,
    unfold,
)

theta, eta = parameter("theta"), parameter("eta")
x, y = sample("x"), sample("y")
label, other = sample("label", domain=Categories("K")), sample("other", domain=Categories("M"))
q, p = density("q", theta), density("p")


def test_unfolding_reads_the_definition_at_the_actual_arguments() -> None:
    r = density("r", theta)
    new, definition = r(y.i, x.i), q(y.i, given=x.i) * p(x.i)
    at_eta = replace(r(y.outcome, x.outcome), lambda t: eta if t == theta else None)
    q_eta = density("q", eta)
    assert unfold(log(at_eta), new, definition) == log(q_eta(y.outcome, given=x.outcome) * p(x.outcome))
    assert unfold(x.sum(log(r(x.i))), new, definition) == x.sum(log(r(x.i)))
    assert unfold(x.sum(log(r(x.i, y.i))), new, definition) == x.sum(log(definition))


def test_unfolding_keeps_the_written_form() -> None:
    r = density("r")
    tree = raw(Mul, (r(x.i), raw(Pow, (r(x.i), Rational(-1)))))
    assert str(unfold(tree, r(x.i), p(x.i))) == "p(x_i)/p(x_i)"


def test_reading_at_a_row_replaces_free_outcomes() -> None:
    assert at_row(log(q(y.outcome, given=x.outcome)), x._index, (x.outcome, y.outcome)) == log(q(y.i, given=x.i))


def test_reading_at_a_row_leaves_outcomes_that_another_expectation_binds() -> None:
    inner = expectation(log(q(y.outcome, given=x.outcome)), p(y.outcome))
    assert at_row(inner, x._index, (x.outcome,)) == expectation(log(q(y.outcome, given=x.i)), p(y.outcome))


def test_reading_at_a_row_leaves_classes_alone() -> None:
    tree = label.total(q(label.each) * Same(label.each, label.outcome))
    assert at_row(tree, x._index, (label.outcome,)) == label.total(q(label.each) * Same(label.each, label.i))


def test_unfolding_reads_a_definition_at_a_class() -> None:
    r = density("r", theta)
    tree = label.total(log(r(label.each)))
    assert unfold(tree, r(label.i), q(label.i) ** 2) == label.total(log(q(label.each) ** 2))
