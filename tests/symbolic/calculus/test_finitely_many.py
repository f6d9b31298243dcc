"""Tests of symbolic.calculus.finitely_many: which quantities have finitely many values, and trees at one of them."""

from sympy import Abs, Derivative, Integer, Max, Mul, Pow, Rational, exp, log

from symbolic.calculus.finitely_many import MAX_VALUES, at, has_quantity, quantities, quantity, values_of
from symbolic.core.domains import Categories, FiniteSet, Integers, binary, counts, reals
from symbolic.core.terms import (
    AtMost,
    NegativePart,
    Same,
    density,
    empirical,
    expectation,
    function,
    parameter,
    raw,
    sample,
)

b, z = parameter("b", binary), parameter("z", reals)
y, w, v = sample("y", domain=FiniteSet((-1, 1))), sample("w", domain=reals), sample("v", size="m", domain=binary)
k = sample("k", domain=Categories("K"))
f = function("f")
P, Q = density("P"), density("Q")


def test_few_numbers_are_told_and_nothing_else() -> None:
    assert list(values_of(b) or ()) == [0, 1]
    assert list(values_of(y.i) or ()) == [-1, 1]
    assert list(values_of(y.outcome) or ()) == [-1, 1]
    for other in (z, w.i, k.i, k.each, parameter("n", counts), b + 1, y.n, f(y.i), parameter("a")):
        assert values_of(other) is None, other
    assert values_of(parameter("c", Integers(1, MAX_VALUES))) is not None
    assert values_of(parameter("c", Integers(1, MAX_VALUES + 1))) is None


def test_a_quantity_counts_where_it_is_a_number_and_free() -> None:
    assert quantity(z + b) == (b, values_of(b))
    assert quantity(y.i * z) == (y.i, values_of(y.i))
    assert quantity(y.sum(b * w.i)) == (b, values_of(b))
    assert quantity(v.sum(v.i * y.i)) == (y.i, values_of(y.i)), "a row from around the sum"
    assert quantity(expectation(y.i * w.outcome, P(w.outcome))) == (y.i, values_of(y.i))
    for tree in (
        y.sum(y.i),
        y.product(y.i),
        f(y.i),
        P(w.i, given=y.i),
        expectation(y.outcome, P(y.outcome)),
        expectation(y.outcome + y.i, empirical(y)(y.outcome)),
        k.total(Same(k.i, k.each)),
        Derivative(b**2, z),
        z,
    ):
        assert quantity(tree) is None, tree
    assert quantities(b * y.i + y.i) == [(b, values_of(b)), (y.i, values_of(y.i))] or len(quantities(b * y.i)) == 2
    assert has_quantity(y.sum(y.i))
    assert not has_quantity(w.sum(w.i), k.total(Same(k.i, k.each)))


def test_a_value_stands_where_the_quantity_is_a_number() -> None:
    assert at(z * b, b, 1) == raw(Mul, (z, Integer(1))) or at(z * b, b, 1) == raw(Mul, (Integer(1), z))
    assert at(f(y.i), y.i, 1) == f(y.i), "an argument stays"
    assert at(Q(w.i, given=y.i), y.i, 1) == Q(w.i, given=y.i)
    assert at(y.sum(y.i), y.i, 1) == y.sum(y.i), "another row"
    assert at(v.sum(y.i), y.i, 1) == v.sum(1), "the same row"
    within = expectation(y.outcome, P(y.outcome))
    assert at(within, y.outcome, 1) == within, "another outcome"
    assert at(expectation(y.outcome * w.outcome, P(w.outcome)), y.outcome, -1).body.args[0] in (-1, w.outcome)
    mean = expectation(y.outcome + y.i, empirical(y)(y.outcome))
    assert at(mean, y.i, 1) == mean
    assert at(Derivative(b**2, z), b, 1) == Derivative(b**2, z)
    assert at(y.i, y.outcome, 1) == y.i


def test_numbers_are_worked_out() -> None:
    for tree, value in (
        (2 * b + 1, 3),
        ((b + 1) ** 3, 8),
        ((b - 3) ** -1, Rational(-1, 2)),
        (Abs(b - 3), 2),
        (Max(b, Rational(1, 2)), 1),
        (raw(AtMost, (b, Integer(0))), 0),
        (raw(Same, (b, Integer(1))), 1),
        (raw(NegativePart, (b - 3,)), 2),
        (raw(Pow, (b - 1, b - 1)), 1),
    ):
        assert at(tree, b, 1) == value, tree
    assert at(1 / (b - 1), b, 1).func is Pow, "nothing is divided by 0"
    assert at(b**1000, b, 1).func is Pow
    assert at(log(b), b, 1).func is log
    assert at(exp(b), b, 1).func is exp
    assert at(z ** (1 - b), b, 1) == raw(Pow, (z, Integer(0)))


def test_what_is_multiplied_by_0_is_left_out_only_if_asked() -> None:
    tree = b / z
    assert at(tree, b, 0).has(z)
    assert at(tree, b, 0, prune=True) == 0
    assert at((1 / z) ** b, b, 0).has(z)
    assert at((1 / z) ** b, b, 0, prune=True) == 1
