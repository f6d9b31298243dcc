"""Tests of symbolic.calculus.assumed: signs that follow from assumed ones, and those that do not."""

from fractions import Fraction
from typing import Any

import pytest
from sympy import Integer, log

from symbolic.calculus.assumed import ANY, AT_LEAST_0, AT_MOST_0, ZERO, Assumed
from symbolic.calculus.normal_form import NormalForm
from symbolic.core.domains import nonnegative, open_unit_interval, positive, reals
from symbolic.core.terms import parameter

z, w, v = (parameter(name, reals) for name in "zwv")
s, a, e = parameter("s", positive), parameter("a", nonnegative), parameter("epsilon", open_unit_interval)
UP, DOWN = frozenset({1}), frozenset({-1})


def signs(u: Any, *facts: tuple[Any, frozenset[int]]) -> frozenset[int]:
    forms = NormalForm()
    assumed = Assumed(forms)
    for fact, known in facts:
        _, fixed, o = forms.oriented(forms.of(fact))
        assumed = assumed.and_that(fixed, frozenset(o * sign for sign in known))
    return assumed.signs(forms.of(u))


@pytest.mark.parametrize(
    ("u", "facts", "found"),
    [
        (s, (), UP),
        (-s, (), DOWN),
        (a, (), AT_LEAST_0),
        (z - z, (), ZERO),
        (z, (), ANY),
        (z**2 * s, (), AT_LEAST_0),
        (z * w, ((z, UP), (w, DOWN)), DOWN),
        (z * w, ((z, AT_LEAST_0), (w, DOWN)), AT_MOST_0),
        (z * w, ((z, ZERO),), ZERO),
        (z * w, ((z, UP),), ANY),
        (z**3, ((z, DOWN),), DOWN),
        (z**2 * w, ((z, DOWN), (w, DOWN)), DOWN),
        ((z - 1) * (w - s), ((z - 1, UP), (s - w, UP)), DOWN),
        (z**2 - w**2, ((z - w, UP), (z + w, DOWN)), DOWN),
        (-2 * z * w + 2 * z, ((z, UP), (1 - w, DOWN)), DOWN),
        (log(s) * z, ((log(s), UP), (z, DOWN)), DOWN),
        (z - 1 + e, ((z - 1 - e, AT_LEAST_0),), UP),
        (z - 1 - e, ((z - 1 + e, AT_MOST_0),), DOWN),
        (z - 1 - e, ((z - 1 + e, AT_LEAST_0),), ANY),
        (3 * z - 3 * w, ((w - z, AT_MOST_0),), AT_LEAST_0),
        (z - v, ((z - w, UP), (w - v, AT_LEAST_0)), UP),
        (z - v, ((z - w, AT_LEAST_0), (w - v, AT_LEAST_0)), AT_LEAST_0),
        (z - v, ((z - w, AT_LEAST_0), (v - w, AT_LEAST_0)), ANY),
        (z + s, ((z, AT_LEAST_0),), UP),
        (z + a, ((z, AT_LEAST_0),), AT_LEAST_0),
        (z - s, ((z, AT_LEAST_0),), ANY),
        (z + w, ((z, UP),), ANY),
    ],
)
def test_what_follows_from_what_is_assumed(u: Any, facts: Any, found: frozenset[int]) -> None:
    assert signs(u, *facts) == found


def test_a_factor_that_is_open_is_named_the_undecided_one_first() -> None:
    forms = NormalForm()
    assumed = Assumed(forms)
    found = assumed.open_factor(forms.of(a * (z - 1)))
    assert found is not None
    assert found[1] == ANY
    assert dict(found[0]) in (dict(forms.of(z - 1)), dict(forms.of(1 - z)))
    assert assumed.open_factor(forms.of(2 * s)) is None


def test_the_product_of_the_factors_is_the_polynomial_up_to_a_positive_number() -> None:
    forms = NormalForm()
    for u in (z * w, z**2 - w**2, 3 * z * (1 - w) ** 2 * s, -z - 1, (z - w) * (z - v) * (v - w), z**2 + w**2):
        form = forms.of(u.expand())
        product = forms.of(Integer(1))
        for f, e in Assumed(forms).factors(form):
            for _ in range(e):
                product = forms.multiply(product, f)
        ratios = {Fraction(form[m]) / product[m] for m in form}
        assert set(form) == set(product)
        assert len(ratios) == 1
        assert min(ratios) > 0
