"""Tests of symbolic.calculus.normal_form.sums: sums over rows and classes, and the rows and classes that they bind."""

from __future__ import annotations

import pytest
from sympy import Abs, Integer, log

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.atoms import CountAtom, Undecided
from symbolic.calculus.normal_form.polynomials import constant, single
from symbolic.calculus.normal_form.sums import one_row, sum_over_rows, total
from symbolic.core.domains import Categories, nonnegative, reals
from symbolic.core.terms import Class, Index, Same, density, expectation, function, parameter, sample

w, a = parameter("w", reals), parameter("a", nonnegative)
x, k = sample("x", domain=reals), sample("k", domain=Categories("K"))
f, g = function("f", w), function("g", w)
each = Class(k.column)
forms = NormalForm()
of = forms.of


def test_a_sum_over_rows_is_linear_and_counts_what_is_free_of_them() -> None:
    assert sum_over_rows(forms, "n", constant(3)) == {frozenset({(CountAtom("n"), 1)}): 3}
    assert sum_over_rows(forms, "n", of(w * x.i + 1)) == of(w * x.sum(x.i) + x.n)
    assert sum_over_rows(forms, "m", of(x.i)) == forms.multiply(single(CountAtom("m")), of(x.i))


def test_a_factor_that_may_be_infinite_stays_where_the_sign_is_not_known() -> None:
    with pytest.raises(Undecided, match="outside the rows"):
        sum_over_rows(forms, "n", forms.multiply(of(log(a)), of(x.i)))


def test_a_sum_over_classes_chooses_the_class_that_is_the_same() -> None:
    assert total(forms, k.column, of(Same(each, k.i) * f(each))) == of(f(k.i))
    assert total(forms, k.column, of(f(each) + g(each))) == forms.add(
        total(forms, k.column, of(f(each))), total(forms, k.column, of(g(each)))
    )
    assert total(forms, k.column, of(Same(each, k.i))) == constant(1)


def test_a_chosen_class_is_not_caught_by_an_expectation() -> None:
    law = density("p")(k.outcome)
    body = Same(each, k.outcome) * expectation(Abs(f(each) + g(k.outcome)), law)
    with pytest.raises(Undecided, match="chosen outside"):
        total(forms, k.column, of(body))


def test_rows_of_one_table_stand_in_no_sum_over_another_row() -> None:
    i, j = Index("i", "n"), Index("j", "n")
    one_row(x.i, "n", x.i.args[1])
    one_row(x.sum(x.i), "m")
    for body, index in ((x.i, i if x.i.args[1] == j else j), (x.sum(x.i), i)):
        with pytest.raises(Undecided, match="inside one another"):
            one_row(body, "n", index)
    assert one_row(Integer(1), "n") is None
