"""Tests of symbolic.calculus.normal_form.functions: indicators, absolute values, parity, Gamma and its derivatives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sympy import (
    Abs,
    EulerGamma,
    Expr,
    Integer,
    Rational,
    binomial,
    cos,
    factorial,
    gamma,
    log,
    pi,
    polygamma,
    sin,
    sqrt,
    tanh,
)

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.atoms import Undecided
from symbolic.calculus.normal_form.functions import (
    absolute,
    at_most,
    gamma_of,
    indicated,
    polygamma_of,
    same_value,
    special,
)
from symbolic.calculus.normal_form.polynomials import ONE, constant
from symbolic.core.domains import Integers, counts, nonnegative, positive, reals
from symbolic.core.terms import AtMost, Same, parameter, raw, sample
from symbolic.functions import ROWS

a, s, t, w, v = (
    parameter("a", nonnegative),
    parameter("s", positive),
    parameter("t", positive),
    parameter("w", reals),
    parameter("v", reals),
)
k, x = parameter("k", counts), sample("x", domain=reals)
forms = NormalForm()
of = forms.of
one: dict[object, int] = {ONE: 1}


def test_indicators_that_are_sure_and_that_are_not() -> None:
    assert at_most(forms, Integer(0), a) == one
    assert at_most(forms, s, Integer(0)) == {}
    assert at_most(forms, w, v) == of(AtMost(2 * s * w, 2 * s * v)) != at_most(forms, v, w)
    assert indicated(forms, of(v - w)) == at_most(forms, w, v)


def test_two_values_are_the_same_whichever_comes_first() -> None:
    assert same_value(forms, w, v) == same_value(forms, v, w) == of(Same(w, v))
    assert same_value(forms, w, w) == one
    assert same_value(forms, s + 1, Integer(0)) == {}
    assert same_value(forms, x.i, x.outcome) == same_value(forms, x.outcome, x.i)


def test_absolute_values_are_multiplicative_and_even() -> None:
    assert absolute(forms, of(w * v)) == forms.multiply(absolute(forms, of(w)), absolute(forms, of(v)))
    assert absolute(forms, of(w - v)) == absolute(forms, of(v - w)) == of(Abs(w - v))
    assert absolute(forms, of(-s)) == of(s)
    assert absolute(forms, of(w**2)) == of(w**2)
    assert absolute(forms, of(w)) != of(w)


def test_parity_and_turns() -> None:
    assert special(forms, ROWS["tanh"], [of(-w)]) == of(-tanh(w))
    assert special(forms, ROWS["cos"], [of(w + 3 * pi)]) == of(-cos(w))
    assert special(forms, ROWS["sin"], [of(w + 2 * pi * k)]) == of(sin(w))
    assert special(forms, ROWS["cos"], [of(w + pi * w)]) != of(cos(w))
    assert special(forms, ROWS["sin"], [{}]) == {}


def test_gamma_moves_down_to_its_last_positive_argument() -> None:
    assert gamma_of(forms, of(s + 2)) == of(s * (s + 1) * gamma(s))
    assert gamma_of(forms, constant(5)) == constant(24)
    assert gamma_of(forms, constant(Fraction(1, 2))) == of(sqrt(pi))
    with pytest.raises(Undecided):
        gamma_of(forms, of(w))


n, m = parameter("n", counts), parameter("m", Integers(3, 9))
j, i = parameter("j", Integers(0, 3)), parameter("l", Integers())
BINOMIALS = [
    (binomial(a, 2), a * (a - 1) / 2),  # also between 0 and 2
    (binomial(n, 0), one),
    (raw(binomial, (n, Integer(-1))), {}),
    (raw(binomial, (n, n + 1)), {}),
    (raw(binomial, (a + 1, a - 1)), a * (a + 1) / 2),
    (raw(binomial, (Integer(5), Integer(2))), constant(10)),
    (raw(binomial, (Integer(1), Integer(4))), {}),
    (binomial(m, j), factorial(m) / (factorial(j) * factorial(m - j))),
    (binomial(a + s, s), gamma(a + s + 1) / (gamma(a + 1) * gamma(s + 1))),
    (binomial(m, m - j), binomial(m, j)),
    (raw(binomial, (n, n - k)), binomial(n, k)),
]


@pytest.mark.parametrize(("tree", "expected"), BINOMIALS, ids=[str(row[0]) for row in BINOMIALS])
def test_binomial_coefficients(tree: Any, expected: Any) -> None:
    assert of(tree) == (of(expected) if isinstance(expected, Expr) else expected)


def test_binomial_coefficients_that_are_not_alike() -> None:
    assert of(binomial(n, k)) != of(binomial(k, n)) and of(binomial(n, k)) != of(binomial(n + 1, k))
    assert of(binomial(a, 2)) != of(a * (a + 1) / 2)
    for tree in (binomial(i, 2), binomial(w, k), binomial(a - 1, 0 * k + 3), raw(binomial, (Integer(-2), k))):
        with pytest.raises(Undecided):
            of(tree)
    with pytest.raises(Undecided):  # beyond what k may be, Gamma(n - k + 1) has poles
        of(factorial(n) / (factorial(k) * factorial(n - k)))


def test_the_sign_of_a_binomial_coefficient() -> None:
    assert forms.sign_of(of(binomial(n, i))) == 0, "it counts subsets"
    assert forms.sign_of(of(binomial(a + s, s))) == 1 and forms.sign_of(of(binomial(k + 1, k))) == 1
    for tree in (binomial(a, k), binomial(n, a), binomial(n, i / 2), binomial(n, w)):
        assert forms.sign_of(of(tree)) is None, tree


@pytest.mark.parametrize(
    ("order", "tree", "expected"),
    [
        (0, s + 1, polygamma(0, s) + 1 / s),
        (1, s + 1, polygamma(1, s) - s**-2),
        (0, Integer(1), -EulerGamma),
        (0, Rational(1, 2), -EulerGamma - 2 * log(2)),
        (1, Integer(2), pi**2 / 6 - 1),
        (1, Rational(1, 2), pi**2 / 2),
    ],
)
def test_the_derivatives_of_log_gamma(order: int, tree: object, expected: object) -> None:
    assert polygamma_of(forms, order, of(tree)) == of(expected)


def test_derivatives_of_log_gamma_that_may_not_exist_are_refused() -> None:
    for order, tree in ((0, w), (100, s)):
        with pytest.raises(Undecided):
            polygamma_of(forms, order, of(tree))
