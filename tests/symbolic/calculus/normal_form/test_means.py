"""Tests of symbolic.calculus.normal_form.means: linear in constants, split where a part is integrable, a mean over rows."""

from __future__ import annotations

import pytest
from sympy import Abs, Integer, log, oo

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.atoms import MeanAtom, Undecided
from symbolic.calculus.normal_form.means import mean
from symbolic.core.domains import nonnegative, reals
from symbolic.core.terms import Expectation, density, empirical, expectation, function, parameter, sample

w, a = parameter("w", reals), parameter("a", nonnegative)
x = sample("x", domain=reals)
p, f, g, phat = density("p"), function("f", w), function("g", w), empirical(x)
law = p(x.outcome)
F, G = f(x.outcome), g(x.outcome)
forms = NormalForm()


def test_constants_leave_an_expectation() -> None:
    assert mean(forms, expectation(w * F, law)) == forms.multiply(forms.of(w), mean(forms, expectation(F, law)))
    assert mean(forms, expectation(Integer(3), law)) == forms.of(Integer(3))


def test_a_mean_splits_only_where_a_part_is_integrable() -> None:
    whole = Expectation(F + G, law)
    assert len(mean(forms, whole)) == 1
    assert len(mean(NormalForm((expectation(Abs(F), law) < oo,)), whole)) == 2


def test_what_may_be_infinite_for_every_outcome_is_refused() -> None:
    with pytest.raises(Undecided, match="every outcome"):
        mean(forms, Expectation(F * log(a), law))


def test_under_an_empirical_distribution_it_is_the_mean_over_the_rows() -> None:
    found = mean(forms, expectation(F, phat(x.outcome)))
    assert found == forms.of(x.sum(f(x.i)) / x.n)
    assert not any(isinstance(atom, MeanAtom) for m in found for atom, _ in m)


def test_a_law_of_entries_is_no_law() -> None:
    with pytest.raises(Undecided, match="no law of outcomes"):
        mean(forms, Expectation(f(x.i), p(x.i)))
