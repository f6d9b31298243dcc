"""Onto: a change of parameters maps the new domain into and onto the old one, one to one where that is claimed."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from single_attack import fault, not_applied, silent
from sympy import Rational, exp, log

from symbolic import (
    Chain,
    FiniteSet,
    RealInterval,
    argmin,
    density,
    nonnegative,
    parameter,
    positive,
    reals,
    sample,
    unit_interval,
)
from symbolic.rules import reparametrise, rewrite

s = parameter("s", reals)


def changed(old: object, map_: object, one_to_one: bool = True) -> Chain:
    return Chain("c", argmin((old - 1) ** 2, old)).then(reparametrise(old, map_, one_to_one))  # type: ignore[operator, arg-type]


def test_a_square_is_not_one_to_one() -> None:
    found = fault("onto", changed(parameter("a", nonnegative), s**2), 1)
    assert found.certified
    shown = re.fullmatch(r"a = s\*\*2 is (\S+) both at s = (\S+) and at s = (\S+)", found.text)
    assert shown is not None
    value, *roots = map(Fraction, shown.groups())
    assert roots[0] == -roots[1] != 0 and value == roots[0] ** 2


def test_a_map_out_of_the_domain_is_found() -> None:
    e = parameter("e1", positive)
    assert "which is not in (0, oo)" in fault("onto", changed(parameter("b", positive), e - 1), 1).text
    assert (
        "which is not in (-oo, 0]"
        in fault("onto", changed(parameter("m", RealInterval(upper=0)), exp(s), one_to_one=False), 1).text
    )


def test_an_infinite_value_is_found() -> None:
    found = fault("onto", changed(parameter("t", reals), log(parameter("a", nonnegative))), 1)
    assert found.text == "t = log(a) is -oo at a = 0, which is not in (-oo, oo)"


def test_a_map_without_a_value_is_found() -> None:
    found = fault("onto", changed(parameter("t", reals), 1 / s), 1)
    assert found.text == "t = 1/s has no value at s = 0 (division by zero)"


@pytest.mark.parametrize(
    ("map_", "missed"),
    (
        (parameter("h", unit_interval) / 2, "1"),
        (parameter("h", FiniteSet((0, 1))), "1/2"),
        (exp(parameter("h", RealInterval(-1, 0))), "1/3"),
        (parameter("h", unit_interval) * (1 - parameter("h", unit_interval)), "1/2"),
    ),
    ids=str,
)
def test_a_value_that_a_bounded_map_never_takes_is_found(map_: object, missed: str) -> None:
    found = fault("onto", changed(parameter("w", unit_interval), map_, one_to_one=False), 1)
    assert found.certified
    assert f"never takes the value {missed}" in found.text


@pytest.mark.parametrize(
    ("old", "map_", "one_to_one"),
    (
        (parameter("b", positive), exp(s), True),
        (parameter("a", nonnegative), s**2, False),
        (parameter("w", unit_interval), 1 - parameter("h", unit_interval), True),
        (parameter("w", unit_interval), parameter("h", RealInterval(0, 3)) / 3, True),
        (parameter("t", reals), log(parameter("e1", positive)), True),
        (parameter("t", reals), s**3, True),
        (parameter("m", FiniteSet((0, 1))), parameter("h", FiniteSet((0, 1))), True),
        (parameter("w", unit_interval), exp(parameter("h", RealInterval(upper=0))) - Rational(0), False),
    ),
    ids=lambda value: str(value),
)
def test_maps_onto_the_domain_are_left_alone(old: object, map_: object, one_to_one: bool) -> None:
    silent("onto", changed(old, map_, one_to_one), 1)


def test_only_changes_of_parameters_are_its_business() -> None:
    theta, x = parameter("theta"), sample("x")
    chain = Chain("l", argmin(x.sum(-log(density("q", theta)(x.i))), theta)).then(rewrite())
    assert not_applied("onto", chain, 1) == "no attack applies"
