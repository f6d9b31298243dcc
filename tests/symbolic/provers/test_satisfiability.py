"""Tests of symbolic.provers.satisfiability: hypotheses that can hold do so for a law of few values; the others stay open."""

from typing import Any

import pytest
from sympy import Abs, Max, exp, gamma, log, oo

from symbolic.core.domains import RealInterval, binary, open_unit_interval, positive, reals, unit_interval
from symbolic.core.statement import Statement
from symbolic.core.terms import AtMost, Expectation, NegativePart, density, expectation, function, parameter, sample
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.satisfiability import prove
from symbolic.statements.fact import StatedFact
from symbolic.statements.minimisers import Minimisers

theta, t, w = parameter("theta"), parameter("t", reals), parameter("w", unit_interval)
a, b = parameter("a", positive), parameter("b", positive)
share = parameter("share", open_unit_interval)
x, v, y, c = sample("x"), sample("v", domain=reals), sample("y", domain=positive), sample("c", domain=binary)
V, Y, C = v.outcome, y.outcome, c.outcome
p, q = density("p"), density("q", theta)
f, g = function("f", theta), function("g", values=positive)
PV, PY, PC = p(V), p(Y), p(C)


def verdict(*statements: Statement, given: tuple[Statement, ...] = ()) -> Verdict:
    answer = prove(Obligation("satisfiable", (statements, ()), given))
    assert (answer.verdict is Verdict.PROVED) is (answer.reason == "")
    return answer.verdict


def below(body: Any, law: Any, *unknowns: Any) -> Statement:
    return StatedFact(expectation(body, law) < oo, unknowns)


def minimisers(body: Any, law: Any, *unknowns: Any) -> Statement:
    return Minimisers(Expectation(body, law), unknowns)


def some(total: Any) -> Statement:
    return StatedFact(total > 0, (theta,))


HOLD = [
    (some(c.sum(c.i)),),
    (some(c.sum(c.i)), some(c.sum(1 - c.i))),
    (some(c.sum(c.i * g(x.i))), below(Abs(V), PV), Obligation("fact", (p(x.i) > 0, (theta,)))),
    (below(Abs(V), PV),),
    (below(NegativePart(log(q(x.outcome))), p(x.outcome), theta),),
    (below(Abs(log(p(x.outcome))), p(x.outcome)), Obligation("fact", (p(x.i) > 0, (theta,)))),
    (below(-log(AtMost(V, 1)), PV), below(-log(AtMost(-1, V)), PV)),
    (minimisers((V - t) ** 2, PV, t),),
    (minimisers(Abs(V - t) + exp(t), PV, t),),
    (minimisers(log(1 + exp(t)) - C * t, PC, t),),
    (minimisers(f(V) ** 2, PV, theta),),
    (minimisers((V - f()) ** 2, PV, theta),),
    (minimisers(Abs(V - function("h", t)()), PV, t), Obligation("convex", (Abs(V - function("h", t)()), (t,)))),
    (minimisers(log(1 + exp(function("h", t)(V))) - C * function("h", t)(V), density("p")(V, C), t),),
    (minimisers(-log(density("q", t)(V)), PV, t),),
    (minimisers(-log(density("q", a)(V)), PV, a), Obligation("convex", (-log(density("q", a)(V)), (a,)))),
    (minimisers(-log(density("q", t, share)(V)), PV, t, share),),
    (Obligation("bounded below", (V - log(w), (w,), PV)),),
    (Obligation("finite", ((theta,),)),),
    (Obligation("semicontinuous", (AtMost(V, 1) * f(V) + w, (theta, w))),),
]
OPEN = [
    (some(c.sum(-c.i)),),
    (some(c.sum(c.i)), some(c.sum(-2 * c.i))),
    (some(c.sum(c.i - 1)),),
    (some(c.sum(log(c.i / 2))),),
    (below(oo, PV),),
    (below(1 / (V - V), PV),),
    (below(-log(w), PV, w),),
    (below(-log(AtMost(V, 0)), PV), below(-log(1 - AtMost(V, 0)), PV)),
    (minimisers(exp(t) + V, PV, t),),
    (minimisers(V**2, PV, t),),
    (minimisers(log(1 + exp(t)), PV, t),),
    (minimisers((t**2 - 1) ** 2, PV, t),),  # no convex function
    (minimisers(Max(t, 0), PV, t),),
    (Obligation("bounded below", (V - t, (t,), PV)),),
    (Obligation("finite", ((theta, w),)),),
    (Obligation("semicontinuous", (AtMost(V, w) + f(V), (theta, w))),),
    (Obligation("convex", (f(V) - t**2, (theta, t))),),
]


@pytest.mark.parametrize("statements", HOLD, ids=str)
def test_a_law_of_few_values_meets_them(statements: tuple[Statement, ...]) -> None:
    assert verdict(*statements) is Verdict.PROVED


@pytest.mark.parametrize("statements", OPEN, ids=str)
def test_what_no_case_meets_stays_open(statements: tuple[Statement, ...]) -> None:
    assert verdict(*statements) is Verdict.UNKNOWN


def test_what_cannot_hold_together_is_named() -> None:
    left, right = below(-log(AtMost(V, 0)), PV), below(-log(1 - AtMost(V, 0)), PV)
    assert [verdict(s) for s in (left, right)] == [Verdict.PROVED, Verdict.PROVED]
    reason = prove(Obligation("satisfiable", ((left, right), ()))).reason
    assert reason.startswith("no law was found under which ") and " and " in reason


def test_convexity_that_is_proved_already_is_used() -> None:
    loss = log(gamma(a)) - a * log(b) + b * Y - (a - 1) * log(Y)
    known = Obligation("convex", (loss, (a, b)))
    assert verdict(minimisers(loss, PY, a, b)) is Verdict.UNKNOWN
    assert verdict(minimisers(loss, PY, a, b), given=(known,)) is Verdict.PROVED


def test_a_closed_domain_needs_no_convexity_but_semicontinuity() -> None:
    wide = parameter("u", RealInterval(-1, 1))
    assert verdict(minimisers(V - wide**4, PV, wide)) is Verdict.PROVED
    assert verdict(minimisers(AtMost(V, wide), PV, wide)) is Verdict.UNKNOWN
