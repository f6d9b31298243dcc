"""Tests of properties.conformance.writings: values lie in the domain for which they are meant, and forms are recognised."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from sympy import Symbol, exp, log, sqrt

from properties.conformance.screening import _mild
from properties.conformance.writings import ROWS, U, V, both, domains_of, writings
from symbolic.core.domains import (
    FiniteSet,
    Integers,
    RealInterval,
    binary,
    contains,
    counts,
    open_unit_interval,
    positive,
    reals,
)

a, b = Symbol("a", real=True), Symbol("b", real=True)
DATA = (reals, positive, open_unit_interval, counts, binary)


@pytest.mark.parametrize("domain", [*(d for d, _ in ROWS), *DATA], ids=str)
@pytest.mark.parametrize("datum", [False, True])
def test_what_is_written_lives_in_its_domain(domain: object, datum: bool) -> None:
    random = Random(0)
    plain, *others = writings(domain, datum)  # type: ignore[arg-type]
    assert plain.plain and plain.domains == (domain,)
    for w in others:
        assert not w.plain
        for _ in range(20):
            value = w.rough.at([_mild(d, random) for d in w.domains])
            assert contains(domain, Fraction(value)), w  # type: ignore[arg-type]


def test_no_form_stands_twice_in_the_table() -> None:
    for _, forms in ROWS:
        assert len({w.of for w in forms} | {U}) == len(forms) + 1


def test_forms_are_recognised_whatever_the_arguments_are_called() -> None:
    assert domains_of(1 / (1 + a * exp(b)), open_unit_interval, False) == {a: positive, b: reals}
    assert domains_of(a / (a + b), open_unit_interval, False) == {a: positive, b: positive}
    assert domains_of(2 / (2 + a), RealInterval(0, 1, False, True), False) == {a: positive}, (
        "one of the two is a number"
    )
    assert domains_of((1 + a) / 2, binary, True) == {a: FiniteSet((-1, 1))}
    assert domains_of(a - 1, counts, True) == {a: Integers(1)}
    assert domains_of(a * a * b, positive, False) == {a: reals, b: positive}, "it is not in the table"
    assert domains_of(sqrt(a * (1 + b) / b), positive, False) == {a: positive, b: positive}
    assert domains_of(log(a / (1 - a)) + b, reals, False) == {a: open_unit_interval, b: reals}
    assert domains_of(-exp(a), positive, False) == {a: reals}, "it never is: nothing is known of it"
    assert domains_of(U + V, reals, False) == {U: reals, V: reals}


def test_what_two_domains_have_in_common_is_the_smaller() -> None:
    assert both(reals, positive) == both(positive, reals) == positive
    assert both(positive, RealInterval(-2, -1)) is None
