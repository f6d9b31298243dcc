"""Tests of symbolic.calculus.normal_form.knowledge: what follows for a monomial from what is known of its factors."""

from __future__ import annotations

import pytest
from sympy import log

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.knowledge import Knowledge
from symbolic.core.domains import nonnegative, positive, reals, unit_interval
from symbolic.core.terms import parameter

a, s, w, h = parameter("a", nonnegative), parameter("s", positive), parameter("w", reals), parameter("h", unit_interval)
forms = NormalForm()


def test_it_is_an_interface() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Knowledge()  # type: ignore[abstract]


@pytest.mark.parametrize(("tree", "expected"), [(s, 1), (s * a, 0), (s * w, None), (a * h, 0)])
def test_the_sign_of_a_term_is_the_least_of_its_factors(tree: object, expected: int | None) -> None:
    ((m, _),) = forms.of(tree).items()
    assert forms.sign_of_term(m) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (log(s), set()),
        (log(a), {-1}),
        (-2 * log(a), {1}),
        (s * log(a), {-1}),
        (w * log(a), {-1, 1}),
        (log(a) ** 2, {-1, 1}),
        (log(a) * log(h), {-1, 1}),
    ],
)
def test_a_term_goes_to_the_infinities_of_its_one_wild_factor(tree: object, expected: set[int]) -> None:
    assert forms.directions(forms.of(tree)) == expected
    assert all(map(forms.tame, forms.of(tree))) is not bool(expected)


def test_a_polynomial_is_nonnegative_term_by_term() -> None:
    assert forms.nonnegative(forms.of(a + 2 * s))
    assert not forms.nonnegative(forms.of(a - s))
    assert not forms.nonnegative(forms.of(a + w))
