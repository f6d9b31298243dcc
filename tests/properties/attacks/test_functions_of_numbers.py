"""Functions with steps and conditions, and floats: a false step with one is refuted by its values, and a true one is not."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq
from sympy import Eq, Float, Heaviside, Ne, Piecewise, Rational, ceiling, cos, exp, floor, sign, sin, sqrt

from properties import attack
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import NoValue, TooWide, precision
from symbolic import Problem, parameter, reals
from tests.by_hand import theorem

t = parameter("t", reals)
Half = Rational(1, 2)

STEPS = {
    "floor": (floor(t), t - 1, floor(t + 1) - 1),
    "ceiling": (ceiling(t), floor(t) + 1, -floor(-t)),
    "sign": (sign(t), t / abs(t + Rational(1, 7)), sign(3 * t)),
    "Heaviside": (Heaviside(t, 1), Heaviside(t, 0), (1 + sign(t) + Heaviside(t, 1) - Heaviside(t, 0)) / 2),
    "Piecewise": (Piecewise((t, t > 0), (-t, True)), t, abs(t)),
    "Piecewise, both ends": (Piecewise((1, (t > 0) & (t <= 2)), (0, True)), Piecewise((1, t > 0), (0, True)), None),
    "Piecewise, equal": (Piecewise((1, Eq(t, 0)), (0, True)), Piecewise((1, Ne(t, 0)), (0, True)), None),
    "float": (Float("0.1") * t, Rational(1, 10) * t, Rational(Float("0.1")) * t),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_false_rewrite_is_refuted_and_a_true_one_is_not(name: str) -> None:
    before, wrong, right = STEPS[name]
    for after, false in ((wrong, True), (right, False)) if right is not None else ((wrong, True), (before, False)):
        reports = attack(theorem(Problem("min", t**2 + before, (t,)), ("rewrite", (), t**2 + after, (t,))))
        case = reports[1].counterexample
        assert (case is not None and case.certified) is false
        assert reports[1].decided > 0


def value(e: Any, at: Any) -> Any:
    with precision(64):
        return Compiled(e, Context(frozenset({"t"}))).value(Instance({}, {}, {}, [{"t": fmpq(at)}]), 0)


def test_values_are_exact() -> None:
    assert value(floor(t), fmpq(-3, 2)) == -2 and value(ceiling(t), fmpq(-3, 2)) == -1
    assert value(floor(exp(t)), 1) == 2 and value(ceiling(sqrt(t)), 2) == 2
    assert value(sign(t - 1), 1) == 0 and value(Heaviside(t, Half), 0) == fmpq(1, 2)
    assert value(Float("0.1"), 0) == fmpq(3602879701896397, 36028797018963968) and value(Float("-2.5"), 0) == fmpq(
        -5, 2
    )


def test_what_balls_cannot_tell_is_undecided_and_what_no_case_covers_undefined() -> None:
    with pytest.raises(TooWide):
        value(floor(sin(t) ** 2 + cos(t) ** 2), 1)
    with pytest.raises(TooWide):
        value(sign(sin(t) ** 2 + cos(t) ** 2 - 1), 1)
    with pytest.raises(NoValue):
        value(Piecewise((1, t > 0)), -1)
