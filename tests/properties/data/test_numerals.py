"""A cell is an exact rational number, or it is told what it may have meant."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from flint import fmpq

from properties.data.numerals import NotANumber, exact_value, hint, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("-0", 0), ("7", 7), ("007", 7), ("+2", 2), ("1.5", Fraction(3, 2)),
        ("1.50", Fraction(3, 2)), (".5", Fraction(1, 2)),
        ("5.", 5), ("-1.25e1", Fraction(-25, 2)), ("1E-3", Fraction(1, 1000)), ("2/6", Fraction(1, 3)),
        ("-1/3", Fraction(-1, 3)),
        ("0.1", Fraction(1, 10)), ("1000000000000000000000000.0000001", Fraction(10**31 + 1, 10**7)),
    ],
)  # fmt: skip
def test_a_numeral_is_read_exactly(text, value):
    assert number(text) == fmpq(Fraction(value).numerator, Fraction(value).denominator)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "is no number"), ("1,5", "decimal comma"), ("inf", "infinite"), ("-Infinity", "infinite"),
        ("1/0", "is no number"),
        ("1e99999", "exponent beyond"), ("1e9999", "exponent beyond"), ("1e400", "another unit"),
        ("-1.5e60", "greater than 1e60"), ("9" * 61, "another unit"), ("1" + "0" * 70 + "/7", "another unit"),
        ("1" * 301, "301 characters"), ("1 2", "is no number"),
        ("٣", "is no number"), ("0x10", "is no number"), ("1_000", "is no number"), ("__import__('os')", "is no number"),
        ("1e", "is no number"), (".", "is no number"), ("--1", "is no number"), ("", "is no number"),
    ],
)  # fmt: skip
def test_what_is_no_finite_number_is_refused(text, said):
    with pytest.raises(NotANumber, match=said):
        number(text)


def test_random_numerals_agree_with_pythons_fractions():
    draw = random.Random(4)
    for _ in range(2000):
        text = draw.choice(["", "-", "+"]) + str(draw.randrange(10 ** draw.randrange(1, 12)))
        text += draw.choice(["", ".", "." + str(draw.randrange(1000)).zfill(draw.randrange(1, 6))])
        text += draw.choice(["", "", f"e{draw.randrange(-9, 9)}"])
        exact = Fraction(text)
        assert number(text) == fmpq(exact.numerator, exact.denominator), text


HINTED = [
    ("1,234", "commas between thousands? leave them out; a decimal comma? write a point"),
    ("1,234.5", "commas between thousands? leave them out"),
    ("12,345,678", "commas between thousands"),
    ("1.234,5", "thousands set apart"),
    ("1.234.567", "thousands set apart"),
    ("1 234", "thousands set apart"),
    ("1\u00a0234", "thousands set apart"),
    ("1'234.5", "thousands set apart"),
    ("1_000", "thousands set apart"),
    ("3,5", "a decimal comma? write a point"),
    (",5", "a decimal comma"),
    ("3,5e-7", "a decimal comma"),
    ("1/0", "it divides by 0"),
    ("1 / 3", "a quotient? write it as 1/3"),
    ("12%", "a per cent sign"),
    ("1.5 %", "a per cent sign"),
    ("$5.00", "a currency? write the number alone"),
    ("1,50 €", "a currency"),
    ("\u22125", "another character for minus? write -"),
    ("\u20131.5", "another character for minus"),
    ("2019-01-31", "a date?"),
    ("31.1.2019", "a date?"),
    ("1/2/2019", "a date?"),
    ("2019-01-31T12:00:00Z", "a date?"),
    ("12:30", "a time?"),
    ("(5)", "a negative number in brackets"),
    ("5-", "write the sign right in front of the digits"),
    ("- 5", "write the sign right in front of the digits"),
    ("<0.5", "a bound is no observed value"),
    ("1.5 ± 0.1", "an error beside the value"),
    ("5-7", "a range? one value is needed"),
    ("True", "write 1 for yes and 0 for no"),
    ("yes", "write 1 for yes and 0 for no"),
    ("#DIV/0!", "an error of a spreadsheet"),
    ("=A1+1", "a formula? write its value"),
    ("?", "leave the cell empty"),
    (".", "leave the cell empty"),
    ("missing", "leave the cell empty"),
    ("0x10", "write it in decimal digits"),
    ("'5'", "take the quotes off"),
    ("1.5d3", "a power of ten? write it as 1.5e3"),
    ("2 × 10^5", "a power of ten"),
    ("1+2j", "complex numbers are no data"),
    ("1 2", "several numbers? separate the cells by commas"),
    ("5 kg", "a unit? write the number alone"),
    ("25°C", "a unit?"),
    ("\u0663", "write the digits 0 to 9"),
    ("two", ""),
]


@pytest.mark.parametrize(("cell", "said"), HINTED)
def test_a_cell_that_is_no_number_is_told_what_it_may_have_meant(cell, said):
    with pytest.raises(NotANumber) as caught:
        exact_value(f" {cell} ")
    message = str(caught.value)
    assert f"{cell!r} is no number" in message
    assert said in message if said else message.endswith("is no number")
    assert bool(hint(cell)) is bool(said)


def test_hints_take_no_time_whatever_the_cell():
    for piece in ("1", "1,", "1 ", "-", "a", "1.", ",1", "1e", " a", "1/"):
        for end in ("", "x", "\n", "%"):
            assert len(hint(piece * (300 // len(piece)) + end)) < 100  # backtracking without end would never return


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (3, 3),
        (0.1, Fraction(3602879701896397, 36028797018963968)),
        (-0.0, 0),
        (Decimal("0.1"), Fraction(1, 10)),
        (Fraction(1, 3), Fraction(1, 3)),
        (sympy.Rational(2, 6), Fraction(1, 3)),
        (fmpq(1, 3), Fraction(1, 3)),
        (" 1.50 ", Fraction(3, 2)),
        (10**59, 10**59),
    ],
)
def test_a_cell_in_memory_is_exact(cell, value):
    assert exact_value(cell) == fmpq(Fraction(value).numerator, Fraction(value).denominator)


def test_nothing_and_nan_are_missing():
    assert all(exact_value(cell) is None for cell in (None, float("nan"), Decimal("NaN"), "", "NA", " nan ", sympy.nan))


@pytest.mark.parametrize(
    "cell",
    [
        float("inf"),
        Decimal("-Infinity"),
        Decimal("1e999999999"),
        1e99,
        10**61,
        10**5000,
        -(10**99999),
        Fraction(10**5000),
        1j,
        object(),
        [1],
        sympy.pi,
        b"1",
    ],
    ids=lambda cell: type(cell).__name__,
)
def test_what_is_no_finite_number_in_memory_is_refused(cell):
    with pytest.raises(NotANumber, match=r"infinite|another unit|no number|exponent"):
        exact_value(cell)
