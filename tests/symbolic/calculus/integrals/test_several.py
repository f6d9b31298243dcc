"""Tests of symbolic.calculus.integrals.several: counts and proportions with a total, and normal columns."""

from typing import Any

import mpmath
import pytest
from numeric import integral, number, plain
from sympy import (
    Integer,
    Rational,
    Symbol,
    exp,
    factorial,
    lambdify,
    log,
    pi,
    sqrt,
)

from symbolic.calculus.integrals import compute, value_of
from symbolic.calculus.normal_form import Undecided, constant
from symbolic.core.domains import (
    Integers,
    RealInterval,
    binary,
    counts,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import parameter, sample


def outcome(domain: Any, name: str = "x") -> Any:
    return sample(name, domain=domain).outcome


x = outcome(reals)
a, r, d = (parameter(n, positive) for n in ("a", "r", "d"))
p, q = parameter("p", open_unit_interval), parameter("q", unit_interval)
VALUES = {"mu": 0.3, "a": 1.7, "s": 0.8, "r": 2.6, "d": 1.2, "p": 0.35, "q": 0.6, "lambda": 1.4, "N": 5}


def test_counts_with_a_total_are_multinomial() -> None:
    one, two, three = (outcome(counts, n) for n in ("x1", "x2", "x3"))
    total = parameter("N", Integers(1))
    weights = q**one * (1 - q) ** (two + three) * p**two * (1 - p) ** three
    tree = factorial(one + two + three) * weights / (factorial(one) * factorial(two) * factorial(three))
    assert value_of(tree, (one, two, three), total) == constant(1)
    for moment in (one, one * two, one**2 * three):
        found = number(compute(tree * moment, (one, two, three), total), VALUES)
        assert abs(found - integral(tree * moment, (one, two, three), VALUES, total)) < 1e-9


def test_proportions_have_dirichlets_integral() -> None:
    parts = tuple(outcome(open_unit_interval, f"x{j}") for j in range(3))
    tree = parts[0] ** a * parts[1] ** r * parts[2] ** (d + 1) * log(parts[1])
    found = number(compute(tree, parts, Integer(1)), VALUES)
    assert abs(found - integral(tree, parts, VALUES, Integer(1))) < 1e-6


def test_normal_columns_are_integrated_one_after_the_other() -> None:
    y = outcome(reals, "y")
    rho = parameter("rho", RealInterval(-1, 1, False, False))
    tree = exp(-(x**2 - 2 * rho * x * y + y**2) / (2 * (1 - rho**2)))
    values = {**VALUES, "rho": 0.4}
    assert compute(tree, (x, y)) == 2 * pi * sqrt(1 - rho**2)
    for moment in (x * y, x**2 * y**2):
        found = number(compute(tree * moment, (x, y)), values)
        function = lambdify((Symbol("x_x"), Symbol("x_y"), Symbol("p_rho")), plain(tree * moment), "mpmath")
        grid = [mpmath.mpf(j) / 4 for j in range(-32, 33)]
        assert abs(found - sum(function(v, w, values["rho"]) for v in grid for w in grid) / 16) < 1e-9


def test_counts_whose_total_is_no_count_are_refused() -> None:
    one, two = outcome(counts, "x1"), outcome(counts, "x2")
    tree = p**one * (1 - p) ** two / (factorial(one) * factorial(two))
    for total in (parameter("N", positive), parameter("N", Integers(-3)), Rational(1, 2)):
        with pytest.raises(Undecided):
            compute(tree, (one, two), total)


def test_columns_that_are_tied_together_are_refused() -> None:
    one, two = outcome(counts, "x1"), outcome(counts, "x2")
    total = parameter("N", counts)
    with pytest.raises(Undecided, match="depends on what is integrated over"):
        compute(p ** (one * two) / (factorial(one) * factorial(two)), (one, two), total)
    parts = tuple(outcome(open_unit_interval, f"x{j}") for j in range(3))
    with pytest.raises(Undecided):
        compute(parts[0] ** parts[1], parts, Integer(1))
    y = outcome(reals, "y")
    with pytest.raises(Undecided):
        compute(exp(-(x**2) - y**2 - x**2 * y**2), (x, y))
    with pytest.raises(Undecided):
        compute(exp(-(x**2) + 3 * x * y - y**2), (x, y))


def test_an_inner_integral_of_0_does_not_hide_that_the_outer_one_diverges() -> None:
    y = outcome(reals, "y")
    assert compute(x * exp(-(x**2) - y**2), (x, y)) == 0
    for pair in ((x, y), (y, x)):
        with pytest.raises(Undecided):
            compute(x * exp(-(x**2) + y**2), pair)
        with pytest.raises(Undecided):
            compute(x * exp(-(x**2)), pair)


def test_other_columns_and_other_totals_are_refused() -> None:
    b, c = outcome(binary, "b"), outcome(binary, "c")
    with pytest.raises(Undecided, match="that add up to"):
        compute(p**b * q**c, (b, c), Integer(1))
    one, two = outcome(open_unit_interval, "x1"), outcome(open_unit_interval, "x2")
    with pytest.raises(Undecided, match="that add up to"):
        compute(one * two, (one, two), Integer(2))
    with pytest.raises(Undecided, match="not all real numbers"):
        compute(exp(-one - two), (one, two))
    with pytest.raises(Undecided, match="exceeds -1"):
        compute(one ** (a - 2) * two, (one, two), Integer(1))
