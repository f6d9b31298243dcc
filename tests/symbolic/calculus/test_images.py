"""Tests of symbolic.calculus.images: limits at the ends, and the sets that maps are onto."""

from fractions import Fraction
from typing import Any

import pytest
from sympy import Abs, Integer, atan, atanh, cosh, erf, exp, log, oo, pi, sinh, tanh

from symbolic.calculus.images import Image, image
from symbolic.calculus.normal_form import NormalForm
from symbolic.core.domains import (
    INFINITY,
    Arc,
    Domain,
    Integers,
    RealInterval,
    any_set,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import Open
from symbolic.core.terms import logistic, parameter, softplus

y, sigma, some = parameter("y", reals), parameter("sigma", positive), parameter("some", nonnegative)
big, small = parameter("big", RealInterval(1, INFINITY, False)), parameter("small", open_unit_interval)
negative = RealInterval(-INFINITY, 0, False, False)
inside, half_open = RealInterval(-1, 1, False, False), RealInterval(0, 1, True, False)
half_turn = Arc(Fraction(-1, 2), Fraction(1, 2), False, False)
s, b, f = parameter("s", reals), parameter("b", positive), parameter("f", nonnegative)
one = parameter("b", RealInterval(1))
p, h, v = parameter("p", open_unit_interval), parameter("h", unit_interval), parameter("v", inside)

ONTO: list[tuple[Any, Any, Domain]] = [
    (s + y, s, reals),
    (y - sigma * s, s, reals),
    (sigma * b, b, positive),
    (sigma * f, f, nonnegative),
    (-sigma * b, b, negative),
    (exp(y + sigma * s), s, positive),
    (big**s, s, positive),
    (small**s, s, positive),
    (small**f, f, RealInterval(0, 1, False, True)),
    (h**sigma, h, unit_interval),
    (b ** (-sigma), b, positive),
    (tanh(s), s, inside),
    (tanh(f), f, half_open),
    (erf(s), s, inside),
    (atan(s), s, half_turn),
    (2 * atan(s), s, Arc(Fraction(-1), Fraction(1), False, False)),
    (atanh(v), v, reals),
    (sinh(s) + y, s, reals),
    (cosh(f), f, RealInterval(1)),
    (logistic((s - y) / sigma), s, open_unit_interval),
    (softplus(s), s, positive),
    (log(p / (1 - p)), p, reals),
    (log(p) - log(1 - p), p, reals),
    (b / (sigma + b), b, open_unit_interval),
    (f / (sigma + f), f, half_open),
    ((1 + 2 * f) / (1 + f), f, RealInterval(1, 2, True, False)),
    (exp(s) / (1 + exp(s)), s, open_unit_interval),
    ((exp(s) - exp(-s)) / (exp(s) + exp(-s)), s, inside),
    (log(exp(b) - 1), b, reals),
    (one - log(one), one, RealInterval(1)),
    (s + sigma * s**3, s, reals),
    (b * exp(b), b, positive),
    (sigma * Abs(s), s, nonnegative),
    (sigma * s**2, s, nonnegative),
    (exp(s**2), s, RealInterval(1)),
    (log(1 + s**2), s, nonnegative),
    (Abs(2 * v - 1), v, RealInterval(0, 3, True, False)),
    (1 / (1 + s**2), s, RealInterval(0, 1, False, True)),
]


def is_onto(map_: Any, variable: Any, target: Domain) -> bool:
    try:
        found = image(map_, variable, variable.domain)
        return found is not None and found.is_(target, NormalForm())
    except Open:
        return False


@pytest.mark.parametrize(("map_", "variable", "target"), ONTO, ids=str)
def test_an_image_is_known_exactly_whatever_the_constants_are(map_: Any, variable: Any, target: Domain) -> None:
    assert is_onto(map_, variable, target)


@pytest.mark.parametrize(("map_", "variable", "target"), ONTO, ids=str)
def test_it_is_no_other_set(map_: Any, variable: Any, target: Domain) -> None:
    others = (extended_reals, extended_nonnegative, RealInterval(0, 4), Integers(), any_set, RealInterval(-2, 2, False))
    assert [other for other in others if is_onto(map_, variable, other)] == []


WRONG: list[tuple[Any, Any, Domain]] = [
    (y * s, s, reals),  # y may be 0
    (some * s, s, reals),
    (b + y, b, positive),  # begins at y
    (y**b, b, positive),
    (sigma**s, s, positive),  # sigma may be 1
    (h**some, h, unit_interval),
    (atan(s), s, RealInterval(Fraction(-11, 7), Fraction(11, 7), False, False)),
    (atan(s), s, Arc(Fraction(-1, 2), Fraction(1, 2))),
    (b / (some + b), b, open_unit_interval),  # 1 where some is 0
    (log(b), f, reals),
    (tanh(s) * sigma, s, inside),
    (s**3 - s, s, reals),  # onto, and not known here
    (b / (1 + b**2), b, RealInterval(0, Fraction(1, 2), False, True)),  # the same
    (log(f), f, reals),  # -oo at 0
    (1 / f, f, positive),
]


@pytest.mark.parametrize(("map_", "variable", "target"), WRONG, ids=str)
def test_what_depends_on_a_constant_or_misses_an_end_is_not_taken(map_: Any, variable: Any, target: Domain) -> None:
    assert not is_onto(map_, variable, target)


def test_what_is_only_onto_says_so() -> None:
    for map_ in (Abs(s), sigma * s**2, log(1 + s**2)):
        found = image(map_, s, reals)
        assert found is not None
        assert not found.one_to_one
    assert image(s**2 + y, s, reals) is not None  # [y, oo), which is no set that could be declared
    assert not is_onto(s**2 + y, s, nonnegative)


def test_an_image_is_compared_with_numbers_and_with_multiples_of_pi() -> None:
    assert Image(-pi / 2, pi / 2, False, False).is_(half_turn, NormalForm())
    assert not Image(-pi / 2, pi / 2, True, False).is_(half_turn, NormalForm())
    assert not Image(-pi / 2, oo, False, False).is_(half_turn, NormalForm())
    assert Image(y, oo, False, False).numbers() is None
    assert Image(Integer(0), oo, True, False).numbers() == nonnegative
    assert str(Image(Integer(0), oo, True, False)) == "[0, oo)"


def test_what_has_no_values_in_numbers_has_no_image() -> None:
    assert image(s, s, any_set) is None
    assert image(s, s, Integers()) is None
    assert image(s, s, extended_reals) is None
