"""Enclosures over wide intervals hold every value inside, for each function, and for whole objectives towards an end."""

import pytest
from flint import arb, fmpq
from sympy import (
    Abs,
    Integer,
    Max,
    Min,
    Rational,
    atan,
    cos,
    cosh,
    erf,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    sin,
    sinh,
    tanh,
)

from properties.data.family_data import Data
from properties.estimation import wide
from properties.estimation.jets import Jets, Unavailable
from properties.estimation.wide import Enclosing
from properties.instances.numbers import INFINITY, precision
from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family

U, X = parameter("u", reals), sample("x", domain=reals)
ENDS = (-INFINITY, arb(-3), arb(-1), arb(0), arb("0.5"), arb(2), arb(7), INFINITY)
BOXES = [(a, b) for i, a in enumerate(ENDS) for b in ENDS[i + 1 :]]
ANYWHERE = (U**2, U**3, Abs(U), exp(U), exp(-U), atan(U), tanh(U), erf(U), cos(U), sin(U), sinh(U), cosh(U), Max(U, 1),
            Min(U, 1), 1 / U, U**-2, U * exp(U), U - U**2, 2**U)  # fmt: skip
POSITIVE = (log(U), loggamma(U), gamma(U), factorial(U), U ** Rational(1, 2), U ** Rational(-3, 2), U * log(U), U**U)


def objective(body, *values, unknown=U):
    family = Family("one", variables=(X,), parameters=(unknown,), density=exp(-((X.outcome - unknown) ** 2)))
    numbers = tuple(map(fmpq, dict.fromkeys(values or (0,))))
    cells = {(k,): sum(v == number for v in values or (0,)) for k, number in enumerate(numbers)}
    data = Data(family, "rows", ("x",), len(values or (0,)), {"x": numbers}, cells, {})
    return Jets(data, X.sum(body) / X.n)


def points(box):
    low, high = (float(v) for v in box)
    tried = [low + 1e-9, low + 1, -2.5, -1e-3, 1e-3, 0.25, 1.3, 5.0, 30.0, high - 1, high - 1e-9]
    return [v for v in tried if low < v < high]


@pytest.mark.parametrize("body", [*ANYWHERE, *POSITIVE], ids=str)
def test_an_enclosure_holds_every_value(body):
    found = 0
    for box in BOXES:
        if body in POSITIVE and (not isinstance(box[0], arb) or box[0] < 0):
            continue
        o = objective(body)
        try:
            low, high = Enclosing(o).over(box)
        except Unavailable:
            continue
        found += 1
        for v in points(box):
            with precision(64):
                value = o.at([arb(v)], order=0, bits=64).value
            if value.is_finite():
                assert not value < low and not value > high, (box, v)
    assert found > 3


def test_the_ends_are_not_far_off():
    low, high = Enclosing(objective(U**2)).over((arb(-1), arb(3)))
    assert float(low) == 0 and float(high) == pytest.approx(9)
    low, high = Enclosing(objective(log(1 + (X.i - U) ** 2), 0, 1)).over((arb(1000), INFINITY))
    assert 13 < float(low) < 13.9 and high == INFINITY
    scale = parameter("s", positive)
    low, high = Enclosing(objective(log(scale) - X.i * log(scale), 0, unknown=scale)).over((arb(0), arb(1)))
    assert (low, high) == (-INFINITY, 0)


def test_ends_of_products_by_the_conventions():
    zero, one = arb(0), arb(1)
    assert wide.multiply((zero, zero), (one, INFINITY)) == (0, 0)
    assert wide.multiply((-one, one), (one, INFINITY)) == (-INFINITY, INFINITY)
    assert wide.add((one, INFINITY), (-INFINITY, one)) == (-INFINITY, INFINITY)
    assert wide.logarithm((zero, one)) == (-INFINITY, 0) and wide.exponential((-INFINITY, zero)) == (0, 1)
    assert wide.inverse((zero, arb(2))) == (arb("0.5"), INFINITY) and wide.inverse((-one, one)) == (-INFINITY, INFINITY)
    with pytest.raises(Unavailable, match="log of a negative"):
        wide.logarithm((-arb(2), -one))


def test_what_is_not_understood_is_said_to_be_so():
    from sympy import airyai, tan

    with pytest.raises(Unavailable, match="no enclosure of airyai"):
        Enclosing(objective(airyai(U) + Integer(1))).over((arb(0), INFINITY))
    with pytest.raises(Unavailable, match="tan where it may have no value"):
        Enclosing(objective(tan(U) + Integer(1))).over((arb(0), INFINITY))
