"""Tests of symbolic.refuting.unsatisfiable: what no law meets is refuted; what some law meets is left alone."""

from typing import Any

import pytest
from sympy import Abs, Max, exp, log, oo

from symbolic.core.domains import RealInterval, positive, reals, unit_interval
from symbolic.core.errors import Open
from symbolic.core.terms import AtMost, Expectation, NegativePart, density, expectation, function, parameter, sample
from symbolic.obligations import Obligation
from symbolic.refuting.unsatisfiable import refute

theta, t, s = parameter("theta"), parameter("t", reals), parameter("s", reals)
b, w, u = parameter("b", positive), parameter("w", unit_interval), parameter("u", RealInterval(0, 1))
v = sample("v", domain=reals)
V = v.outcome
law = density("p")(V)
f = function("f", theta)


def below(body: Any, *unknowns: Any) -> str | None:
    try:
        return refute(Obligation("fact", (expectation(body, law) < oo, unknowns)))
    except Open:
        return None


def minimisers(body: Any, *unknowns: Any) -> str | None:
    return refute(Obligation("minimisers", (Expectation(body, law), unknowns)))


@pytest.mark.parametrize("body", [oo, Abs(V - oo), NegativePart(log(AtMost(1, 0))), -log(w)], ids=str)
def test_what_is_infinite_at_every_outcome_has_no_finite_mean(body: Any) -> None:
    assert below(body, w) is not None


@pytest.mark.parametrize("body", [V, Abs(V), -log(b), exp(V), NegativePart(V), 1 / Abs(V), 1 / (V - V)], ids=str)
def test_what_some_law_meets_is_not_refuted(body: Any) -> None:
    assert below(body, b) is None


FALLING = [
    (exp(t) + V, (t,)),
    (exp(-t) * V**2, (t,)),
    (V**2, (t,)),
    (log(b) + Abs(V), (b,)),
    (log(exp(t) + exp(s)) - t, (t, s)),  # t and s may grow together
    (f() + exp(t), (theta, t)),
]


@pytest.mark.parametrize(("body", "unknowns"), FALLING, ids=str)
def test_a_loss_that_falls_along_a_line_has_no_compact_set_of_minimisers(body: Any, unknowns: Any) -> None:
    assert minimisers(body, *unknowns) is not None


SOME = [
    ((V - t) ** 2, (t,)),
    (Abs(V - t), (t,)),
    (Max(t, 0) + V, (t,)),  # not smooth: nobody looks
    (b + V**2 / b, (b,)),
    (w + V, (w,)),  # a closed end
    (log(1 + exp(t)) - V * t, (t,)),
    (f(), (theta,)),
]


@pytest.mark.parametrize(("body", "unknowns"), SOME, ids=str)
def test_what_may_have_minimisers_is_not_refuted(body: Any, unknowns: Any) -> None:
    assert minimisers(body, *unknowns) is None


def test_the_line_is_named() -> None:
    assert minimisers(exp(t) + V, t) == "whatever the outcome, the loss never grows as t decreases"
    found = minimisers(log(exp(t) + exp(s)) - V * t - (1 - V) * s, t, s)
    assert found is not None and found.endswith("as t decreases and s decreases, all at one rate")
