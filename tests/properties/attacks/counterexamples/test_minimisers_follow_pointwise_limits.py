"""The counterexample: memorising the data is best for every n, and not memorising it is best in the limit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq
from sympy import Rational, Symbol, integrate, log

from properties.attacks.counterexamples.minimisers_follow_pointwise_limits import certify, lower_sum
from properties.instances.numbers import precision
from symbolic import derivations

chain = derivations.load("minimisers_follow_pointwise_limits")


@pytest.mark.parametrize(
    "rows", ((fmpq(1, 2),), (fmpq(0), fmpq(1)), (fmpq(1, 3),) * 3, tuple(fmpq(k, 9) for k in range(10)))
)
def test_it_is_certified_for_any_data(rows: tuple[fmpq, ...]) -> None:
    text = certify(chain, rows, {"A": 0})
    assert text is not None
    assert f"n = {len(rows)}" in text
    assert "mean loss -1.609437912, the smallest possible" in text and "A = {}: mean loss 0" in text


def test_the_text_names_each_datum_once() -> None:
    text = certify(chain, (fmpq(1, 3), fmpq(1, 3), fmpq(1, 2)), {"A": 0})
    assert text is not None
    assert "x = (1/3, 1/3, 1/2)" in text and "A = {1/3, 1/2}" in text


def test_the_lower_sum_lies_below_the_integral_and_above_zero() -> None:
    with precision(64):
        bound = lower_sum()
        assert bound > 0
        assert bound < 1 - arb(2).log()


def test_the_integral_is_what_the_text_says() -> None:
    w = Symbol("w", positive=True)
    antiderivative = w - w * log(2 * w)
    assert (antiderivative.diff(w) + log(2 * w)).expand() == 0
    assert antiderivative.subs(w, 1) == 1 - log(2), "and its limit at 0 is 0"


def test_each_model_is_a_density() -> None:
    w = Symbol("w", positive=True)
    assert integrate(2 * w, (w, 0, 1)) == 1 == integrate(Rational(1), (w, 0, 1))
    assert Fraction(5) > 2, "no model exceeds 5, which it takes on a set of length 0 only"
