"""Tests of what a chain may assume: of something abstract only, said by the kernel alone, defined, and not impossible."""

from dataclasses import replace
from typing import Any

import pytest
from sympy import Abs, Expr, Max, Tuple, exp, log, oo

from symbolic import Chain, argmin, check, integrable, kernel, written
from symbolic.core.domains import FiniteSet, RealInterval, any_set, binary, reals, unit_interval
from symbolic.core.errors import ProverError
from symbolic.core.statement import Statement
from symbolic.core.terms import AtMost, NegativePart, density, expectation, function, parameter, sample
from symbolic.kernel import Answer, Condition, Verdict, judge
from symbolic.obligations import Obligation
from symbolic.rules import add_constant, define, law_of_large_numbers
from symbolic.statements.convex import Convex
from symbolic.statements.within import Within

FINITE, COMPACT, CONVEX = Condition.FINITE, Condition.COMPACT, Condition.CONVEX
theta, t, w = parameter("theta"), parameter("t", reals), parameter("w", unit_interval)
x, v, hit = sample("x"), sample("v", domain=reals), sample("hit", domain=binary)
p, q, f = density("p"), density("q", theta), function("f", theta)
X, V = x.outcome, v.outcome
START = Chain("h", argmin(f(), theta))


def limit(summand: Expr, unknowns: tuple[Any, ...], condition: Condition) -> kernel.Replay:
    """The theorem that the mean over the rows tends to what is expected of it; the summand in entries v_i, x_i or hit_i."""
    return check(Chain("l", argmin(v.sum(summand) / v.n, *unknowns)).then(law_of_large_numbers(p, condition)))


def kinds(theorem: kernel.Replay, verdict: Verdict) -> list[str]:
    return [j.obligation.kind for j in theorem.judgements if j.verdict is verdict]


# ---- who says ASSUMED ------------------------------------------------------------------------------------------------

FACT = expectation(Abs(log(p(X))), p(X)) < oo
NEAR = [
    expectation(Abs(log(q(X))), p(X)) < oo,
    expectation(NegativePart(log(p(X))), p(X)) < oo,
    expectation(Abs(log(p(X))), density("r")(X)) < oo,
    expectation(2 * Abs(log(p(X))), p(X)) < oo,
]


def test_a_prover_that_assumes_is_a_bug() -> None:
    with pytest.raises(ProverError, match=r"trusting gave .*ASSUMED"):
        judge(Obligation("fact", (FACT, (theta,))), [("trusting", lambda o: Answer(Verdict.ASSUMED))])


def test_the_kernel_assumes_what_is_given_word_for_word() -> None:
    assert judge(Obligation("fact", (FACT, (theta,)), (FACT,)), ()).verdict is Verdict.ASSUMED
    for other in NEAR:
        assert judge(Obligation("fact", (FACT, (theta,)), (other,)), ()).verdict is Verdict.UNKNOWN


def test_no_prover_is_shown_the_statement_among_what_is_given() -> None:
    seen: list[Any] = []

    def looking(o: Statement) -> Answer:
        seen.append(o.given)
        return Answer(Verdict.UNKNOWN)

    judge(Obligation("fact", (FACT, (theta,)), (FACT, *NEAR)), [("looking", looking)])
    assert seen == [tuple(NEAR)]


def test_no_prover_is_shown_a_statement_among_what_is_taken_for_granted() -> None:
    seen: list[Any] = []

    def looking(o: Statement) -> Answer:
        seen.append(o.granted)
        return Answer(Verdict.UNKNOWN)

    one, other = Convex(f(), (theta,)), Within(f(), reals)
    assert judge(replace(one, granted=(one, other)), [("looking", looking)]).verdict is Verdict.ASSUMED
    assert judge(replace(one, granted=(other,)), [("looking", looking)]).verdict is Verdict.UNKNOWN
    assert seen == [(other,), (other,)]


