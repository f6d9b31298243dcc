"""Tests of symbolic.provers.values: what holds at each of finitely many values, and what fails at one of them."""

from typing import Any

import pytest
from sympy import Abs, Derivative, Max, exp, log

from symbolic.asking import provers
from symbolic.core.domains import (
    FiniteSet,
    Integers,
    RealInterval,
    binary,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.statement import Statement
from symbolic.core.terms import density, empirical, expectation, function, logistic, parameter, sample
from symbolic.kernel import Verdict, judge
from symbolic.obligations import Obligation
from symbolic.provers.values import prove

x, t = sample("x"), sample("t", domain=binary)
y, c = sample("y", domain=FiniteSet((-1, 1))), sample("c", domain=FiniteSet((-1, 0, 1)))
w = sample("w", domain=unit_interval)
f = function("f")(x.i)
p, q = (function(n, values=d)(x.i) for n, d in (("p", open_unit_interval), ("q", unit_interval)))
g, z, b = parameter("gamma", positive), parameter("z", reals), parameter("b", binary)
P = density("P")
X, Y = x.outcome, y.outcome


def p_t(one: Any, label: Any) -> Any:
    return one * label + (1 - one) * (1 - label)


def equal(left: Any, right: Any) -> Statement:
    return Obligation("equal", (left, right))


def defined(tree: Any) -> Statement:
    return Obligation("defined", (tree,))


def within(tree: Any, interval: Any) -> Statement:
    return Obligation("within", (tree, interval))


PROVED = {
    "labels of both signs": equal(y.sum(log(1 + exp(-y.i * f))), y.sum(log(1 + exp(f)) - (1 + y.i) / 2 * f)),
    "by p_t": equal(t.sum(-log(p_t(p, t.i))), t.sum(-t.i * log(p) - (1 - t.i) * log(1 - p))),
    "by p_t, infinite": equal(t.sum(-log(p_t(q, t.i))), t.sum(-t.i * log(q) - (1 - t.i) * log(1 - q))),
    "a residual": equal(t.sum(Abs(t.i - logistic(f))), t.sum(1 - p_t(logistic(f), t.i))),
    "a power of a share": defined(t.sum((1 - p_t(p, t.i)) ** g)),
    "a quotient by a label": defined(y.sum(f / y.i)),
    "a quotient by a share": defined(t.sum(log(1 / p_t(p, t.i)))),
    "a logarithm that is infinite in some rows": defined(t.sum(log(1 - (1 - q) * t.i - q * (1 - t.i)))),
    "an outcome divides": defined(expectation(function("p", values=unit_interval)(X) / Y, P(Y, X))),
    "a parameter divides": defined(1 / (2 * b - 1)),
    "under the empirical distribution": defined(expectation(1 / Y, empirical(y)(Y))),
    "where a share lies": within(t.sum((1 - p_t(p, t.i)) ** g), nonnegative),
    "between two numbers": within((1 - p_t(parameter("a", open_unit_interval), b)) ** g, RealInterval(0, 1)),
}


@pytest.mark.parametrize("what", PROVED)
def test_what_holds_at_each_value_is_proved(what: str) -> None:
    assert prove(PROVED[what]).verdict is Verdict.PROVED
    assert judge(PROVED[what], provers()).verdict is Verdict.PROVED


REFUSED = {
    "another sign": equal(y.sum(log(1 + exp(y.i * f))), y.sum(log(1 + exp(f)) - (1 + y.i) / 2 * f)),
    "a label more": equal(c.sum(log(1 + exp(-c.i * f))), c.sum(log(1 + exp(f)) - (1 + c.i) / 2 * f)),
    "all that lies between": equal(w.sum(-log(p_t(p, w.i))), w.sum(-w.i * log(p) - (1 - w.i) * log(1 - p))),
    "a label divides that may be 0": defined(c.sum(f / c.i)),
    "one value only": defined(y.sum(f / (1 + y.i))),
    "all that lies between 0 and 1": defined(w.sum(1 / (2 * w.i - 1))),
    "a share that may be 0": defined(t.sum(1 / p_t(q, t.i))),
    "a root of what may be negative": defined(y.sum((f * y.i) ** g)),
    "oo - oo in two rows": defined(t.sum(t.i * log(q) - (1 - t.i) * log(q))),
    "oo - oo within one": defined(t.sum(log(q) - log(p_t(q, t.i)))),
    "what is no number": defined(Derivative(b**2, z)),
    "an end that is met": within((1 - p_t(parameter("a", unit_interval), b)) ** g, RealInterval(0, 1, False)),
    "outside at one value": within(b * 2 + (b - 3) ** -1, RealInterval(0, 1)),
    "a mean of a label": equal(expectation(Y, P(Y)), expectation(Max(Y, 0), P(Y))),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_fails_at_one_value_is_refused(what: str) -> None:
    assert prove(REFUSED[what]).verdict is Verdict.UNKNOWN
    assert judge(REFUSED[what], provers()).verdict is not Verdict.PROVED


def test_without_a_quantity_of_few_values_it_leaves_the_statement_to_others() -> None:
    for statement in (equal(z + 1, 1 + z), defined(z), within(z, reals), defined(parameter("n", Integers(0)))):
        answer = prove(statement)
        assert (answer.verdict, answer.reason) == (Verdict.UNKNOWN, "")


def test_the_reason_names_the_cases() -> None:
    assert "by cases of values" in prove(defined(y.sum(f / (1 + y.i)))).reason


def test_the_number_of_cases_is_bounded() -> None:
    many = [parameter(f"s{j}", FiniteSet((-1, 1))) for j in range(9)]
    assert prove(defined(1 / sum(many[1:3], many[0]))).verdict is Verdict.PROVED
    assert prove(defined(1 / sum(many[1:], many[0]))).verdict is Verdict.UNKNOWN
