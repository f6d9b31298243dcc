"""Tests of symbolic.calculus.casework: what is equal in every case of signs and values, and what only looks so."""

from typing import Any

import pytest
from sympy import Abs, Add, Integer, Max, Min, Mul, exp, log, sign

from symbolic.calculus.casework import MAX_CASES, MAX_SPLITS, equal_in_every_case
from symbolic.core.domains import FiniteSet, Integers, binary, open_unit_interval, positive, reals, unit_interval
from symbolic.core.errors import Open
from symbolic.core.terms import (
    AtMost,
    Entry,
    Index,
    RowSum,
    Same,
    density,
    expectation,
    function,
    integrable,
    parameter,
    raw,
    sample,
)

x, t = sample("x"), sample("t", domain=binary)
y, k = sample("y", domain=FiniteSet((-1, 1))), sample("k", domain=Integers(0, 2))
w, u = sample("w", domain=reals), sample("u", size="m", domain=binary)
f, g = function("f"), function("g", values=positive)
p = function("p", values=unit_interval)(x.i)
b, z, v, s = parameter("b", binary), parameter("z", reals), parameter("v", reals), parameter("s", positive)
e = parameter("epsilon", open_unit_interval)
P, R = density("P"), density("R")
X, Y, W = x.outcome, y.outcome, w.outcome


def equal(left: Any, right: Any, by_values: bool = True) -> bool:
    try:
        return equal_in_every_case((), Add(left), Add(right), by_values) is not None
    except Open:
        return False


TRUE = {
    "a parameter": (2**b, 1 + b),
    "a parameter around a sum": (w.sum(2**b * w.i), (1 + b) * w.sum(w.i)),
    "in each row": (t.sum(2**t.i), t.sum(1 + t.i)),
    "in each row, scaled on one side": (t.sum(2**t.i) / t.n, t.sum(2 ** (1 + t.i) / t.n) / 2),
    "beside another sum": (t.sum(2**t.i) + w.sum(w.i), t.sum(1 + t.i + w.i)),
    "where the normal form stops": (t.sum(z**t.i) / t.n, t.sum(1 - t.i + t.i * z) / t.n),
    "there with another sum and a constant": (
        t.sum(z**t.i) / t.n + z * t.sum(Abs(z) ** (2 * t.i)),
        t.sum(1 - t.i + t.i * z + z) / t.n + t.sum(t.i * z * (z**2 - 1)) + z * (t.n - 1),
    ),
    "two labels": (t.sum((1 + y.i * (2 * t.i - 1)) ** 2), t.sum(2 + 2 * y.i * (2 * t.i - 1))),
    "a row from around another table": (t.sum(u.sum(2**t.i * u.i)), t.sum((1 + t.i) * u.sum(u.i))),
    "what is infinite": (t.sum(-t.i * log(p)), t.sum(-log(t.i * p + 1 - t.i))),
    "an outcome": (expectation(2**Y * f(X), P(Y, X)), expectation((5 + 3 * Y) / 4 * f(X), P(Y, X))),
    "means with a sum": (expectation(2**Y, P(Y)) + t.sum(2**t.i), t.sum(1 + t.i) + expectation((5 + 3 * Y) / 4, P(Y))),
    "within a mean and within a sum": (
        t.sum(expectation(2**t.i * Y**2, P(Y))),
        t.sum(1 + t.i),
    ),
    "a conditional law": (
        t.sum(expectation(2**t.i * w.outcome, R(w.outcome, given=t.i))),
        t.sum((1 + t.i) * expectation(w.outcome, R(w.outcome, given=t.i))),
    ),
    "in a function of a sum": (log(y.sum(y.i**2 * g(x.i))), log(y.sum(g(x.i)))),
    "values and signs": (t.sum(Abs(t.i - z)), t.sum(t.i * Abs(1 - z) + (1 - t.i) * Abs(z))),
    "two binders": (y.product(exp(y.i**2 * f(x.i))), exp(y.sum(f(x.i)))),
}


@pytest.mark.parametrize("what", TRUE)
def test_what_holds_at_every_value_is_found(what: str) -> None:
    left, right = TRUE[what]
    assert equal(left, right)
    assert equal(right, left)


