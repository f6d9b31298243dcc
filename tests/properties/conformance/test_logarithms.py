"""Tests of properties.conformance.logarithms: logs of products and sums keep what cancels apart, at every sign and end."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import pytest
from flint import arb
from sympy import Symbol, exp, gamma, log, sqrt, symbols

from properties.conformance import expansion as e
from properties.conformance.logarithms import log_of_sum
from properties.conformance.truth import CertifiedExpression
from properties.instances.numbers import NoValue, precision
from symbolic.core.terms import Same

x, y, z = symbols("x y z", real=True)
W = Symbol("w", real=True)


def at_128_bits(tree: Any, **point: float) -> Any:
    inputs = [s for s in (x, y, z, W) if s.name in point]
    with precision(128):
        return CertifiedExpression(tree, inputs, inputs).tried([point[s.name] for s in inputs])


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_log_of_a_sum_has_the_derivatives_of_its_value(count: int) -> None:
    random = Random(count)
    with precision(256):
        a, b = e.variable(arb(random.random()), 0), e.variable(arb(random.random()), 1)
        logs = [
            e.add(e.scaled(arb(random.randint(-3, 3)), e.multiply(a, b)), e.scaled(arb(k), b)) for k in range(count)
        ]
        total = e.exponential(logs[0])
        for one in logs[1:]:
            total = e.add(total, e.exponential(one))
        plain, found = e.logarithm(total), log_of_sum(logs)
        assert found.value.overlaps(plain.value)
        for some, others in ((plain.first, found.first), (plain.second, found.second)):
            for k in {*some, *others}:
                assert abs(some.get(k, e.ZERO) - others.get(k, e.ZERO)) < 1e-60


def test_the_smaller_terms_keep_their_digits() -> None:
    """A share of e^-3000 has derivatives of that size, whose digits all stand; of the sum of exponentials none would."""
    found = at_128_bits(log(exp(x) + exp(y)), x=0.0, y=-3000.0)
    assert found is not None and found.second[1, 1].rel_accuracy_bits() > 90
    with precision(128):
        assert abs(found.second[1, 1].log() + 3000) < 1e-20
    assert found.second[0, 0].overlaps(found.second[1, 1])


@pytest.mark.parametrize("z_", [-800.0, -1.5, 0.0, 2.0, 800.0])
def test_of_two_of_which_one_moves_it_is_softplus(z_: float) -> None:
    for tree in (log(1 + exp(x)), log(exp(-x) + 1) + x)[: 2 if z_ > -2 else 1]:  # far out the second cancels
        found = at_128_bits(tree, x=z_)
        assert found is not None
        with precision(128):
            share = 1 / (1 + arb(-z_).exp())
            assert found.value.overlaps((1 + arb(z_).exp()).log()) or z_ < 0
            assert found.first[0].overlaps(share) and found.second[0, 0].overlaps(share / (1 + arb(z_).exp()))


def test_of_a_product_what_is_apart_stays_apart() -> None:
    found = at_128_bits(log(x**y * (1 - W) * exp(-x) / gamma(z)), x=3.5, y=2.25, z=1.5, w=0.125)
    assert found is not None
    assert not {(0, 2), (1, 3), (0, 3), (2, 3)} & {k for k, v in found.second.items() if v != 0}


@pytest.mark.parametrize(
    ("tree", "point", "value"),
    [
        (log(x * y), {"x": -2.0, "y": -3.0}, math.log(6)),  # two negative factors
        (log(x**2), {"x": -2.0}, math.log(4)),
        (log(x * exp(y)), {"x": 0.0, "y": float("inf")}, -math.inf),  # 0 oo = 0
        (log(x * exp(y)), {"x": 2.0, "y": -float("inf")}, -math.inf),
        (log(x * exp(y) + W * exp(-y)), {"x": 0.0, "y": 1.0, "w": 2.0}, math.log(2) - 1),  # a term that is 0 and moves
        (log(-x * exp(y) + 3), {"x": -1.0, "y": 0.0}, math.log(4)),
        (log(Same(x, 1) * exp(y) + Same(x, 0) * exp(z)), {"x": 0.0, "y": 9.0, "z": -2.0}, -2.0),  # one that is nothing
        (log(Same(x, 1) * exp(y)), {"x": 0.0, "y": 9.0}, -math.inf),
        (log(gamma(x) / sqrt(y)), {"x": -1.5, "y": 4.0}, math.log(2.3632718012073544) - math.log(2)),
    ],
)
def test_every_sign_and_end_has_the_value_of_the_logarithm(tree: Any, point: Any, value: float) -> None:
    inputs = [s for s in (x, y, z, W) if s.name in point]
    found = CertifiedExpression(tree, inputs, inputs).at([point[s.name] for s in inputs]).value
    assert found == value if math.isinf(value) else abs(float(found) - value) < 1e-12


def test_a_term_that_is_0_and_moves_has_its_slope() -> None:
    found = CertifiedExpression(log(W * exp(y) + (1 - W) * exp(x)), [x, y, W], [W]).at([1.0, 3.0, 0.0])
    assert found.first is not None and abs(float(found.first[0]) - (math.exp(2) - 1)) < 1e-12


def test_the_log_of_a_negative_product_is_none() -> None:
    with pytest.raises(NoValue):
        CertifiedExpression(log(x * y), [x, y], [x]).at([-2.0, 3.0])
    with pytest.raises(NoValue):
        CertifiedExpression(log(x * exp(y) + 1), [x, y], [x]).at([-2.0, 3.0])
