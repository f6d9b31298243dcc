"""Interval arithmetic: members of the arguments give members of the result, and what may have no value is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from flint import fmpq

from properties.instances import numbers
from properties.instances.numbers import ordered, power, precision
from symbolic.core import intervals
from symbolic.core.domains import INFINITY, RealInterval, extended_reals, nonnegative, positive, reals, unit_interval
from symbolic.core.intervals import MAX_BITS, Undefined, is_exact, moderate

F = Fraction
ENDS: tuple[Fraction | float, ...] = (-INFINITY, F(-2), F(-1), F(-1, 3), F(0), F(1, 2), F(1), F(3), INFINITY)


def _intervals() -> Iterator[RealInterval]:
    for lower, upper, low, high in product(ENDS, ENDS, (False, True), (False, True)):
        if lower < upper or (lower == upper and low and high):
            yield RealInterval(lower, upper, low, high)


EVERY = tuple(_intervals())


def members(u: RealInterval) -> list[Any]:
    """Some members: closed ends, some close to open ones, large ones and some inside."""
    candidates = [*ENDS, F(-99), F(99), F(-1, 99), F(1, 99), F(98, 99), F(100, 99), F(-98, 99), F(1, 4), F(2)]
    return [v for v in candidates if u.has(v)]


def number(v: Any) -> Any:
    """A number of the evaluator, which shares no code with the intervals."""
    return v if isinstance(v, float) else fmpq(v.numerator, v.denominator)


def inside(value: Any, found: RealInterval) -> bool:
    """May this number (a rational, a ball or an infinity) be a member?"""
    if isinstance(value, float):
        return found.has(value)
    below, above = (
        ordered(value, number(end)) for end in (found.lower, found.upper)
    )  # None where a ball holds the end
    low = below in (1, None) or (below == 0 and bool(found.lower_closed))
    return low and (above in (-1, None) or (above == 0 and bool(found.upper_closed)))


def shared(u: RealInterval, w: RealInterval) -> Iterator[tuple[Any, Any]]:
    return product(members(u), members(w))


@pytest.mark.parametrize("name", ["add", "multiply"])
def test_sums_and_products_of_members_are_members(name: str) -> None:
    checked = 0
    for u, w in product(EVERY[::5], EVERY[::7]):
        try:
            found = getattr(intervals, name)(u, w, "e")
        except Undefined:
            assert name == "add"
            assert any({a, b} == {INFINITY, -INFINITY} for a, b in shared(u, w))
            continue
        for a, b in shared(u, w):
            assert inside(getattr(numbers, name)(number(a), number(b)), found), (u, w, a, b, found)
            checked += 1
    assert checked > 3_000


def test_ends_of_sums_and_products_are_tight() -> None:
    assert intervals.add(unit_interval, positive, "e") == positive
    assert intervals.add(RealInterval(1, 2, False, True), RealInterval(3, 4), "e") == RealInterval(4, 6, False, True)
    assert intervals.multiply(RealInterval(-2, 3), RealInterval(-1, 1, False, True)) == RealInterval(-3, 3, False, True)
    assert intervals.multiply(RealInterval(0, 0), extended_reals) == RealInterval(0, 0), "0 times oo is 0"
    assert intervals.multiply(positive, RealInterval(-1, 1, False, False)) == reals


EXPONENTS = [F(2), F(3), F(1, 2), F(-1), F(-2), F(-1, 2), F(5, 3), F(0), F(1)]


@pytest.mark.parametrize("exponent", EXPONENTS, ids=str)
def test_powers_of_members_are_members(exponent: Fraction) -> None:
    checked = 0
    for u in EVERY:
        try:
            found = intervals.rational_power(u, exponent, "e")
        except Undefined:
            assert u.lower <= 0 or u.upper == INFINITY
            continue
        for v in members(u):
            with precision(64):
                assert inside(power(number(v), fmpq(exponent.numerator, exponent.denominator)), found), (u, v, found)
            checked += 1
    assert checked > 100


def test_a_power_that_is_called_exact_is_the_image() -> None:
    assert intervals.rational_power(RealInterval(-2, 3), F(2), "e") == RealInterval(0, 9)
    assert intervals.rational_power(RealInterval(-2, 3), F(3), "e") == RealInterval(-8, 27)
    assert intervals.rational_power(RealInterval(2, 4), F(-1), "e") == RealInterval(F(1, 4), F(1, 2))
    assert is_exact(RealInterval(0, 2), F(3)) and not is_exact(RealInterval(0, 2), F(1, 2))
    assert not is_exact(RealInterval(0, 2), F(100)), "bounded roughly"
    assert intervals.rational_power(RealInterval(0, 2), F(100), "e") == nonnegative


UNARY: dict[str, tuple[Callable[[RealInterval], RealInterval], Callable[[Any], Any]]] = {
    "absolute value": (intervals.absolute, abs),
    "logarithm": (lambda u: intervals.logarithm(u, "e"), numbers.logarithm),
    "exponential": (intervals.exponential, numbers.exponential),
}


@pytest.mark.parametrize("name", UNARY)
def test_values_at_members_are_members(name: str) -> None:
    enclose, at = UNARY[name]
    checked = 0
    for u in EVERY:
        try:
            found = enclose(u)
        except Undefined:
            assert name == "logarithm" and u.lower < 0
            continue
        for v in members(u):
            with precision(64):
                assert inside(at(number(v)), found), (u, v, found)
            checked += 1
    assert checked > 200


def test_logarithms_and_exponentials_know_on_which_side_of_one_they_are() -> None:
    assert intervals.logarithm(RealInterval(2, 3), "e") == positive
    assert intervals.logarithm(RealInterval(1, 3), "e") == nonnegative
    assert intervals.logarithm(unit_interval, "e") == RealInterval(-INFINITY, 0, True, True)
    assert intervals.exponential(RealInterval(1, 3)) == RealInterval(1, INFINITY, False)
    assert intervals.exponential(RealInterval(-INFINITY, 0, True, False)) == RealInterval(0, 1, True, False)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_sums_and_products_over_rows_are_enclosed(rows: int) -> None:
    for u in EVERY[::3]:
        try:
            total = intervals.row_sum(u, "e")
        except Undefined:
            assert u.has(INFINITY) and u.has(-INFINITY)
            total = None
        whole = intervals.row_product(u)
        for values in product(members(u)[:5], repeat=rows):
            summed, multiplied = number(values[0]), number(values[0])
            for v in values[1:]:
                multiplied = numbers.multiply(multiplied, number(v))
                summed = numbers.add(summed, number(v)) if total is not None else summed
            assert inside(multiplied, whole), (u, values, whole)
            assert total is None or inside(summed, total), (u, values, total)


def test_the_largest_of_several_is_enclosed_tightly() -> None:
    for u, w in product(EVERY[::6], EVERY[::7]):
        found = intervals.maximum([u, w])
        for a, b in shared(u, w):
            assert inside(number(max(a, b)), found)
    assert intervals.maximum([positive, RealInterval(0, 0)]) == positive
    assert intervals.maximum([unit_interval, RealInterval(F(1, 2), 3, False, False)]) == RealInterval(
        F(1, 2), 3, False, False
    )
    assert intervals.maximum([RealInterval(1, 1), RealInterval(0, 1, False, False)]) == RealInterval(1, 1)


def test_digits_are_bounded() -> None:
    with pytest.raises(Undefined, match="digits"):
        moderate(RealInterval(0, F(2) ** (MAX_BITS + 1)))
    assert moderate(unit_interval) == unit_interval
