"""Tests of properties.conformance.accuracy: errors in units of the type, what conditioning excuses, and the edges."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import arb
from sympy import Symbol, exp

from properties.conformance.accuracy import Deviation, Edge, Output, certified, errors, only
from properties.conformance.calling import Implementation, observer
from properties.conformance.compared import compare
from properties.conformance.inputs import FLOAT32, FLOAT64
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from symbolic import families

Z = bind(reference(families.load("bernoulli")), {"y": "x", "p": 1 / (1 + exp(-Symbol("z", real=True)))})
RATE = bind(reference(families.load("exponential")), {"x": "x", "rate": "lambda"})


def found(reading: Any, function: Callable[..., Any], point: tuple[float, ...], kind: Any = FLOAT64) -> list[Deviation]:
    compared = compare(reading.bound, observer(Implementation(function, reading)), [point])
    return list(errors(reading.bound, compared, kind, arb(1), {}))


def test_a_unit_is_a_unit() -> None:
    (error,) = found(RATE, lambda x, rate: np.nextafter(x * rate - np.log(rate), 9), (3.0, 1.0))
    assert error.output is Output.VALUE and error.ulps == 1 and 0 < error.blamed <= 1 and error.edge is None
    (single,) = found(RATE, lambda x, rate: np.float32(3) * (1 + 2**-23), (3.0, 1.0), FLOAT32)
    assert 0.5 <= single.ulps <= 2


def test_conditioning_excuses_cancellation_and_nothing_else() -> None:
    """Near rate x = log rate the value is nearly 0: rounding the inputs moves it by many of its units."""
    rate = 1.763222834351897  # where rate * x = log rate for x close to 0.3216
    x = math.log(rate) / rate
    (error,) = found(RATE, lambda x, rate: x * rate - np.log(rate) + 1e-16, (x, rate))
    assert error.ulps > 100 and error.blamed < 8
    (wrong,) = found(RATE, lambda x, rate: x * rate - np.log(rate) + 1e-8, (3.0, 1.0))
    assert wrong.blamed > 1e6


@pytest.mark.parametrize(
    ("value", "point", "edge"),
    [
        (lambda y, z: np.inf, (1.0, 0.5), Edge.LOST),
        (lambda y, z: np.nan, (1.0, 0.5), Edge.NAN),
        (lambda y, z: 0.0, (1.0, 720.0), Edge.FLUSHED),
        (lambda y, z: 0.0, (1.0, 1000.0), None),
    ],
)
def test_edges(value: Callable[..., Any], point: tuple[float, ...], edge: Edge | None) -> None:
    (error,) = found(Z, lambda y, z: np.array([value(y, z)]), point)
    assert error.edge is edge and error.blamed == 0


def test_where_the_truth_is_infinite_so_is_a_right_value() -> None:
    p = bind(reference(families.load("bernoulli")), {"y": "x", "p": "p"})
    (right,) = found(p, lambda y, p: np.array([np.inf]), (1.0, 0.0))
    (wrong,) = found(p, lambda y, p: np.array([34.5]), (1.0, 0.0))
    assert right.edge is None and wrong.edge is Edge.FINITE


def test_what_is_raised_is_an_edge_of_its_own() -> None:
    def function(y: Any, z: Any) -> Any:
        raise ArithmeticError("z")

    (error,) = found(Z, function, (1.0, 0.5))
    assert error.edge is Edge.RAISED


def test_gradient_and_hessian_are_held_to_their_own_truth() -> None:
    def function(x: Any, rate: Any) -> Any:
        return x * rate - np.log(rate), x - 1 / rate, 2 / rate**2

    value, gradient, hessian = found(RATE, function, (3.0, 2.0))
    assert (gradient.output, gradient.entry, gradient.blamed) == (Output.GRADIENT, "rate", 0)
    assert value.blamed < 1 and hessian.output is Output.HESSIAN and hessian.blamed > 1e10


def test_a_hessian_is_excused_by_its_own_conditioning() -> None:
    """Of a normal in its scale: (3 u^2 - 1) / s^2 vanishes at u^2 = 1/3."""
    held = bind(reference(families.load("normal_scale")), {"x": "x", "s": "sigma", "mu": 0})
    x, s = 0.5773502691896257, 1.0

    def function(x: Any, s: Any) -> Any:
        return (x / s) ** 2 / 2 + np.log(s), (1 - (x / s) ** 2) / s, (3 * (x / s) ** 2 - 1) / s**2

    *_, hessian = found(held, function, (x, s))
    assert hessian.blamed < 8


def test_a_mixed_derivative_is_measured_beside_the_pure_ones() -> None:
    """That of a normal loss in mean and deviation is 0 where the datum is the mean: no more than rounding is excused."""
    normal = bind(reference(families.load("normal")), "x=x, mu=mu, sigma=sigma")
    for mixed, pure, blamed in ((1e-16, 1.0, False), (1e-13, 1.0, True), (0.0, 1.0 + 1e-12, True)):

        def loss(x: Any, mu: Any, sigma: Any, mixed: float = mixed, pure: float = pure) -> Any:
            one = np.ones_like(mu)
            hessian = [[pure * one / sigma**2, mixed * one], [mixed * one, -one / sigma**2]]
            return np.log(sigma) + np.log(2 * np.pi) / 2, [0 * one, one / sigma], hessian

        bad = [e for e in found(normal, loss, (0.5, 0.5, 1.0)) if e.output is Output.HESSIAN and e.blamed > 64]
        assert bool(bad) is blamed and (
            {e.entry for e in bad} <= ({"mu, sigma", "sigma, mu"} if mixed else {"mu, mu", "sigma, sigma"})
        )


def test_a_gradient_is_held_to_the_truth_where_only_the_hessian_jumps() -> None:
    """At an end of Huber's parabola the gradient is delta to both sides."""
    held = bind(reference(families.load("huber")), {"x": "x", "m": "mu", "d": "delta"})

    def function(x: Any, m: Any, d: Any) -> Any:
        return (x - m) ** 2 / 2, (m - x) * (1 + 1e-9)

    *_, gradient = found(held, function, (1.0, 0.0, 1.0))
    assert gradient.output is Output.GRADIENT and gradient.truth == -1 and gradient.blamed > 1e5


