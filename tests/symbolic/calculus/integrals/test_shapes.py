"""Tests of shapes: a monomial as a function of one variable, and cancelling what is divided by."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import exp, log, sqrt

from symbolic.calculus.integrals.shapes import (
    coefficients,
    linear,
    pure_power,
    read,
    split,
    tidied,
    whole,
)
from symbolic.calculus.integrals.shapes import (
    positive as surely_positive,
)
from symbolic.calculus.normal_form import ONE, NormalForm, Undecided, constant, negated
from symbolic.core.domains import RealInterval, counts, nonnegative, open_unit_interval, positive, reals
from symbolic.core.terms import parameter, sample

X = sample("x", domain=positive).outcome
atom = NormalForm.argument(X)
a, b, mu = parameter("a", positive), parameter("b", positive), parameter("mu", reals)
p, rate = parameter("p", open_unit_interval), parameter("lambda", nonnegative)


def shape(tree: Any) -> Any:
    forms = NormalForm()
    ((m, c),) = forms.of(tree).items()
    return read(forms, m, c, atom)


def test_powers_of_the_variable_are_collected() -> None:
    found = shape(3 * a * X ** (b - 1) * X**2 * log(X) ** 2)
    assert found.scale == {**NormalForm().of(3 * a)}
    assert found.power == NormalForm().of(b + 1)
    assert found.logs == 2
    assert not found.exponents and not found.sums and not found.others


def test_exponents_are_sorted_by_what_depends_on_the_variable() -> None:
    found = shape(exp(-a * X + b * X - mu * X**2 - a))
    first, second = frozenset({(atom, 1)}), frozenset({(atom, 2)})
    assert found.exponents == {first: NormalForm().of(b - a), second: NormalForm().of(-mu)}
    assert found.scale == NormalForm().of(exp(-a))


def test_powers_and_logarithms_of_sums_are_collected() -> None:
    found = shape((1 + X) ** (-a) / (1 + X) * log(1 + X))
    ((e, logs),) = found.sums.values()
    assert e == NormalForm().of(-a - 1)
    assert logs == 1


def test_what_cancels_is_gone() -> None:
    assert not shape(exp(-a * X) * exp(a * X)).exponents
    assert not shape((1 + X) ** a * (1 + X) ** (-a)).sums


def test_a_scale_that_may_be_infinite_is_refused() -> None:
    with pytest.raises(Undecided, match="infinite"):
        shape(log(rate) * X)


def test_a_power_in_disguise_is_a_power() -> None:
    forms = NormalForm()
    ((m, _),) = forms.of((X / b) ** a).items()
    _, tight = split(m, atom)
    assert pure_power(forms, tight, atom) == forms.of(a)
    ((m, _),) = forms.of(X * log(X)).items()
    assert pure_power(forms, m, atom) is None


def test_linear_polynomials_are_told_from_others() -> None:
    forms = NormalForm()
    assert linear(forms.of(mu - a * X), atom) == (forms.of(mu), forms.of(-a))
    assert linear(forms.of(mu), atom) is None
    assert linear(forms.of(X**2 + X), atom) is None
    assert linear(forms.of(X + log(X)), atom) is None
    assert coefficients(forms.of(2 * X + a * X + b), atom) == {
        ONE: forms.of(b),
        frozenset({(atom, 1)}): forms.of(a + 2),
    }


CANCELLED = [
    (p / (1 - p) - p**2 / (1 - p), p),
    (1 / p - 1 / (1 - p) + (2 * p - 1) / (p * (1 - p)), 0),
    (p / (1 - p) ** 2 - p**2 / (1 - p) ** 2, p / (1 - p)),
    (sqrt(a) / (sqrt(a) + 1) + 1 / (sqrt(a) + 1), 1),
    (exp(mu * p / (1 - p) - mu * p**2 / (1 - p)), exp(mu * p)),
    (a / (a + b) + b / (a + b), 1),
    (a / (a + b), a / (a + b)),
]


@pytest.mark.parametrize(("tree", "expected"), CANCELLED, ids=str)
def test_what_is_divided_by_cancels_where_it_divides(tree: Any, expected: Any) -> None:
    forms = NormalForm()
    assert tidied(forms, forms.of(tree)) == forms.of(expected + 0 * a)


def test_signs_are_those_of_the_tidied_polynomial() -> None:
    forms = NormalForm()
    assert surely_positive(forms, forms.of(1 / (1 - p) - p / (1 - p)))
    assert surely_positive(forms, forms.of(a + b))
    for tree in (rate, mu, a - b, -a, p - 1):
        assert not surely_positive(forms, forms.of(tree))
    assert not surely_positive(forms, {})
    assert surely_positive(forms, negated(forms.of(p - 1)))


def test_whole_numbers_are_told_from_others() -> None:
    forms = NormalForm()
    assert whole({}) == 0
    assert whole(constant(-3)) == -3
    assert whole(forms.of(a)) is None
    assert whole(forms.power(constant(2), -1)) is None
    assert whole(forms.of(a + 1)) is None


def test_counts_are_shaped_by_their_ratio() -> None:
    k = sample("k", domain=counts).outcome
    forms = NormalForm()
    ((m, c),) = forms.of(rate**k).items()
    found = read(forms, m, c, NormalForm.argument(k))
    ((_, coefficient),) = found.exponents.items()
    assert forms.exp(coefficient) == forms.of(rate)


def test_a_closed_end_at_minus_one_keeps_the_sign_unknown() -> None:
    rho = parameter("rho", RealInterval(-1, 1))
    forms = NormalForm()
    assert not surely_positive(forms, forms.of(1 - rho**2))
