"""Tests of symbolic.core.domains: intervals with exact ends, and sets without arithmetic."""

import pickle
from fractions import Fraction

import pytest
from sympy import Rational, oo

from symbolic.core.domains import (
    Categories,
    Countable,
    FiniteSet,
    Integers,
    RealInterval,
    any_set,
    binary,
    countable,
    counts,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import MalformedTerm

HALF, INFINITE = Fraction(1, 2), float("inf")


@pytest.mark.parametrize(
    ("interval", "value", "inside"),
    [
        (positive, 0, False),
        (nonnegative, 0, True),
        (unit_interval, 1, True),
        (RealInterval(0, 1, True, False), 1, False),
        (reals, float("inf"), False),
        (extended_reals, float("inf"), True),
        (extended_reals, -float("inf"), True),
        (extended_nonnegative, -float("inf"), False),
        (nonnegative, float("inf"), False),
        (RealInterval(HALF, HALF), HALF, True),
    ],
)
def test_open_and_closed_ends_are_exact(interval: RealInterval, value: object, inside: bool) -> None:
    assert interval.has(value) is inside  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("small", "large", "contained"),
    [
        (positive, nonnegative, True),
        (nonnegative, positive, False),
        (reals, extended_reals, True),
        (extended_reals, reals, False),
        (unit_interval, nonnegative, True),
        (unit_interval, RealInterval(0, 1, True, False), False),
        (RealInterval(0, 1, False, False), unit_interval, True),
        (RealInterval(-1, 1), unit_interval, False),
        (unit_interval, unit_interval, True),
    ],
)
def test_an_interval_lies_within_another_only_with_its_ends(
    small: RealInterval, large: RealInterval, contained: bool
) -> None:
    assert small.within(large) is contained


@pytest.mark.parametrize("ends", [(1, 0), (0, 0, True, False), (0, 0, False, False), (float("inf"), float("inf"))])
def test_an_empty_interval_is_refused(ends: tuple[object, ...]) -> None:
    with pytest.raises(MalformedTerm, match="is empty"):
        RealInterval(*ends)  # type: ignore[arg-type]


@pytest.mark.parametrize("end", [0.5, 0.1, float("nan")])
def test_a_float_is_no_exact_end(end: float) -> None:
    with pytest.raises((MalformedTerm, ValueError)):
        RealInterval(end)


def test_an_inexact_end_is_told_its_fraction() -> None:
    with pytest.raises(MalformedTerm, match="1/2"):
        RealInterval(0.5)


@pytest.mark.parametrize("end", ["abc", "zoo", None, object()])
def test_an_end_is_a_number(end: object) -> None:
    with pytest.raises(MalformedTerm, match="no end of an interval"):
        RealInterval(end)  # type: ignore[arg-type]


def test_numbers_of_sympy_are_ends() -> None:
    assert RealInterval(Rational(1, 2), oo) == RealInterval(HALF, float("inf"))
    assert RealInterval(-oo, 0) == RealInterval(-float("inf"), 0, False, True)


def test_an_infinite_end_is_open_unless_said_otherwise() -> None:
    assert RealInterval(0).bounded_values is True
    assert RealInterval(0, oo, True, True).bounded_values is False


@pytest.mark.parametrize(
    ("interval", "signs"),
    [
        (positive, (True, False, True, False)),
        (nonnegative, (False, False, True, False)),
        (RealInterval(-1, 0, True, False), (False, True, False, True)),
        (RealInterval(-1, 0), (False, False, False, True)),
        (RealInterval(0, 0), (False, False, True, True)),
        (reals, (False, False, False, False)),
        (RealInterval(1, 2), (True, False, True, False)),
    ],
)
def test_signs_are_those_of_every_member(interval: RealInterval, signs: tuple[bool, ...]) -> None:
    assert (interval.positive, interval.negative, interval.nonnegative, interval.nonpositive) == signs


def test_negation_turns_an_interval_round_with_its_ends() -> None:
    assert -RealInterval(0, 1, False, True) == RealInterval(-1, 0, True, False)
    assert -positive == RealInterval(-oo, 0, False, False)


