"""Tests of symbolic.calculus.normal_form.logarithms: log, exp and products over rows, with the signs that they need."""

from __future__ import annotations

import pytest
from sympy import exp, log

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.atoms import Undecided
from symbolic.calculus.normal_form.logarithms import exponential, logarithm, product_over_rows
from symbolic.calculus.normal_form.polynomials import constant
from symbolic.calculus.normal_form.ring import power
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.terms import density, parameter, sample

a, b = parameter("a", nonnegative), parameter("b", nonnegative)
s, t, w = parameter("s", positive), parameter("t", positive), parameter("w", reals)
x = sample("x", domain=reals)
q = density("q", w)
forms = NormalForm()
of = forms.of


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (a * b, log(a) + log(b)),
        (6 * s, log(2) + log(3) + log(s)),
        (exp(w) * s**3, w + 3 * log(s)),
        (s * t + s, log(s) + log(1 + t)),
        (3 / (s + t), log(3) - log(s + t)),
        (x.product(q(x.i)), x.sum(log(q(x.i)))),
    ],
    ids=str,
)
def test_the_logarithm_of_a_product_is_a_sum(tree: object, expected: object) -> None:
    assert logarithm(forms, of(tree)) == of(expected)


@pytest.mark.parametrize("tree", [w, -s, s - s, w * s, log(a)], ids=str)
def test_the_logarithm_needs_a_finite_nonnegative_argument(tree: object) -> None:
    with pytest.raises(Undecided):
        logarithm(forms, of(tree))


@pytest.mark.parametrize(
    ("tree", "expected"), [(log(a), a), (w + log(s), s * exp(w)), (2 * log(a) + 1, exp(1) * a**2), (log(1 + a), 1 + a)]
)
def test_the_exponential_of_a_sum_is_a_product(tree: object, expected: object) -> None:
    assert exponential(forms, of(tree)) == of(expected)


def test_the_exponential_refuses_what_may_be_infinite_upwards() -> None:
    with pytest.raises(Undecided):
        exponential(forms, of(-log(a)))


def test_products_over_rows() -> None:
    assert product_over_rows(forms, "n", constant(2)) == of(exp(x.n * log(2)))
    assert product_over_rows(forms, "n", of(s * exp(x.i))) == of(exp(x.n * log(s) + x.sum(x.i)))
    assert product_over_rows(forms, "n", constant(-2)) != of(-exp(x.n * log(2)))
    assert product_over_rows(forms, "n", of(4 * s**2)) == power(forms, product_over_rows(forms, "n", of(-2 * s)), 2)
    with pytest.raises(Undecided, match="negative"):
        product_over_rows(forms, "n", of(x.i + 1))
