"""Tests of symbolic.calculus.roots: a number for each sum under a root that is surely finite and at least 0."""

import pytest
from sympy import log, sqrt

from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.calculus.roots import roots
from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample

x = sample("x", domain=reals)
u, v, s = parameter("u", reals), parameter("v", reals), parameter("s", positive)


def test_a_sum_of_squares_under_a_root_has_a_number():
    inner = u**2 + v**2
    forms = NormalForm()
    known = roots(forms, 2 * sqrt(s * inner))
    assert list(known) == [inner]
    abstract = forms.where(known)
    assert abstract.equal(abstract.of(sqrt(inner) ** 2), abstract.of(inner))
    assert not abstract.equal(abstract.of(sqrt(inner)), abstract.of(inner))


def test_two_sums_have_two_numbers_whose_names_are_new():
    named = parameter("root1", positive)
    known = roots(NormalForm(), sqrt(u**2 + named) + sqrt(x.sum(x.i**2)))
    assert len(known) == 2
    assert len({tuple(p) for p in known.values()}) == 2
    assert not any(named in str(p) for p in map(str, known.values()) if "'root1'" in p)


@pytest.mark.parametrize(
    "tree",
    [sqrt(u + v), sqrt(u**2 - 1), sqrt(1 / s + log(s)), (u**2 + 1) ** 2, sqrt(s), sqrt(1 + (1 / v) ** 2)],
    ids=str,
)
def test_what_may_be_negative_or_infinite_and_what_is_no_sum_has_none(tree):
    assert roots(NormalForm(), tree) == {}


def test_without_a_number_the_normal_form_stops():
    with pytest.raises(Undecided):
        NormalForm().of(sqrt(u + v))
