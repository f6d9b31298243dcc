"""Tests of sums and products as they are written: nothing is rebuilt, numbers are put together."""

from __future__ import annotations

from sympy import Add, Integer, Mul, Rational, Symbol, exp

from properties.conformance.tidy import product, rebuilt, tidied, total
from symbolic.core.terms import AtMost, Same

f, r = (Symbol(name, real=True) for name in "fr")


def test_sums_and_products_are_flat_and_have_one_number():
    assert str(tidied(Add(Integer(0), f, evaluate=False))) == "f"
    assert total() == 0 and product() == 1 and product(Integer(0), f) == 0
    assert total(f, total(r, Rational(1, 2)), Integer(1)).args == (f, r, Rational(3, 2))
    assert product(Integer(2), product(f, Integer(3)), f).args == (Integer(6), f, f)
    assert product(Integer(-1), total(f, r)).args == (product(Integer(-1), f), product(Integer(-1), r))


def test_what_is_written_is_kept_until_it_is_compared():
    twice = product(exp(f), exp(f))
    assert twice.args == (exp(f), exp(f)) and rebuilt(twice) == exp(2 * f)
    assert tidied(Mul(exp(f), exp(f), evaluate=False)) == twice


def test_indicators_of_numbers_are_numbers():
    assert tidied(f * Same(Integer(0), Integer(0)) + r * Same(Integer(1), Integer(0))) == f
    assert tidied(AtMost(Integer(1), Integer(1))) == 1 and tidied(AtMost(Integer(2), Integer(1))) == 0
    assert tidied(Same(f, Integer(0))) == Same(f, Integer(0))
