"""Tests of symbolic.provers.supports: estimates that are the largest or the smallest datum."""

from typing import Any

import pytest
from sympy import exp, log

from symbolic import families
from symbolic.core.domains import Integers, RealInterval, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import AtMost, parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.family import mean
from symbolic.obligations import Obligation
from symbolic.provers.supports import prove
from symbolic.statements.estimate import EstimateIs

x, y = sample("x", domain=nonnegative), sample("y", domain=positive)
theta, alpha, M = parameter("theta", positive), parameter("alpha", positive), parameter("M", positive)
m, N = parameter("m", Integers(1)), parameter("N", Integers(1))
share, wide = sample("z", domain=unit_interval), parameter("theta", RealInterval(1))


def largest(column: Any, bound: Any) -> tuple[Any, ...]:
    return column.product(AtMost(column.i, bound)) > 0, column.sum(AtMost(bound, column.i)) > 0


def smallest(column: Any, bound: Any) -> tuple[Any, ...]:
    return column.product(AtMost(bound, column.i)) > 0, column.sum(AtMost(column.i, bound)) > 0


UP, DOWN = -log(AtMost(x.i, theta)), -log(AtMost(theta, y.i))
ABOVE = mean(y, log(y.i)) - log(M)
TAIL = mean(y, alpha * log(y.i) - alpha * log(theta) - log(alpha) + DOWN)

TRUE: dict[str, tuple[Any, ...]] = {
    "uniform": (mean(x, log(theta) + UP), {theta: M}, largest(x, M)),
    "any increasing function": (mean(x, exp(theta) + theta**3 + UP), {theta: M}, largest(x, M)),
    "the barrier with a factor": (mean(x, theta + 2 * UP), {theta: M}, largest(x, M)),
    "with a term in the data": (mean(x, theta + x.i**2 + UP), {theta: M}, largest(x, M)),
    "a decreasing function, and the smallest": (mean(y, -log(theta) + DOWN), {theta: M}, smallest(y, M)),
    "discrete uniform": (mean(x, log(m) - log(AtMost(x.i, m))), {m: N}, largest(x, N)),
    "pareto": (TAIL, {alpha: 1 / ABOVE, theta: M}, (*smallest(y, M), ABOVE > 0)),
}
FALSE: dict[str, tuple[Any, ...]] = {
    "some datum is not said to reach it": (mean(x, log(theta) + UP), {theta: M}, largest(x, M)[:1]),
    "the data are not said to stay below it": (mean(x, log(theta) + UP), {theta: M}, largest(x, M)[1:]),
    "no condition": (mean(x, log(theta) + UP), {theta: M}, ()),
    "the smallest datum": (mean(x, log(theta) + UP), {theta: M}, smallest(x, M)),
    "a decreasing function": (mean(x, -log(theta) + UP), {theta: M}, largest(x, M)),
    "a function that does not move": (mean(x, UP), {theta: M}, largest(x, M)),
    "a function of unknown direction": (mean(x, (theta - 1) ** 2 + UP), {theta: M}, largest(x, M)),
    "no barrier but a bonus": (mean(x, log(theta) - UP), {theta: M}, largest(x, M)),
    "an indicator that is no barrier": (mean(x, log(theta) + AtMost(x.i, theta)), {theta: M}, largest(x, M)),
    "two indicators": (mean(x, log(theta) + UP + AtMost(x.i, theta)), {theta: M}, largest(x, M)),
    "both sides": (mean(x, log(theta) + UP - log(AtMost(theta, x.i))), {theta: M}, largest(x, M)),
    "a bound that may leave the domain": (
        mean(x, log(theta) + UP),
        {theta: parameter("M", nonnegative)},
        largest(x, parameter("M", nonnegative)),
    ),
    "an indicator that is always 1": (
        mean(share, log(wide) - log(AtMost(share.i, wide))),
        {wide: parameter("M", RealInterval(1))},
        largest(share, parameter("M", RealInterval(1))),
    ),
    "a bound that is no whole number": (
        mean(x, log(m) - log(AtMost(x.i, m))),
        {m: parameter("M", RealInterval(1))},
        largest(x, parameter("M", RealInterval(1))),
    ),
    "twice the bound": (mean(x, log(theta) + UP), {theta: 2 * M}, largest(x, M)),
    "a bound on twice the parameter": (mean(x, log(theta) - log(AtMost(x.i, 2 * theta))), {theta: M}, largest(x, M)),
    "data of another column": (mean(x, log(theta) + UP), {theta: M}, largest(y, M)),
    "what may be infinite besides": (mean(x, theta - log(x.i) + UP), {theta: M}, largest(x, M)),
    "pareto with another tail": (TAIL, {alpha: 2 / ABOVE, theta: M}, (*smallest(y, M), ABOVE > 0)),
    "pareto with equal data": (TAIL, {alpha: 1 / ABOVE, theta: M}, smallest(y, M)),
    "an unknown that is not estimated": (TAIL, {theta: M}, (*smallest(y, M), ABOVE > 0)),
}


def answer(objective: Any, values: dict[Any, Any], when: tuple[Any, ...]) -> Verdict:
    unknowns = tuple(sorted(objective.free_symbols & {theta, alpha, m}, key=str))
    return prove(EstimateIs(objective, unknowns, tuple(values.items()), when)).verdict


@pytest.mark.parametrize("name", TRUE)
def test_the_datum_that_bounds_the_support_is_the_estimate(name: str) -> None:
    assert answer(*TRUE[name]) is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_or_open_is_not_proved(name: str) -> None:
    assert answer(*FALSE[name]) is not Verdict.PROVED


@pytest.mark.parametrize("name", ["uniform", "discrete_uniform", "pareto"])
def test_the_families_whose_support_ends_at_a_parameter(name: str) -> None:
    ((_, statement),) = families.load(name).further
    assert prove(statement).verdict is Verdict.PROVED


def test_an_unknown_with_two_values_has_no_estimate() -> None:
    objective, other = mean(x, log(theta) + UP), parameter("L", positive)
    for point in (((theta, other), (theta, M)), ((theta, M), (theta, M))):
        stated = Obligation("estimate", (objective, (theta,), point, largest(x, M)))
        assert prove(stated).verdict is Verdict.UNKNOWN


def test_estimates_that_bound_no_data_are_left_to_others() -> None:
    w = parameter("w", reals)
    stated = Obligation("estimate", (mean(x, (x.i - w) ** 2), (w,), ((w, mean(x)),), ()))
    assert prove(stated).verdict is Verdict.UNKNOWN