def test_a_value_is_held_to_the_truth_at_a_kink() -> None:
    held = bind(reference(families.load("laplace")), {"x": "x", "m": "mu", "b": "b"})
    (wrong,) = found(held, lambda x, m, b: np.abs(x - m) / b + np.log(2 * b) + 1e-9, (3.0, 3.0, 1.0))
    assert wrong.blamed > 1e5
    (right,) = found(held, lambda x, m, b: np.abs(x - m) / b + np.log(2 * b), (3.0, 3.0, 1.0))
    assert right.blamed <= 1


def test_a_hessian_is_excused_where_rounding_an_input_leads_over_its_jump() -> None:
    held = bind(reference(families.load("huber")), {"x": "x", "m": "mu", "d": "delta"})

    def function(x: Any, m: Any, d: Any) -> Any:
        return np.abs(x - m) * 1.0, m - x, np.zeros(1)

    *_, near = found(held, function, (1 - 2**-53, 0.0, 1.0))
    assert near.output is Output.HESSIAN and near.truth == 1 and near.blamed <= 2
    *_, clear = found(held, function, (1 - 2**-40, 0.0, 1.0))
    assert clear.output is Output.HESSIAN and clear.blamed > 1e10


def test_to_raise_where_no_datum_can_be_is_right() -> None:
    def refuses(x: Any, theta: Any) -> Any:
        if x > theta:
            raise ValueError("outside of the support")
        return np.log(theta)

    uniform = bind(reference(families.load("uniform")), {"x": "x", "theta": "theta"})
    assert found(uniform, refuses, (3.0, 2.0)) == []
    (error,) = found(uniform, refuses, (1.0, 2.0))
    assert error.edge is None and error.blamed < 1


def test_one_entry_alone_has_the_errors_that_it_has_among_all() -> None:
    made = observer(Implementation(lambda x, rate: (x * rate, x + 1, 0.5), RATE))
    (c,) = compare(RATE.bound, made, [(3.0, 2.0)])
    whole = list(errors(RATE.bound, [c], FLOAT64, arb(1), {}))
    assert len(whole) == 3
    for e in whole:
        (alone,) = errors(RATE.bound, [only(c, e.output, e.entry)], FLOAT64, arb(1), {})
        assert (alone.output, alone.entry, alone.ulps) == (e.output, e.entry, e.ulps) and e.ulps > 1e6


def test_an_expression_is_made_ready_once() -> None:
    u = Symbol("u", real=True)
    assert certified(exp(u), (u,)) is certified(exp(u), (u,)) is not certified(exp(u), (u,), (u,))