def test_what_is_concrete_is_not_assumed_though_it_is_stated() -> None:
    for owed in (
        Obligation("convex", (-(t**2), (t,))),
        Obligation("convex", (f() - t**2, (t,))),
        Obligation("semicontinuous", (AtMost(V, w), (w,))),
        Obligation("finite", ((t,),)),
        Obligation("compact", ((t, w),)),
        Obligation("within", (t, unit_interval)),
    ):
        assert judge(owed, (), stated=True).verdict is Verdict.UNKNOWN
        assert judge(Obligation(owed.kind, owed.about, (owed,)), ()).verdict is Verdict.UNKNOWN


def test_what_is_abstract_is_assumed_where_it_is_stated() -> None:
    for owed in (
        Obligation("convex", (f(), (theta,))),
        Obligation("semicontinuous", (-log(q(X)), (theta,))),
        Obligation("finite", ((theta,),)),
        Obligation("minimisers", (expectation((V - t) ** 2, p(V)), (t,))),
        Obligation("bounded below", (t * V, (t,), p(V))),
        Obligation("independent", (p(V), v.n)),
    ):
        assert judge(owed, (), stated=True).verdict is Verdict.ASSUMED
        assert judge(owed, ()).verdict is Verdict.UNKNOWN


# ---- laws of large numbers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", [COMPACT, FINITE, CONVEX])
def test_an_indicator_is_not_lower_semicontinuous_nor_its_parameter_finite(condition: Condition) -> None:
    theorem = limit(AtMost(v.i, w), (w,), condition)
    assert theorem.proved is False
    assert not {"semicontinuous", "finite", "convex"} & set(kinds(theorem, Verdict.ASSUMED))


def test_the_indicator_of_what_is_greater_is_lower_semicontinuous() -> None:
    theorem = limit(1 - AtMost(v.i, w), (w,), COMPACT)
    assert theorem.proved is True
    assert kinds(theorem, Verdict.ASSUMED) == ["independent"]


def test_a_loss_that_falls_along_a_line_has_no_minimisers_under_any_law() -> None:
    start = argmin(hit.sum(exp(t) + hit.i) / hit.n, t)
    theorem = check(Chain("l", start).then(law_of_large_numbers(p, CONVEX)))
    assert theorem.verdict is Verdict.REFUTED
    assert kinds(theorem, Verdict.REFUTED) == ["minimisers"]


def test_a_convex_loss_with_a_flat_half_line_is_not_proved() -> None:
    theorem = limit(Max(t, 0) + v.i**2, (t,), CONVEX)
    assert theorem.verdict is Verdict.UNKNOWN
    assert kinds(theorem, Verdict.UNKNOWN) == ["satisfiable"]
    assert "minimisers" in kinds(theorem, Verdict.ASSUMED)
    assert "no law was found under which the minimisers of" in theorem.open[0].reason


def test_integrability_and_minimisers_stay_hypotheses_on_the_law() -> None:
    theorem = limit((v.i - t) ** 2, (t,), CONVEX)
    assert theorem.proved is True
    assert [h.kind for h in theorem.hypotheses] == ["independent", "fact", "minimisers"]
    bounded = parameter("s", RealInterval(-1, 1))
    theorem = limit(v.i * bounded, (bounded,), COMPACT)
    assert theorem.proved is True
    assert [h.kind for h in theorem.hypotheses] == ["independent", "fact", "bounded below"]


def test_an_abstract_loss_beside_a_concrete_one_does_not_lend_it_its_hypothesis() -> None:
    theorem = limit(AtMost(v.i, w) + f(v.i), (theta, w), COMPACT)
    assert theorem.proved is False
    assert kinds(theorem, Verdict.UNKNOWN) == ["satisfiable"]
    theorem = limit(f(v.i) - t**2, (theta, t), CONVEX)
    assert theorem.proved is False


