"""Tests of symbolic.calculus.normal_form.polynomials: exact numbers, factors, and the term by which all is normalised."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.calculus.normal_form.atoms import HoleAtom, ParameterAtom, Undecided
from symbolic.calculus.normal_form.polynomials import (
    MAX_BITS,
    ONE,
    constant,
    factors,
    fixed,
    hole,
    lead,
    leading,
    moderate,
    negated,
    rational,
    single,
    size,
    split_off,
    whole_power,
)
from symbolic.core.domains import reals
from symbolic.core.terms import parameter

a, b = (ParameterAtom(parameter(name, reals)) for name in "ab")


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6))
def test_factors_multiply_to_the_number(value: Fraction) -> None:
    assert prod((Fraction(p) ** k for p, k in factors(value).items()), start=Fraction(1)) == value


def test_whole_numbers_are_ints() -> None:
    assert type(rational(4, 2)) is int
    assert rational(1, 3) == Fraction(1, 3)
    assert whole_power(2, -3) == Fraction(1, 8)
    assert size(Fraction(-1, 2)) == Fraction(1, 2)


def test_numbers_with_too_many_digits_are_refused() -> None:
    assert moderate(7) == 7
    with pytest.raises(Undecided):
        moderate(1 << (MAX_BITS + 1))
    with pytest.raises(Undecided):
        whole_power(3, 4 * MAX_BITS)


def test_a_constant_and_what_is_not() -> None:
    assert constant(0) == {}
    assert constant(2) == {ONE: 2}
    assert negated({ONE: 2, frozenset({(a, 1)}): -1}) == {ONE: -2, frozenset({(a, 1)}): 1}
    assert dict(fixed(single(a, 2))) == single(a, 2)
    assert hole(parameter("h", reals)) == single(HoleAtom(parameter("h", reals)))


def test_the_powers_of_one_atom_are_split_off() -> None:
    assert split_off(frozenset({(a, 2), (b, 1)}), a) == frozenset({(b, 1)})


def test_the_leading_term_has_the_largest_degree_and_the_lead_the_fewest_factors() -> None:
    p = {ONE: 5, frozenset({(a, 1)}): 3, frozenset({(a, 1), (b, 1)}): 7}
    assert leading(fixed(p)) == (frozenset({(a, 1), (b, 1)}), 7)
    assert lead(p) == 5
