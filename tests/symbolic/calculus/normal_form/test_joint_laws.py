"""Tests of symbolic.calculus.normal_form.joint_laws: which columns a mean needs, and which means are one mean."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import log

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.joint_laws import applied, free, marginal, together
from symbolic.core.domains import nonnegative, reals
from symbolic.core.terms import density, expectation, function, parameter, sample

theta, w = parameter("theta"), parameter("w", reals)
x, y, z = sample("x"), sample("y"), sample("z")
X, Y, Z = x.outcome, y.outcome, z.outcome
p, q = density("p"), density("q", theta)
f, h = function("f", theta), function("h", values=nonnegative)
forms = NormalForm()


@pytest.mark.parametrize("law", [p(X), p(X, Y), q(Y, X), p(Y, given=X), p(X, given=(Y, Z)), p(Y, given=x.i)], ids=str)
def test_a_law_is_written_as_it_was_read(law: Any) -> None:
    assert forms.law(applied(forms.law(law))) == forms.law(law)


def test_what_mentions_no_outcome_of_a_law_is_free_of_it() -> None:
    law = forms.law(p(X, Y))
    assert free(forms.of(w + log(q(Z))), law)
    assert not free(forms.of(w + f(X)), law)
    assert not free(forms.of(w * log(q(Z, given=Y))), law)


@pytest.mark.parametrize(
    ("law", "body", "expected"),
    [
        (p(X, Y, Z), f(X), p(X)),
        (p(X, Y, Z), f(X) + f(Z), p(X, Z)),
        (p(X, Y), log(q(X, given=Y)), p(X, Y)),
        (p(X, Y), w, p(X, Y)),
        (p(X, Y, given=Z), f(X), p(X, Y, given=Z)),
        (p(X), f(X), p(X)),
    ],
    ids=str,
)
def test_a_mean_needs_the_columns_that_it_mentions(law: Any, body: Any, expected: Any) -> None:
    assert marginal(forms.law(law), forms.of(body)) == forms.law(expected)


def joined(body: Any, law: Any) -> Any:
    found = together(forms, forms.law(law), forms.inside(law).of(body))
    return None if found is None else found[1:]


def test_a_mean_of_conditional_means_is_one_under_the_joint_law() -> None:
    law, whole = forms.law(p(X, Y)), forms.of(w * f(X) * log(q(Y)))
    assert joined(w * f(X) * expectation(log(q(Y)), p(Y, given=X)), p(X)) == (law, whole)


@pytest.mark.parametrize(
    ("body", "law"),
    [
        (f(X), p(X)),
        (expectation(f(X, Y), p(Y)), p(X)),
        (expectation(f(X, Y), q(Y, given=X)), p(X)),
        (expectation(f(Y, Z), p(Y, given=Z)), p(X, Z, given=Y)),
        (expectation(f(X, Y), p(Y, given=X)), q(X)),
        (h(Z) * expectation(f(X, Y), p(Y, given=X)), p(X, Z)),
        (expectation(f(X, Y, Z), p(Y, given=X)), p(X, Z)),
        (expectation(f(X, Y), p(Y, given=X)) ** 2, p(X)),
        (log(q(X)) * expectation(f(X, Y), p(Y, given=X)), p(X)),
        (expectation(f(X, Y), p(Y, given=X)) * expectation(h(Y), q(Y)), p(X)),
        (expectation(h(X, Y), p(Y, given=X)) + expectation(h(X, Y), q(Y, given=X)), p(X)),
        (expectation(f(X, Y), p(Y, given=X)), p(X, given=Z)),
    ],
    ids=str,
)
def test_other_means_of_means_stay(body: Any, law: Any) -> None:
    assert joined(body, law) is None
