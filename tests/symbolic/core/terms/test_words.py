"""Tests of symbolic.core.terms.words: what SymPy's words mean in ours, held against the attack's own evaluator."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq
from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Float,
    Heaviside,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    Ne,
    Not,
    Or,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    beta,
    cosh,
    cot,
    coth,
    csc,
    csch,
    erf,
    erfc,
    exp,
    ff,
    gamma,
    lambdify,
    log,
    oo,
    rf,
    sec,
    sech,
)

from properties.instances.evaluation import Compiled, Context, Instance
from properties.instances.numbers import precision
from symbolic import AtMost, Categories, Chain, Verdict, argmin, check, counts, parameter, positive, reals, sample
from symbolic.core.errors import DerivationError, MalformedTerm
from symbolic.core.terms import Same, expression, in_words, raw, walk
from symbolic.models.family import formula
from symbolic.obligations import Obligation
from symbolic.provers import identities
from symbolic.rules import rewrite

x, y = sample("x", domain=reals), sample("y", domain=reals)
u, v = parameter("u", reals), parameter("v", reals)
t, k = Symbol("t"), Symbol("k")
POINTS = [Fraction(a, 2) for a in range(-5, 6)]

CASES = [
    Piecewise((2 * u, u <= v), (3, True)),
    Piecewise((2 * u, u < v), (3, True)),
    Piecewise((u, u >= 1), (v, True)),
    Piecewise((u, u > 1), (v, True)),
    Piecewise((1, Eq(u, 1)), (v, u < 2), (u * v, True)),
    Piecewise((1, Ne(u, v)), (v, True)),
    Piecewise((1, And(u >= 0, u < v)), (0, True)),
    Piecewise((1, Or(u < 0, u > v)), (u, True)),
    Piecewise((0, u < 0), (u, u <= v), (1 - u, u < 2), (0, True)),
    Piecewise((v, Not(Or(u < 0, Eq(u, v)))), (7, True)),
    Piecewise((1, And(u < v, Or(u > 0, v > 1))), (2, Eq(u, v)), (3, True)),
    exp(Piecewise((0, u < 0), (Piecewise((v, v < u), (u, True)), True))),
    Heaviside(u - v, 1),
    Heaviside(u - v, 0),
    KroneckerDelta(u, v),
]


def value(tree: Expr, **at: Fraction) -> Any:
    found = Instance({}, {}, {}, [{name: fmpq(w.numerator, w.denominator) for name, w in at.items()}])
    with precision(96):
        return Compiled(tree, Context(frozenset(at))).value(found, 0)


@pytest.mark.parametrize("tree", CASES, ids=str)
def test_cases_are_indicators_with_the_same_values(tree: Expr) -> None:
    """The evaluator reads a Piecewise by itself; only what stands for it is in our words."""
    meant = in_words(tree)
    assert not any(isinstance(node, Piecewise | Heaviside | KroneckerDelta) for node in walk(meant))
    for a in POINTS:
        for b in POINTS:
            one, other = (
                (arb(w) if not isinstance(w, arb) else w) for w in (value(e, u=a, v=b) for e in (_plain(tree), meant))
            )
            assert one.overlaps(other) and abs(one - other) < 1e-20, (a, b)


def _plain(tree: Expr) -> Expr:
    """What the evaluator knows: it has no Kronecker delta."""
    return Piecewise((1, Eq(u, v)), (0, True)) if isinstance(tree, KroneckerDelta) else tree


@pytest.mark.parametrize(("tree", "wrong"), list(zip(CASES, (*CASES[1:], CASES[0]), strict=True)), ids=str)
def test_cases_differ_from_others(tree: Expr, wrong: Expr) -> None:
    meant = in_words(wrong)
    assert any(not _close(value(_plain(tree), u=a, v=b), value(meant, u=a, v=b)) for a in POINTS for b in POINTS)


def _close(one: Any, other: Any) -> bool:
    return bool(abs(arb(one) - arb(other)) < 1e-20)


w = parameter("w", positive)
ABBREVIATIONS = [
    beta(w, 2 * w),
    rf(w, 3 * w),
    ff(2 * w, w),
    erfc(w),
    sech(w),
    csch(w),
    coth(w),
    sec(w),
    csc(w),
    cot(w),
    exp(1 - erfc(w) * beta(w, 1)),
    Sum(w**k, (k, 0, 3)),
    Sum(k * w, (k, -2, 4)),
    Product(1 + k * w, (k, 1, 3)),
    Sum(Sum(k * w**t, (t, 0, k)), (k, 1, 3)),
    Sum(k * w**t, (t, 0, 2), (k, 1, 3)),
]


@pytest.mark.parametrize("tree", ABBREVIATIONS, ids=str)
def test_abbreviations_are_what_they_stand_for(tree: Expr) -> None:
    meant = in_words(tree)
    assert meant != tree
    expected = lambdify([w], tree.doit(), "mpmath")
    for a in (Fraction(1, 3), Fraction(1), Fraction(7, 4)):
        with mpmath.workdps(40), precision(96):
            said = arb(mpmath.nstr(expected(mpmath.mpf(a.numerator) / a.denominator), 30))
            assert abs(arb(value(meant, w=a)) - said) < 1e-18, a


def test_what_has_no_abbreviation_is_the_very_same_tree() -> None:
    for tree in (log(1 + u**2), AtMost(u, v) * gamma(w), cosh(u)):
        assert in_words(tree) is tree


@pytest.mark.parametrize(
    "tree",
    [
        Piecewise((1, u < 0)),  # whatever it is elsewhere
        Piecewise((1, u < 0), (2, u < 1)),
        Heaviside(u),  # 1/2 at 0
        Integral(exp(-u * v), (v, 0, 1)),
        Sum(exp(-u * v), (v, 0, oo)),
        Piecewise((1, Symbol("b", real=True) < 0), (Heaviside(u), True)).subs(Symbol("b", real=True), u),
    ],
    ids=str,
)
def test_what_has_no_reading_stays_and_is_unknown(tree: Expr) -> None:
    assert any(isinstance(node, Piecewise | Heaviside | Integral | Sum) for node in walk(in_words(tree)))
    judged = identities.prove(Obligation("equal", (tree, tree + 0 * u + Integer(0))))
    assert judged.verdict is not Verdict.REFUTED
    judged = identities.prove(Obligation("equal", (tree, in_words(tree) + 1)))
    assert judged.verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (Sum(t, (t, 0, parameter("n0", counts))), "whole numbers.*AtMost"),
        (Sum(t, (t, 0, oo)), "whole numbers"),
        (Sum(t, (t, 1, 0)), "whole numbers"),
        (Sum(t, (t, 0, 1000)), "at most 64"),
        (Sum(t, (t, 0, Rational(1, 2))), "whole numbers"),
        (Product(Sum(t, (t, 0, 1)), (t, 0, 1)), "whole numbers"),
    ],
    ids=str,
)
def test_sums_without_numbers_say_what_to_write(tree: Expr, message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        in_words(tree)


def test_they_are_read_wherever_an_expression_is_written() -> None:
    cases, meant = Piecewise((0, u <= v), (u, True)), u * (1 - AtMost(u, v))
    assert expression(cases, "here") == in_words(cases) == formula("here", cases)
    assert identities.prove(Obligation("equal", (cases, meant))).verdict is Verdict.PROVED
    row = x.sum(Piecewise((x.i**2, x.i <= u), (0, True)))
    chain = Chain("cases", argmin(row, u)).then(rewrite(x.sum(x.i**2 * AtMost(x.i, u))))
    assert check(chain).proved
    assert expression(Float(0.5) * cases, "here") == in_words(cases / 2)


def test_a_case_must_have_a_value_even_where_it_is_not_taken() -> None:
    """A product with what is undefined is undefined: log(u) stands in it for every u."""
    tree = Piecewise((log(u), u > 0), (0, True))
    chain = Chain("logs", argmin(x.sum(x.i**2) + tree, u)).then(rewrite(x.sum(x.i**2) + tree))
    assert not check(chain).proved


def test_labels_are_compared_as_labels() -> None:
    label = sample("label", domain=Categories("K"))
    read = in_words(Piecewise((1, Eq(label.i, label.each)), (0, True)))
    assert read == Same(label.i, label.each) or read == Same(label.each, label.i)


def test_a_comparison_of_what_is_no_number_is_not_read() -> None:
    theta = parameter("theta")
    with pytest.raises((DerivationError, TypeError)):
        Chain("labels", argmin(x.sum(Piecewise((1, Eq(theta, u)), (0, True))), u))


def test_what_stands_beside_it_is_not_simplified() -> None:
    tree = raw(Add, (raw(Mul, (Integer(2), Integer(3))), erfc(u)))
    assert in_words(tree).args[0].args == (2, 3) and in_words(tree).has(erf)
