"""Tests of symbolic.core.terms.trees: trees keep their written form, and are bounded."""

from typing import Any

import pytest
from sympy import (
    Add,
    E,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    Symbol,
    exp,
    log,
)

from symbolic.core.domains import (
    Categories,
    positive,
    reals,
)
from symbolic.core.errors import MalformedTerm, TooLarge
from symbolic.core.terms import (
    MAX_DEPTH,
    MAX_NODES,
    bounded,
    density,
    measure,
    native,
    parameter,
    raw,
    replace,
    sample,
    walk,
)

theta, eta = parameter("theta"), parameter("eta")
x, y = sample("x"), sample("y")
label, other = sample("label", domain=Categories("K")), sample("other", domain=Categories("M"))
q, p = density("q", theta), density("p")


def test_a_number_that_nobody_could_print_is_refused() -> None:
    bounded(Integer(10) ** 999)
    for number in (Integer(10) ** 1001, Rational(1, 10**1001), -(Integer(10) ** 5000)):
        with pytest.raises(TooLarge, match="more than 1000 digits"):
            bounded(parameter("b", positive) + number)


JOINT = x.sum(log(q(y.i, given=x.i)))
half = parameter("h", positive)


def _quotient() -> Any:
    return Mul(half, Pow(half, -1, evaluate=False), evaluate=False)


def test_raw_nodes_keep_the_written_form() -> None:
    assert raw(Mul, (half, raw(Pow, (half, Rational(-1))))) != 1
    assert str(raw(Add, (half, raw(Mul, (Rational(-1), half))))) == "-h + h"
    assert raw(log, (raw(exp, (half,)),)) != half


def test_replacing_keeps_the_written_form() -> None:
    tree = _quotient()
    other = parameter("k", positive)
    after = replace(tree, lambda t: other if t == half else None)
    assert str(after) == "k/k"
    assert after != 1
    assert replace(raw(log, (raw(exp, (half,)),)), lambda t: other if t == half else None) != other


def test_untouched_subtrees_stay_the_same_objects() -> None:
    tree = JOINT + half
    assert replace(tree, lambda t: None) is tree
    after = replace(tree, lambda t: Rational(2) if t == half else None)
    assert any(t is JOINT for t in walk(after))


def test_replacement_is_simultaneous_and_does_not_look_into_what_it_put() -> None:
    a, b = parameter("a", reals), parameter("b", reals)
    swap = {a: b, b: a}
    assert set(replace(raw(Add, (a, raw(Mul, (Rational(2), b)))), swap.get).args) == {b, 2 * a}


@pytest.mark.parametrize(("tree", "size"), [(half, (1, 1)), (log(half), (2, 2)), (2 * half, (2, 3))])
def test_measure_counts_nodes_as_printed(tree: Any, size: tuple[int, int]) -> None:
    assert measure(tree) == size


def test_measure_counts_shared_nodes_each_time() -> None:
    tree = half
    for _ in range(60):
        tree = raw(Add, (tree, tree))
    assert measure(tree) == (61, 2**61 - 1)


def test_what_is_too_deep_or_too_large_is_refused_without_recursion() -> None:
    deep: Any = half
    for _ in range(20_000):
        deep = raw(log, (deep,))
    with pytest.raises(TooLarge, match="rewrite"):
        bounded(deep)
    with pytest.raises(TooLarge, match=str(MAX_NODES)):
        bounded(Add(*(parameter(f"a{k}", reals) for k in range(MAX_NODES))))
    fits: Any = half
    for _ in range(MAX_DEPTH - 1):
        fits = raw(log, (fits,))
    assert bounded(fits) is None
    with pytest.raises(TooLarge):
        bounded(raw(log, (fits,)))


class Two(Integer):
    """A 1 that prints as 2."""

    def __new__(cls) -> Any:
        one = Expr.__new__(cls)
        one.p = 1
        return one

    def _sympystr(self, printer: Any) -> str:
        return "2"


@pytest.mark.parametrize("kind", [Two, type("Two", (Two,), {"__module__": "sympy.core.numbers"})])
def test_an_expression_of_a_class_of_ones_own_is_refused_for_it_prints_as_it_likes(kind: Any) -> None:
    lie = log(kind(), evaluate=False)
    assert str(lie) == "log(2)" and Integer(1) == kind()
    with pytest.raises(MalformedTerm, match="Two is a class of your own, which may print as it likes"):
        bounded(lie)
    bounded(log(Integer(1), evaluate=False))


def test_a_power_of_e_is_an_exponential() -> None:
    """SymPy takes one that is kept as written for exp of E."""
    u = Symbol("u", real=True)
    assert raw(Pow, (E, u)).func is exp and raw(Pow, (E, u)).args == (u,)
    assert replace(Pow(Symbol("c"), u), {Symbol("c"): E}.get) == exp(u)
    assert raw(Pow, (Integer(2), u)).func is Pow
    with pytest.raises(MalformedTerm, match=r"write exp\(u\)"):
        native(Pow(E, u, evaluate=False))