FALSE = {
    "one value only": (2**b, 1 + 2 * b),
    "the other value": (2**b, 2 * b),
    "another column": (t.sum(2**t.i), t.sum(1 + k.i)),
    "another table": (t.sum(2**t.i) * u.n, u.sum(1 + u.i) * t.n),
    "a value in between": (w.sum(w.i**2), w.sum(w.i)),
    "the same column in another row": (y.sum(y.i) ** 2, y.n * y.sum(y.i**2)),
    "a product of sums": (t.sum(t.i) * t.sum(t.i**2 + 1), t.sum(t.i * (t.i**2 + 1)) * t.n),
    "an argument is another value": (t.sum(t.i * f(t.i)), t.sum(t.i * f(x.i))),
    "what depends on the label": (t.sum(f(t.i)), t.n * f(t.i)),
    "the law depends on the label": (
        t.sum(t.i * expectation(w.outcome, R(w.outcome, given=t.i))),
        t.sum(t.i) * expectation(w.outcome, R(w.outcome)),
    ),
    "a mean of a square": (expectation(Y, P(Y)) ** 2, expectation(Y**2, P(Y))),
    "the mean of a label": (expectation(Y, P(Y)), expectation(Y**3 + Y**2 - 1, R(Y))),
    "under another law": (expectation(2**Y, P(Y)), expectation((5 + 3 * Y) / 4, R(Y))),
    "an entry for an outcome": (y.sum(expectation(y.i * Y, P(Y))), y.sum(expectation(Y**2, P(Y)))),
    "infinities": (t.sum(log(p) - log(p)), t.sum(t.i * log(p))),
    "a constant once": (t.sum(2**t.i), t.sum(t.i) + 1),
    "a share that is none": (t.sum(z**t.i) + z, t.sum(1 - t.i + t.i * z + z)),
    "a factor that may be infinite": (
        log(parameter("q", unit_interval)) * t.sum(z**t.i - 1),
        t.sum(t.i * (z - 1)) * z,
    ),
}


@pytest.mark.parametrize("what", FALSE)
def test_what_fails_at_one_value_is_not_found(what: str) -> None:
    left, right = FALSE[what]
    assert not equal(left, right)
    assert not equal(right, left)


def test_values_are_cases_only_if_asked() -> None:
    assert not equal(2**b, 1 + b, by_values=False)
    assert equal(Abs(z), Max(z, -z), by_values=False)


def test_signs_of_factors_decide() -> None:
    held = Min(Max(s, 1 - e), 1 + e)
    for left, right in (
        (Max(z * v, 0), Max(z, 0) * Max(v, 0) + Max(-z, 0) * Max(-v, 0)),
        (Abs(z * v - z), Abs(z) * Abs(v - 1)),
        (sign(z * v), sign(z) * sign(v)),
        (held, Max(1 - e, Min(s, 1 + e))),
        (Min(s * z, held * z), Max(z, 0) * Min(s, 1 + e) - Max(-z, 0) * Max(s, 1 - e)),
    ):
        assert equal(left, right, by_values=False)
        assert not equal(left, right + 1, by_values=False)
        assert not equal(left, -right, by_values=False)
    assert not equal(Max(z * v, 0), Max(z, 0) * Max(v, 0), by_values=False)
    assert not equal(sign(z * v), sign(z + v), by_values=False)
    assert not equal(sign(z), Max(-1, Min(1, z)), by_values=False)


def test_at_0_an_indicator_is_a_case_of_its_own() -> None:
    assert not equal(AtMost(0, z * v), AtMost(0, z) * AtMost(0, v) + AtMost(z, 0) * AtMost(v, 0), by_values=False)
    corner = (
        AtMost(0, z) * AtMost(0, v)
        + (1 - AtMost(0, z)) * AtMost(v, 0)
        + AtMost(0, z) * AtMost(z, 0) * (1 - AtMost(0, v))
    )
    assert equal(AtMost(0, z * v), corner, by_values=False)
    assert not equal(sign(z), 2 * AtMost(0, z) - 1, by_values=False)
    assert equal(sign(z), AtMost(0, z) - AtMost(z, 0), by_values=False)


def test_another_row_of_the_table_is_none_of_the_bound_one() -> None:
    i, j = (Index(name, "n") for name in "ij")
    column = y.column
    left, right = (RowSum(Entry(column, row) ** 3, j, y.n) for row in (j, i))
    assert not equal(left, right)
    assert not equal(raw(Mul, (y.i, y.sum(Abs(y.i)))), y.sum(y.i * Max(y.i, -y.i)))
    assert not equal(y.i * y.sum(z**y.i), y.sum(y.i * z**y.i))


def test_the_number_of_cases_is_bounded() -> None:
    many = [parameter(f"c{j}", Integers(0, 5)) for j in range(MAX_SPLITS + 1)]

    def sides(count: int) -> tuple[Any, Any]:
        by_value = [sum((2**v * Same(c, v) for v in range(6)), Integer(0)) for c in many[:count]]
        return Add(*(2**c for c in many[:count])), Add(*by_value)

    assert equal(*sides(2))
    with pytest.raises(Open, match=f"{MAX_CASES} cases"):
        equal_in_every_case((), *sides(3), True)
    with pytest.raises(Open, match=f"{MAX_SPLITS} signs"):
        equal_in_every_case((), *sides(MAX_SPLITS + 1), True)


def test_means_are_added_up_where_they_are_finite() -> None:
    left = expectation(Max(W, 0), P(W)) + expectation(Max(-W, 0), P(W))
    right = expectation(Abs(W), P(W))
    given = (integrable(Max(W, 0), P(W)), integrable(Max(-W, 0), P(W)), integrable(Abs(W), P(W)))
    assert equal_in_every_case(given, left, right, False) is not None
    assert equal_in_every_case(given, left, right + 1, False) is None
    assert equal_in_every_case(given, left, expectation(Abs(W), R(W)), False) is None
    assert equal_in_every_case(given, left, expectation(W, P(W)), False) is None
    assert not equal(left, right)
