"""Tests of symbolic.core.domains.arc: intervals whose ends are rational multiples of pi, decided exactly."""

import math
import pickle
from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx
from sympy import Integer, Rational, Symbol, oo, pi, sqrt

from symbolic.core.domains import Arc, RealInterval, circle, contains, counts, ends, interior, interval, members
from symbolic.core.domains.arc import around_pi
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import parameter

CLOSE = Fraction("3.14159265358979323846264338327950288419716939937510")  # less than pi by less than 1e-50


def test_pi_lies_between_its_bounds_and_they_close_in() -> None:
    ctx.prec, before = 2000, ctx.prec
    try:
        for terms in (1, 2, 5, 40):
            low, high = around_pi(terms)
            assert arb(low.numerator) / low.denominator < arb.pi() < arb(high.numerator) / high.denominator
            assert high - low < Fraction(1, 10 ** (terms))
    finally:
        ctx.prec = before


@pytest.mark.parametrize(
    ("domain", "value", "inside"),
    [
        (circle, 0, True),
        (circle, 3, True),
        (circle, Fraction(-314159, 100000), True),
        (circle, Fraction(-314160, 100000), False),
        (circle, CLOSE, True),
        (circle, CLOSE + Fraction(1, 10**50), False),
        (circle, -CLOSE, True),
        (circle, -CLOSE - Fraction(1, 10**50), False),
        (Arc(0, 2), 0, True),
        (Arc(0, 2, False), 0, False),
        (Arc(-2, 0), 0, False),
        (Arc(-2, 0, True, True), 0, True),
        (Arc(Fraction(1, 2), 1), Fraction(157, 100), False),
        (Arc(Fraction(1, 2), 1), Fraction(1571, 1000), True),
    ],
)
def test_a_rational_number_is_on_one_side_of_an_irrational_end(domain: Arc, value: Any, inside: bool) -> None:
    assert contains(domain, value) is inside


@pytest.mark.parametrize(
    ("domain", "shown", "latex"),
    [
        (circle, "[-pi, pi)", r"[-\pi, \pi)"),
        (Arc(0, 2), "[0, 2*pi)", r"[0, 2 \pi)"),
        (Arc(Fraction(-1, 2), Fraction(3, 2), False, True), "(-pi/2, 3*pi/2]", r"(-\pi/2, 3 \pi/2]"),
    ],
)
def test_an_arc_prints_with_its_ends(domain: Arc, shown: str, latex: str) -> None:
    assert (str(domain), domain.latex) == (shown, latex)


@pytest.mark.parametrize("wrong", [(1, 1), (2, 1), (0.5, 1), (0, float("inf")), (-float("inf"), 0), ("pi", 2)])
def test_what_is_no_arc_is_refused(wrong: tuple[Any, Any]) -> None:
    with pytest.raises(MalformedTerm):
        Arc(*wrong)


@pytest.mark.parametrize(
    ("ends_", "arc"),
    [
        ((-pi, pi), Arc(-1, 1, True, True)),
        ((-pi, pi, True, False), circle),
        ((0, 2 * pi, False), Arc(0, 2, False, True)),
        ((Fraction(0), pi / 2), Arc(0, Fraction(1, 2), True, True)),
        ((-3 * pi / 4, Integer(0), False, False), Arc(Fraction(-3, 4), 0, False, False)),
    ],
)
def test_an_interval_between_multiples_of_pi_is_an_arc(ends_: tuple[Any, ...], arc: Arc) -> None:
    assert RealInterval(*ends_) == arc
    assert pickle.loads(pickle.dumps(arc)) == arc and type(RealInterval(0, Integer(0))) is RealInterval


@pytest.mark.parametrize(
    ("ends_", "message"),
    [
        ((1, pi), "multiples of pi"),
        ((-oo, pi), "multiples of pi"),
        ((-pi, pi**2), "multiples of pi"),
        ((0, sqrt(2) * pi), "multiples of pi"),
        ((0, Symbol("pi")), "multiples of pi"),
        ((0, "pi"), "multiples of pi"),
        ((pi, -pi), "is empty"),
        ((pi, pi), "is empty"),
        ((-math.pi, math.pi), "such as -pi, with SymPy's pi"),
        ((0, Rational(3, 2).__float__() * math.pi), r"such as 3/2\*pi"),
        ((0, 3.14), "Fraction"),
        ((0, parameter("N", counts)), r"N varies.*AtMost\(x.outcome, c\)"),
    ],
)
def test_other_ends_say_what_to_write(ends_: tuple[Any, ...], message: str) -> None:
    with pytest.raises(MalformedTerm, match=message):
        RealInterval(*ends_)


def test_its_hull_is_larger_and_open_unless_an_end_is_rational() -> None:
    assert circle.hull == RealInterval(Fraction(-355, 113), Fraction(355, 113), False, False)
    assert Arc(0, 1).hull == RealInterval(0, Fraction(355, 113), True, False)
    assert Arc(0, 1, False).hull.positive and Arc(-1, 0).hull.negative
    assert not contains(circle, circle.hull.upper) and not contains(circle, circle.hull.lower)
    assert Arc(1, 2).hull.lower == Fraction(333, 106)


def test_it_is_no_interval_with_rational_ends_and_its_ends_are_multiples_of_pi() -> None:
    assert interval(circle) is None
    assert [(e.value, e.closed, e.inward, e.of_pi) for e in ends(circle)] == [(-1, True, 1, True), (1, False, -1, True)]
    assert interior(circle) == Arc(-1, 1, False, False)
    assert members(circle)[0] == 0
