"""Cells as exact rational numbers: one grammar of numerals, and what is said of a text that is none. Nothing reads files."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from numbers import Rational
from typing import Any

from flint import fmpq

from properties.files import STEERING

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "nat", "<na>", "#n/a"})
INFINITE = frozenset({"inf", "infinity", "oo", "∞"})
PLAIN = re.compile(r"(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)  # the one shortest numeral of its value
NUMBER = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?", re.ASCII)
QUOTIENT = re.compile(r"([+-]?\d+)/(\d+)", re.ASCII)
LONGEST, LARGEST_EXPONENT = 300, 1000
LARGEST = 60  # the search squares spreads twice in floats, which end at 10^308
LIMIT = fmpq(10**LARGEST)
POWERS = tuple(10**k for k in range(LONGEST + 1))
UNITS = r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?"
HINTS: tuple[tuple[str, str], ...] = (  # what a text may have meant, and what to write; the first that fits is said
    (r"[+-]?\d{1,3}(?:,\d{3})+", "commas between thousands? leave them out; a decimal comma? write a point"),
    (r"[+-]?\d{1,3}(?:,\d{3})+\.\d*", "commas between thousands? leave them out"),
    (r"[+-]?\d{1,3}(?:[.' \u00a0\u2009\u202f’_]\d{3})+(?:,\d+)?|[+-]?\d{1,3}(?:[' \u00a0\u2009\u202f’_]\d{3})+\.\d+",
     "thousands set apart? write the digits without a gap, and a point before decimals"),
    (r"(?=.*\d)[+-]?\d*,\d*(?:[eE][+-]?\d+)?", "a decimal comma? write a point"),
    (r"[+-]?\d+/0+", "it divides by 0"),
    (r"[+-]?\d+\s*/\s*[+-]?\d+", "a quotient? write it as 1/3"),
    (rf"{UNITS}\s*[%‰]", "a per cent sign? leave it out in the whole column"),
    (rf"[+-]?[$€£¥₹]\s*{UNITS}|{UNITS}\s*[$€£¥₹]", "a currency? write the number alone"),
    (r"[−‐‑–—﹣－]\s*\d[\d.,eE]*", "another character for minus? write -"),
    (r"\d{4}[-/.]\d\d?[-/.]\d\d?(?:[T ].*)?|\d\d?[-/.]\d\d?[-/.]\d{2,4}(?: .*)?",
     "a date? write it as a number, such as the days since the first one"),
    (r"\d+:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[AaPp][Mm])?", "a time? write it as a number of one unit, such as minutes"),
    (rf"\({UNITS}\)", "a negative number in brackets? write -"),
    (r"\d[\d.]*\s*[-+]|[+-]\s+\d[\d.]*", "write the sign right in front of the digits"),
    (rf"[<>≤≥~≈±]=?\s*{UNITS}", "a bound is no observed value"),
    (rf"{UNITS}\s*±.*", "an error beside the value? write the value alone"),
    (rf"{UNITS}\s*(?:-|–|to|\.\.)\s*{UNITS}", "a range? one value is needed"),
    (r"(?i)true|false|yes|no|y|n|t|f", "write 1 for yes and 0 for no"),
    (r"#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!)", "an error of a spreadsheet: mend it there"),
    (r"=.*", "a formula? write its value"),
    (r"#.*|%.*|//.*", "a comment? take the line out: comments are not read"),
    (r"(?i)[-.?*–—]+|missing|unknown|none|nil|void|\(?blank\)?|\.a|n\.a\.|not available",
     "where it stands for a missing value, leave the cell empty"),
    (r"0[xX][0-9a-fA-F]+|0[bBoO]\d+", "write it in decimal digits"),
    (r"(?:['\"“”‘’´`].*|.*['\"“”‘’´`])", "take the quotes off"),
    (r"[+-]?\d[\d.]*\s*[x×*·]\s*10\s*(?:\^|\*\*)?\s*[+-−]?\d+|[+-]?\d[\d.]*[dD][+-]?\d+|10\^[+-]?\d+",
     "a power of ten? write it as 1.5e3"),
    (r"[+-]?\d[\d.]*[+-]\d[\d.]*[ij]", "complex numbers are no data here"),
    (rf"{UNITS}(?:\s+{UNITS})+", "several numbers? separate the cells by commas"),
    (rf"{UNITS}\s*[^\s\d.,+-].*|[^\W\d_]+\s*{UNITS}", "a unit? write the number alone"),
)  # fmt: skip


class NotANumber(ValueError):
    """What is no finite number; the message says what it is instead."""


def number(text: str) -> fmpq:
    """The exact value of a decimal numeral such as -1.5 or 2e-3, or of a quotient such as 1/3.

    Raises NotANumber for everything else: infinities, numerals of more than 300 characters, exponents beyond 1000, and for
    what is greater than 10^60 in size.
    """
    return _bounded(_number(text), text)


def exact_value(cell: Any) -> fmpq | None:
    """The exact value of a cell, or None where it is missing: a text as `number` reads it, a float the binary fraction that
    it is, an int, a Fraction, a Decimal or another rational number as it is; None, NaN and NaT are missing.

    Raises NotANumber for infinities, and whatever else there may be.
    """
    if isinstance(cell, str):
        plain = cell.strip()
        return None if plain.casefold() in MISSING else number(plain)
    if _missing(cell):
        return None
    if isinstance(cell, fmpq):
        return _bounded(cell, cell)
    if isinstance(cell, Decimal) and cell.is_finite() and abs(cell.adjusted()) > LARGEST_EXPONENT:
        raise NotANumber(f"{shortened(str(cell))!r} has an exponent beyond {LARGEST_EXPONENT}")
    try:
        p, q = (cell.numerator, cell.denominator) if isinstance(cell, Rational) else cell.as_integer_ratio()
        found = fmpq(int(p), int(q))
    except (OverflowError, ValueError):
        raise NotANumber(f"{shortened(str(cell))} is infinite: data are finite numbers") from None
    except (AttributeError, TypeError):
        what = f"{shortened(str(cell))!r}, a {type(cell).__name__},"
        raise NotANumber(f"{what} is no number{hint(str(cell))}") from None
    return _bounded(found, cell)


def _missing(cell: Any) -> bool:
    if isinstance(cell, float):
        return cell != cell
    if isinstance(cell, Rational):
        return False
    return cell is None or (cell.is_nan() if isinstance(cell, Decimal) else str(cell).casefold() in MISSING)


def exact(plain: str) -> fmpq:
    """The value of a plain numeral."""
    whole, _, decimals = plain.partition(".")
    return fmpq(int(whole + decimals), POWERS[len(decimals)])


def shortened(text: str) -> str:
    """A text of a user, in at most 40 characters."""
    return text if len(text) <= 40 else text[:37] + "..."


def hint(text: str) -> str:
    """What a text that is no number may have meant, in brackets."""
    if len(text) > LONGEST:
        return ""
    if any(unicodedata.category(c) in STEERING for c in text):
        return " (a character that does not print stands in it: take it out)"
    for pattern, said in HINTS:
        if re.fullmatch(pattern, text, re.ASCII | re.DOTALL):
            return f" ({said})"
    if any(c.isdigit() and not c.isascii() for c in text):
        return " (write the digits 0 to 9)"
    return ""


def _bounded(value: fmpq, text: Any) -> fmpq:
    if not -LIMIT <= value <= LIMIT:
        shown = shortened(
            str(text if isinstance(text, str | float) else value)
        )  # Python's own integers may be too long
        raise NotANumber(f"{shown!r} is greater than 1e{LARGEST} in size: choose another unit")
    return value


def _number(text: str) -> fmpq:
    if len(text) > LONGEST:
        raise NotANumber(f"a text of {len(text)} characters, which is no number")
    if PLAIN.fullmatch(text):
        return exact(text)
    shown = shortened(text)
    found = NUMBER.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        quotient = QUOTIENT.fullmatch(text)
        if quotient is not None and int(quotient[2]):
            return fmpq(int(quotient[1]), int(quotient[2]))
        if text.lstrip("+-").casefold() in INFINITE:
            raise NotANumber(f"{shown!r} is infinite: data are finite numbers")
        raise NotANumber(f"{shown!r} is no number{hint(text)}")
    sign, whole, decimals, exponent = found.groups(default="")
    e = int(exponent or 0)
    if abs(e) > LARGEST_EXPONENT:
        raise NotANumber(f"{shown!r} has an exponent beyond {LARGEST_EXPONENT}")
    value = fmpq(int(sign + whole + decimals), POWERS[len(decimals)])
    return value * 10**e if e >= 0 else value / 10**-e
