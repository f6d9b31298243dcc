"""Tests of symbolic.calculus.normal_form.writing: what is written reads back, and nothing in it is simplified by SymPy."""

from __future__ import annotations

import pytest
from sympy import Abs, Integer, Max, Min, Rational, exp, gamma, log, pi, sqrt

from symbolic.calculus.normal_form import NormalForm, writing
from symbolic.calculus.normal_form.atoms import Undecided
from symbolic.calculus.normal_form.writing import written_polynomial
from symbolic.core.domains import positive, reals
from symbolic.core.terms import AtMost, Same, density, expectation, parameter, sample

s, t, w = parameter("s", positive), parameter("t", positive), parameter("w", reals)
x = sample("x", domain=reals)
q, p = density("q", w), density("p")

TREES = [
    Integer(0),
    Rational(-3, 7),
    2 * sqrt(2) * s,
    exp(w) * exp(2) * s**-2,
    log(2 * s) + pi,
    (s + t) ** Rational(1, 3) / (1 + s),
    x.sum(w * x.i + log(q(x.i))) / x.n,
    Abs(w - s) * AtMost(w, t) + Same(w, s),
    gamma(s + 2),
    Max(w, s, evaluate=False) - Min(w, t, evaluate=False),
    expectation(q(x.outcome), p(x.outcome)),
]


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_what_is_written_has_the_same_normal_form(tree: object) -> None:
    forms = NormalForm()
    form = forms.of(tree)
    assert forms.of(written_polynomial(form)) == form


def test_a_form_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    form = NormalForm().of(w * s + t)
    assert written_polynomial(form) == s * w + t
    monkeypatch.setattr(writing, "MAX_WEIGHT", 1)
    with pytest.raises(Undecided, match="too large"):
        written_polynomial(form)
