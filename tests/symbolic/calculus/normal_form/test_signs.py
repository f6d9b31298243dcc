"""Tests of symbolic.calculus.normal_form.signs: signs of sums by their terms, by intervals, by one of their quantities."""

from __future__ import annotations

import pytest
from sympy import exp, log, oo

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.atoms import ClassAtom, EntryAtom, OutcomeAtom
from symbolic.core.domains import nonnegative, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import AtMost, Class, density, empirical, function, parameter, sample

theta = parameter("theta")
a, s, t, w = parameter("a", nonnegative), parameter("s", positive), parameter("t", positive), parameter("w", reals)
h, p = parameter("h", unit_interval), parameter("p", open_unit_interval)
x, y = sample("x", domain=reals), sample("y", domain=reals)
q, f = density("q", theta), function("f", theta)
forms = NormalForm()

SIGNS = [
    (s + a, 1),
    (s - t, None),
    (1 - h, 0),
    (1 - p, 1),
    (s - s * h, 0),
    (s * exp(w) - p * s * exp(w), 1),
    (w**2 + s, 1),
    (w**2 - 2 * w * t + t**2, 0),
    (w**2 - 2 * w * t - t**2, None),
    (1 - h * p, 1),
    (p - h, None),
    (log(a), None),
    (h * AtMost(w, t) + (1 - h) * (1 - AtMost(w, t)), 0),
    (s * AtMost(w, t) + t * (1 - AtMost(w, t)), 1),
    (1 - AtMost(w, t) / 2, 1),
    (s * AtMost(w, t) - t * (1 - AtMost(w, t)), None),
    (h * AtMost(w, t) - s * (1 - AtMost(w, t)), None),
    (h - AtMost(w, t), None),
]


@pytest.mark.parametrize(("tree", "expected"), SIGNS, ids=[str(row[0]) for row in SIGNS])
def test_the_sign_of_a_sum(tree: object, expected: int | None) -> None:
    assert forms.sign_of(forms.of(tree)) == expected


def test_an_interval_of_a_sum() -> None:
    found = forms.enclosure_of(forms.of(2 * h - 1))
    assert found is not None and (found.lower, found.upper) == (-1, 1)
    assert forms.enclosure_of(forms.of(q(x.i) * log(a))) is None or not forms.tame(next(iter(forms.of(log(a)))))


def test_arguments_are_told_apart() -> None:
    assert isinstance(forms.argument(x.i), EntryAtom)
    assert isinstance(forms.argument(x.outcome), OutcomeAtom)
    assert isinstance(forms.argument(Class(x.column)), ClassAtom)
    assert forms.value(q(x.i, y.i)) == forms.value(q(y.i, x.i)), "the columns say which is which"
    assert forms.value(f(x.i, y.i)) != forms.value(f(y.i, x.i)), "the places say which is which"


def test_a_density_is_positive_by_hypothesis_under_its_own_law_and_at_its_own_data() -> None:
    value = q(x.outcome)
    assert not forms.surely_positive(forms.value(value))
    assert forms.inside(value).surely_positive(forms.value(value))
    assert not forms.inside(q(y.outcome)).surely_positive(forms.value(value))
    X, Y = x.outcome, y.outcome
    one_after_the_other = forms.inside(q(X)).inside(q(Y, given=X))
    for drawn in (q(X, Y), q(Y), q(X, given=Y), q(X)):
        assert one_after_the_other.surely_positive(forms.value(drawn))
        assert not forms.inside(density("r")(X)).inside(q(Y, given=X)).surely_positive(forms.value(drawn))
    assert not forms.inside(q(X)).inside(q(Y, given=x.i)).surely_positive(forms.value(q(X, Y)))
    apart = forms.inside(q(X)).inside(q(Y))
    assert not apart.surely_positive(forms.value(q(X, Y))), "drawn independently of one another"
    Z = sample("z").outcome
    fork = forms.inside(q(X, Z)).inside(q(Y, given=X))
    assert fork.surely_positive(forms.value(q(X, Y)))
    assert not fork.surely_positive(forms.value(q(Z, Y))), "given x, y is independent of z"
    assert not fork.surely_positive(forms.value(q(X, Y, Z)))
    assert NormalForm((q(x.i) > 0,)).surely_positive(forms.value(q(x.i)))
    phat = empirical(x)
    assert forms.surely_positive(forms.value(phat(x.i)))


def test_a_law_is_its_density_without_values() -> None:
    assert forms.law(q(x.outcome)) == forms.value(q(x.outcome)).law
    assert forms.law(q(x.outcome)) != forms.law(q(y.outcome))
    assert oo not in forms.law(q(x.outcome))
