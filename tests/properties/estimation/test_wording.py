"""Estimates in words: ends of intervals are rounded outwards, and numbers are shown as finely as the data spread."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq
from sympy import Integer

from properties.data.family_data import Data
from properties.estimation.certificates import Certificate
from properties.estimation.found import Found
from properties.estimation.linear import linear
from properties.estimation.wording import brief, called, claims, clear, described, shown, told, where_said
from symbolic import families

NEAR = {"lambda": (fmpq(1, 3), fmpq(1000001, 3000000))}
NORMAL = Data(families.load("normal"), "", ("x",), 3, {"x": (fmpq(10**12), fmpq(10**12 + 2))}, {(0,): 1, (1,): 2}, {})
SEARCHED = Found({"lambda": fmpq(1, 3)}, None, False)


def said(c: Certificate) -> list[str]:
    return claims(NORMAL, SEARCHED, c)


def test_an_interval_is_rounded_outwards() -> None:
    (text,) = said(Certificate("how", (NEAR,), True))
    low, high = (Fraction(part) for part in text.partition("[")[2].rstrip("]").split(", "))
    assert text.startswith("the only minimiser lies in lambda in [")
    assert low <= Fraction(1, 3) and high >= Fraction(1000001, 3000000) and high - low < Fraction(1, 100000)


def test_one_place_several_places_and_flat_sets_read_differently() -> None:
    far = {"lambda": (fmpq(5), fmpq(6))}
    assert said(Certificate("how", (NEAR,), False))[0].startswith("every minimiser lies in lambda")
    several = said(
        Certificate("how", (NEAR, far), False, symmetry="a mirror", period=Integer(2), least=(arb(1), arb(2)))
    )
    assert several[0] == "every minimiser lies in one of 2 places:" and len(several) == 6
    assert several[3] == "each of them holds one: a mirror" and "multiples of 2" in several[4] and "[1" in several[5]
    flat = said(Certificate("how", (far,), False, flat=(fmpq(5), fmpq(11, 2))))
    assert flat[0].startswith("every lambda in [5, 5.5] is a minimiser")


def test_nothing_is_claimed_without_a_certificate() -> None:
    assert claims(NORMAL, SEARCHED, None) == [] and "not certified" in described(SEARCHED, None)
    assert said(Certificate("how", (), False, exact=True)) == [
        "it is a minimiser, exactly, and may not be the only one"
    ]


def test_a_number_far_from_zero_keeps_what_the_data_spread_over() -> None:
    assert told(NORMAL, fmpq(10**12 + 1)) == "1000000000001"
    assert shown(NORMAL, {"mu": fmpq(10**12 + 2), "sigma": fmpq(1, 2)}) == "mu = 1000000000002, sigma = 0.5"


def test_a_weight_is_called_by_its_column_too() -> None:
    family = linear(families.load("bernoulli"), ["age"])
    data = Data(family, "", ("y", "age"), 1, {"y": (fmpq(1),), "x1": (fmpq(2),)}, {(0, 0): 1}, {})
    assert "age" in called(data, "w1") and called(NORMAL, "mu") == "mu"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (fmpq(7, 2), "7/2"), (arb(0, 1), arb(0, 1).str(3)), (arb.nan(), "not known")]
)
def test_a_value_of_which_no_digit_is_known_is_not_shown_as_its_middle(value: object, text: str) -> None:
    assert brief(value) == text
    assert clear(value) is isinstance(value, fmpq)


def test_conditions_are_said() -> None:
    assert where_said(()) == "" and where_said(("a > 0", "b > 0")) == " where a > 0 and b > 0"