@pytest.mark.parametrize(("domain", "proved"), [(any_set, True), (FiniteSet((0, 1)), True), (reals, False)], ids=str)  # type: ignore[arg-type]
def test_any_set_may_be_stated_finite_and_an_interval_may_not(domain: Any, proved: bool) -> None:
    u = parameter("u", domain)
    start = argmin(x.sum(-log(density("q", u)(x.i))) / x.n, u)
    theorem = check(Chain("l", start).then(law_of_large_numbers(p, FINITE)))
    assert theorem.proved is proved
    assert ("finite" in kinds(theorem, Verdict.ASSUMED)) is (domain == any_set)


# ---- what authors state ----------------------------------------------------------------------------------------------


def stating(*facts: Any) -> kernel.Replay:
    return check(START.assume(*facts).then(add_constant(function("d")())))


@pytest.mark.parametrize("body", [oo, Abs(V) + oo, -log(w), -log(AtMost(1, 0))], ids=str)
def test_a_hypothesis_that_fails_for_every_law_is_refuted(body: Any) -> None:
    theorem = check(Chain("h", argmin(f() + w, theta, w)).assume(expectation(body, p(V)) < oo).then(add_constant(1)))
    assert theorem.verdict is Verdict.REFUTED
    assert kinds(theorem, Verdict.REFUTED) == ["fact"]


@pytest.mark.parametrize("body", [written("1/0"), 1 / V, log(V), 1 / (V - V)], ids=str)
def test_a_hypothesis_is_defined(body: Any) -> None:
    theorem = stating(integrable(body, p(V)))
    assert theorem.proved is False
    assert "defined" in kinds(theorem, Verdict.UNKNOWN)


def test_what_is_defined_under_the_law_alone_is_defined() -> None:
    assert stating(integrable(log(p(X)) - log(density("r")(X)), p(X))).proved is True


def test_hypotheses_that_contradict_each_other_are_not_proved_from() -> None:
    below, above = (expectation(-log(u), p(V)) < oo for u in (AtMost(V, 0), 1 - AtMost(V, 0)))
    assert stating(below).proved is True
    assert stating(above).proved is True
    theorem = stating(below, above)
    assert theorem.verdict is Verdict.UNKNOWN
    assert kinds(theorem, Verdict.UNKNOWN) == ["satisfiable"]
    assert kinds(theorem, Verdict.ASSUMED) == ["fact", "fact"]


def test_what_provers_know_is_no_hypothesis() -> None:
    theorem = stating(expectation(Abs(V) / (1 + Abs(V)), p(V)) < oo)
    assert theorem.proved is True
    assert [h.kind for h in theorem.hypotheses] in ([], ["fact"])


def test_nothing_is_owed_of_independence_alone() -> None:
    theorem = limit((v.i - t) ** 2, (t,), Condition.POINTWISE)
    assert "satisfiable" not in [j.obligation.kind for j in theorem.judgements]


def test_hypotheses_are_met_where_definitions_are_kept() -> None:
    """Else r_t, which is p whatever t, might fall with t in the one case that is looked at, and so have minimisers."""
    r = density("r", t)
    start = Chain("h", argmin(x.sum(-log(p(x.i))) / x.n, t)).then(define(r(x.i), p(x.i), x.sum(-log(r(x.i))) / x.n))
    theorem = check(start.then(law_of_large_numbers(density("truth"), CONVEX)))
    assert theorem.proved is False
    assert "satisfiable" in kinds(theorem, Verdict.UNKNOWN)
    assert check(start.then(law_of_large_numbers(density("truth")))).proved is True


def test_a_hypothesis_on_a_density_with_an_index_that_may_not_exist_is_not_defined() -> None:
    broken = q(x.i).func(q.head, Tuple(1 / t), Tuple(x.i), Tuple()) > 0
    theorem = check(Chain("h", argmin(t**2, t)).assume(broken))
    assert theorem.verdict is Verdict.UNKNOWN
    assert kinds(theorem, Verdict.UNKNOWN) == ["defined"]