def test_a_finite_set_is_sorted_rational_and_not_empty() -> None:
    assert FiniteSet((Fraction(2), Fraction(-1))).values == (-1, 2)
    assert FiniteSet((Fraction(2), Fraction(-1))).hull == RealInterval(-1, 2)
    assert str(FiniteSet((Fraction(1, 2), Fraction(0)))) == "{0, 1/2}"
    with pytest.raises(MalformedTerm, match="at least one value"):
        FiniteSet(())
    with pytest.raises(MalformedTerm):
        FiniteSet((0.5,))  # type: ignore[arg-type]
    with pytest.raises(MalformedTerm, match="not floats"):
        FiniteSet((float("inf"),))  # type: ignore[arg-type]


def test_only_sets_of_numbers_have_a_hull() -> None:
    assert any_set.hull is None
    assert countable.hull is None
    assert reals.hull is reals


def test_a_set_is_finite_only_where_it_says_so() -> None:
    assert [d.finite for d in (any_set, countable, reals, unit_interval)] == [False] * 4
    assert FiniteSet((Fraction(0),)).finite is True
    assert RealInterval(1, 1).finite is True


@pytest.mark.parametrize("domain", [any_set, countable, reals, positive, FiniteSet((Fraction(0), Fraction(1)))])
def test_domains_are_data(domain: object) -> None:
    assert pickle.loads(pickle.dumps(domain)) == domain
    assert hash(pickle.loads(pickle.dumps(domain))) == hash(domain)


@pytest.mark.parametrize(
    ("domain", "shown"),
    [
        (reals, "(-oo, oo)"),
        (extended_reals, "[-oo, oo]"),
        (positive, "(0, oo)"),
        (unit_interval, "[0, 1]"),
        (RealInterval(HALF, 1, False, True), "(1/2, 1]"),
        (any_set, "any set"),
        (countable, "a countable set"),
    ],
)
def test_domains_print_with_their_ends(domain: object, shown: str) -> None:
    assert str(domain) == shown
    assert domain.latex  # type: ignore[attr-defined]


# ---- whole numbers and classes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("domain", "shown", "latex"),
    [
        (counts, "{0, 1, ...}", r"\{0, 1, \dots\}"),
        (binary, "{0, 1}", r"\{0, 1\}"),
        (Integers(), "{..., -1, 0, 1, ...}", r"\{\dots, -1, 0, 1, \dots\}"),
        (Integers(2, 9), "{2, 3, ..., 9}", r"\{2, 3, \dots, 9\}"),
        (Integers(1, 3), "{1, 2, 3}", r"\{1, 2, 3\}"),
        (Integers(4, 4), "{4}", r"\{4\}"),
        (Integers(-INFINITE, -1), "{..., -1}", r"\{\dots, -1\}"),
        (Categories("K"), "a set of K classes", r"\text{a set of $K$ classes}"),
    ],
    ids=str,
)
def test_whole_numbers_and_classes_print_as_sets(domain: object, shown: str, latex: str) -> None:
    assert (str(domain), domain.latex) == (shown, latex)  # type: ignore[attr-defined]


def test_whole_numbers_are_enclosed_by_an_interval_and_are_none() -> None:
    assert counts.hull == nonnegative and not isinstance(counts, RealInterval)
    assert binary.hull == unit_interval != binary
    assert (counts.finite, binary.finite, Integers().finite) == (False, True, False)
    assert Integers(Rational(2), oo) == Integers(2)


@pytest.mark.parametrize(
    ("ends", "message"), [((HALF, 3), "1/2 is no whole number"), ((3, 2), "is empty"), ((0, 0.5), "exact end")]
)
def test_whole_numbers_have_whole_ends(ends: tuple[object, object], message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        Integers(*ends)  # type: ignore[arg-type]


def test_classes_are_countable_finite_and_no_numbers() -> None:
    classes = Categories("K")
    assert isinstance(classes, Countable) and classes.finite and classes.hull is None
    assert classes == Categories("K") != Categories("L")
    assert countable.finite is False
    assert pickle.loads(pickle.dumps((classes, counts))) == (classes, counts)


def test_the_open_unit_interval_leaves_out_its_ends() -> None:
    assert not open_unit_interval.has(0) and open_unit_interval.has(HALF) and not open_unit_interval.has(1)
    assert open_unit_interval.within(unit_interval) and not unit_interval.within(open_unit_interval)
