"""Expressions as functions of a complex ball: values, and where they are not certain to be analytic."""

from __future__ import annotations

import pytest
from flint import acb, arb
from sympy import (
    atan,
    cos,
    cosh,
    erf,
    exp,
    gamma,
    pi,
    sqrt,
    tan,
    tanh,
)

from properties.enclosures.complex import complex_
from properties.instances.numbers import NotEvaluable
from symbolic.core.terms import function, logistic, softplus
from tests.properties.enclosures.enclosed import (
    U,
    holds,
    mu,
    of,
)


def test_functions_of_complex_balls() -> None:
    assert holds(of(cos(2 * pi * U), U), 0)
    assert holds(of(tanh(U) + cosh(U), U), arb(1).cosh().log() + arb(1).sinh())
    assert holds(of(gamma(U + 1) * 0 + sqrt(U), U), arb(2) / 3)
    assert holds(of(erf(U), U), arb(1).erf() + ((-arb(1)).exp() - 1) / arb.pi().sqrt())
    assert holds(of(tan(U), U), -arb(1).cos().log())
    assert holds(of(logistic(U), U), ((1 + arb(1).exp()) / 2).log())
    assert holds(of(exp(-softplus(U)), U), ((1 + arb(1).exp()) / 2).log() * -1 + 1)
    with pytest.raises(NotEvaluable):
        of(function("f")(U), U)


def test_near_a_branch_point_nothing_is_certain_to_be_analytic() -> None:
    root, around = complex_(sqrt(mu)), acb(arb(0, 1), arb(0, 1))
    assert not root(around, True).is_finite()
    assert root(acb(4), True).overlaps(acb(2))


def test_powers_of_balls_around_zero_stay_finite() -> None:
    cube = complex_(mu**3)(acb(arb(0, 1)), True)
    assert cube.is_finite() and cube.contains(acb(0))
    assert not complex_(mu**-1)(acb(arb(0, 1)), True).is_finite()


def test_what_complex_balls_do_not_know_is_refused() -> None:
    with pytest.raises(NotEvaluable, match="complex balls do not know atan"):
        complex_(atan(mu))
