"""Tests of symbolic.core.domains.standard: the domains that have names, and how they print."""

from fractions import Fraction

import pytest

from symbolic.core.domains import (
    Arc,
    Categories,
    Integers,
    RealInterval,
    any_set,
    binary,
    circle,
    contains,
    countable,
    counts,
    extended_reals,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)

HALF, INFINITE = Fraction(1, 2), float("inf")


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


def test_the_open_unit_interval_leaves_out_its_ends() -> None:
    assert not open_unit_interval.has(0) and open_unit_interval.has(HALF) and not open_unit_interval.has(1)
    assert open_unit_interval.within(unit_interval) and not unit_interval.within(open_unit_interval)


def test_the_circle_holds_every_angle_once() -> None:
    assert circle == Arc(-1, 1) and str(circle) == "[-pi, pi)"
    assert contains(circle, -3) and contains(circle, 3) and not contains(circle, 4)
