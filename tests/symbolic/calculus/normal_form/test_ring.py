"""Tests of symbolic.calculus.normal_form.ring: a law of arithmetic for each function, and what it refuses."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sympy import Integer, Pow, Rational, log, sqrt

from symbolic.calculus.normal_form import NormalForm, ring
from symbolic.calculus.normal_form.atoms import KeptAtom, ParameterAtom, Undecided
from symbolic.calculus.normal_form.polynomials import MAX_TERMS, ONE, constant, negated, single
from symbolic.core.domains import binary, counts, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import parameter

a, b = parameter("a", nonnegative), parameter("b", nonnegative)
s, t, w = parameter("s", positive), parameter("t", positive), parameter("w", reals)
z, k, h = parameter("z", binary), parameter("k", counts), parameter("h", unit_interval)
forms = NormalForm()
of = forms.of


def test_infinities_of_both_signs_are_not_added() -> None:
    assert ring.add(forms, of(log(a)), of(log(b)))
    with pytest.raises(Undecided, match="opposite"):
        ring.add(forms, of(log(a)), of(-log(b)))


def test_a_long_sum_is_refused() -> None:
    long = {frozenset({(ParameterAtom(parameter(f"c{j}", reals)), 1)}): 1 for j in range(MAX_TERMS + 1)}
    with pytest.raises(Undecided, match="long"):
        ring.add(forms, long, {})


def test_a_finite_sum_beside_an_infinity_stays_whole() -> None:
    ((m, _),) = ring.multiply(forms, of(s - t), of(log(a))).items()
    assert any(isinstance(x, KeptAtom) for x, _ in m)
    assert len(ring.multiply(forms, of(s + t), of(log(a)))) == 2
    assert len(ring.multiply(forms, of(s - t), of(log(s)))) == 2


def test_what_may_be_zero_is_not_cancelled() -> None:
    assert ring.monomials(forms, *next(iter(of(s).items())), *next(iter(of(1 / s).items()))) == {ONE: 1}
    quotient = frozenset({(ParameterAtom(a), -1)})
    with pytest.raises(Undecided, match="cancelling"):
        ring.monomials(forms, *next(iter(of(a).items())), quotient, 1)


def test_the_content_is_what_all_terms_share() -> None:
    scale, common, rest = ring.content(forms, of(6 * s * t + 3 * s * w))
    assert ring.multiply(forms, {common: scale}, dict(rest)) == of(6 * s * t + 3 * s * w)
    assert common == frozenset({(ParameterAtom(s), 1)})
    assert ring.content(forms, of(a * t + a * w))[1] == ONE, "a may be 0"


def test_an_oriented_sum_is_the_same_for_both_signs() -> None:
    p = of(s - 2 * w)
    one, other = ring.oriented(forms, p), ring.oriented(forms, negated(p))
    assert one[:2] == other[:2]
    assert one[2] == -other[2]


@pytest.mark.parametrize(
    ("tree", "e", "expected"),
    [
        (s, -2, s**-2),
        (s + t, 2, s**2 + 2 * s * t + t**2),
        (4 * s**2, Fraction(1, 2), 2 * s),
        (Integer(8), Fraction(1, 2), 2 * sqrt(2)),
        (z, 5, z),
        (-s - t, -2, (s + t) ** -2),
        (w, 0, Integer(1)),
    ],
)
def test_powers(tree: object, e: Fraction, expected: object) -> None:
    assert ring.power(forms, of(tree), e) == of(expected)


@pytest.mark.parametrize(
    ("tree", "e"),
    [(w, -1), (a, -1), (w, Fraction(1, 2)), (s + w, Fraction(1, 2)), (a + b, -1), (s, 1000), (Integer(0), -1)],
)
def test_powers_that_may_not_exist_are_refused(tree: object, e: Fraction) -> None:
    with pytest.raises(Undecided):
        ring.power(forms, of(tree), e)


def test_quotients_are_divided_out() -> None:
    assert ring.divided(forms, of(s / (1 + s))) == of(1 - 1 / (1 + s))
    assert ring.divided(forms, of(s * t)) == of(s * t)


def test_denominators_are_cleared_and_named() -> None:
    p = of(w / (1 + s) + 1 / (1 + s) ** 2)
    ((base, e),) = ring.denominators(p).items()
    assert (dict(base.items), e) == (of(1 + s), -2)
    assert ring.cleared(forms, p) == of(w * (1 + s) + 1)
    assert ring.cleared(forms, of(w + s)) == of(w + s)
    assert ring.without_denominators(forms, p, {base: -1}) != ring.cleared(forms, p)


def test_what_may_be_zero_is_not_cleared() -> None:
    unsure = single(next(iter(ring.denominators(of(1 / (1 + s))))), -1)
    ((m, _),) = unsure.items()
    ((base, _),) = m
    doubtful = base._replace(items=frozenset(of(w - s).items()))
    with pytest.raises(Undecided, match="zero"):
        ring.cleared(forms, {frozenset({(doubtful, -1)}): 1})


def test_equality_after_clearing() -> None:
    assert ring.equal(forms, of(s / (s + t) + t / (s + t)), constant(1))
    assert not ring.equal(forms, of(s / (s + t)), constant(1))


def test_whole_numbers_and_idempotents() -> None:
    assert ring.integer(ParameterAtom(k)) and ring.integer(ParameterAtom(z))
    assert not ring.integer(ParameterAtom(h))
    assert ring.idempotent(ParameterAtom(z))
    assert not ring.idempotent(ParameterAtom(k)) and not ring.idempotent(ParameterAtom(h))
    assert of(Pow(z, 3)) == of(z) != of(Pow(h, 3))
    assert of(Pow(z, Rational(1, 2))) == of(z)


def test_no_root_of_a_small_negative_number_and_no_power_of_0_with_a_negative_exponent() -> None:
    with pytest.raises(Undecided, match="a root of what may be negative"):
        ring.power(forms, of(-s / 2), Fraction(1, 2))
    with pytest.raises(Undecided, match="division by zero"):
        ring.power(forms, {}, Fraction(-1, 2))
    assert ring.power(forms, {}, Fraction(1, 2)) == {}
