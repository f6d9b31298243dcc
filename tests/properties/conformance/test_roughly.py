"""Tests of properties.conformance.roughly: floats are near the certified values, for every family."""

from __future__ import annotations

import math
from random import Random

import pytest
from sympy import Symbol, besseli, exp, log, polygamma, zoo

from properties.conformance.compared import float_of
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reference import reference
from properties.conformance.roughly import RoughExpression
from properties.errors import InputError
from properties.instances.numbers import NotEvaluable, NoValue, TooWide
from symbolic import families
from symbolic.core.terms import NegativePart, raw

u = Symbol("u", real=True)


@pytest.mark.parametrize("name", families.names())
def test_floats_are_near_the_truth(name: str) -> None:
    try:
        held = reference(families.load(name), classes=3)
    except InputError:
        pytest.skip("its loss is not one of numbers")
    rough = RoughExpression(held.forms[-1], [i.symbol for i in held.inputs])
    compared = 0
    for group in core(held, FLOAT64, Random(0), 4):
        for point in group:
            try:
                true = float_of(held.at(point, 0).value)
            except (NoValue, TooWide):
                continue
            assert rough.at(point) == pytest.approx(true, rel=1e-6, abs=1e-6)
            compared += 1
    assert compared


def test_conventions_and_functions() -> None:
    assert RoughExpression(raw(log, (u,)), [u]).at([0.0]) == -math.inf
    assert RoughExpression(u * log(u), [u]).at([0.0]) == 0
    assert math.isnan(RoughExpression(log(u), [u]).at([-1.0]))
    assert RoughExpression(NegativePart(u), [u]).at([-2.0]) == 2
    assert RoughExpression(exp(u), [u]).at([1e4]) == math.inf
    assert RoughExpression(besseli(0, u), [u]).at([1.0]) == pytest.approx(1.2660658777520084)
    assert RoughExpression(polygamma(1, u), [u]).at([1.0]) == pytest.approx(math.pi**2 / 6)
    with pytest.raises(NotEvaluable, match="has no value in floats"):
        RoughExpression(zoo, [u])
