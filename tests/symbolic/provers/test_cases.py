"""Tests of symbolic.provers.cases: identities of absolute values, maxima and indicators, sign by sign and row by row."""

from functools import reduce
from typing import Any

import pytest
from sympy import Abs, Add, Integer, Max, Min, Pow, exp, log, oo

from symbolic.asking import provers
from symbolic.calculus.casework import MAX_CASES, MAX_SPLITS
from symbolic.core.domains import Categories, RealInterval, binary, nonnegative, open_unit_interval, positive, reals
from symbolic.core.terms import (
    AtMost,
    NegativePart,
    Same,
    density,
    expectation,
    function,
    parameter,
    raw,
    sample,
)
from symbolic.kernel import Verdict, judge
from symbolic.obligations import Obligation
from symbolic.provers.cases import prove

theta = parameter("theta")
x, y, r, k = sample("x"), sample("y", domain=binary), sample("r", domain=reals), sample("k", domain=Categories("K"))
f, g = function("f", theta), function("g", theta)
p = density("p")
z, w, v = parameter("z", reals), parameter("w", reals), parameter("v", reals)
s, a, t = parameter("s", positive), parameter("a", nonnegative), parameter("t", open_unit_interval)
d = parameter("d", RealInterval(-oo, 0, False, False))
F, X = f(x.i), x.outcome
ZERO, ONE = Integer(0), Integer(1)


def verdict(left: Any, right: Any, *given: Any) -> Verdict:
    return prove(Obligation("equal", (left, right), given)).verdict


TRUE = {
    "softplus that does not overflow": (log(1 + exp(z)), Max(z, 0) + log(1 + exp(-Abs(z)))),
    "cross-entropy with logits": (
        x.sum(log(1 + exp(F)) - y.i * F),
        x.sum(Max(F, 0) - y.i * F + log(1 + exp(-Abs(F)))),
    ),
    "its mean, one side split": (
        x.sum(log(1 + exp(F))) / x.n - x.sum(y.i * F) / x.n,
        x.sum(Max(F, 0) - y.i * F + log(1 + exp(-Abs(F)))) / x.n,
    ),
    "its expectation": (
        expectation(log(1 + exp(f(X))), p(X)),
        expectation(Max(f(X), 0) + log(1 + exp(-Abs(f(X)))), p(X)),
    ),
    "in every class": (
        k.total(log(1 + exp(f(k.each)))),
        k.total(Max(f(k.each), 0) + log(1 + exp(-Abs(f(k.each))))),
    ),
    "in every factor": (x.product(exp(Abs(F))), x.product(exp(Max(F, -F)))),
    "pinball": (Max(t * z, (t - 1) * z), t * z + Max(-z, 0)),
    "pinball in rows": (x.sum(Max(t * (r.i - z), (t - 1) * (r.i - z))), x.sum(t * (r.i - z) + Max(z - r.i, 0))),
    "pinball with an indicator": (
        x.sum((t - AtMost(r.i, z)) * (r.i - z)),
        x.sum(Max(t * (r.i - z), (t - 1) * (r.i - z))),
    ),
    "what is no sum joins the rows": (x.sum(Max(r.i, z)) - x.n * z, x.sum(Max(r.i - z, 0))),
    "and shares itself out among them": (x.sum(Max(r.i, z)) / x.n - z, x.sum(Max(r.i - z, 0)) / x.n),
    "a power of zero": (raw(Pow, (ZERO, a)), Same(a, 0)),
    "where only one of them counts": (raw(Pow, (ZERO, a)) * exp(a), raw(Pow, (ZERO, a))),
    "the larger of two": (Max(z, w), (z + w + Abs(z - w)) / 2),
    "the smaller of two": (Min(z, w), -Max(-z, -w)),
    "both together": (Max(z, w) + Min(z, w), z + w),
    "of three": (Max(z, w, v), Max(z, w + Max(v - w, 0))),
    "positive and negative part": (Max(z, 0) - Max(-z, 0), z),
    "at the border, what divides stays": (
        Min(Abs(z), s) * (Abs(z) - Min(Abs(z), s) / 2),
        s * (AtMost(Abs(z), s) * z**2 / (2 * s) + (1 - AtMost(Abs(z), s)) * (Abs(z) - s / 2)),
    ),
    "the negative part": (NegativePart(z), Max(-z, 0)),
    "an absolute value inside another": (Abs(Abs(z) - Abs(w)), Max(Abs(z) - Abs(w), Abs(w) - Abs(z))),
    "known signs": (
        raw(Add, (raw(Max, (s, d)), raw(Max, (a, -s)), raw(Min, (-s, Integer(1))))),
        a,
    ),
    "a positive factor": (Max(s * z, s * w), s * Max(z, w)),
    "a negative number": (raw(Max, (d, ZERO)) + raw(Min, (d, ONE)), d),
    "what may be infinite": (Abs(log(a)), Max(log(a), -log(a))),
    "at most, at least and the same": (AtMost(z, w) + AtMost(w, z), 1 + Same(z, w)),
    "an indicator times what it indicates": (z * AtMost(0, z), Max(z, 0)),
    "where they meet": ((z - w) * Same(z, w), ZERO),
    "an indicator in rows": (x.sum(AtMost(r.i, z) + AtMost(z, r.i)), x.n + x.sum(Same(r.i, z))),
    "Huber's loss": (
        AtMost(Abs(z), s) * z**2 / 2 + (1 - AtMost(Abs(z), s)) * s * (Abs(z) - s / 2),
        Min(Abs(z), s) * (Abs(z) - Min(Abs(z), s) / 2),
    ),
}


@pytest.mark.parametrize("what", TRUE)
def test_an_identity_that_holds_in_every_case_is_proved(what: str) -> None:
    left, right = TRUE[what]
    assert verdict(left, right) is Verdict.PROVED
    assert verdict(right, left) is Verdict.PROVED
    found = judge(Obligation("equal", (left, right)), provers())
    assert (found.verdict, found.prover) == (Verdict.PROVED, "cases")


FALSE = {
    "one case of two": (Max(z, w), z),
    "the other case": (Abs(z), -z),
    "the triangle": (Abs(z + w), Abs(z) + Abs(w)),
    "overflow on the wrong side": (log(1 + exp(z)), Max(z, 0) + log(1 + exp(Abs(z)))),
    "the absolute value of a sum": (x.sum(Abs(r.i)), Abs(x.sum(r.i))),
    "the positive part of a sum": (x.sum(Max(F, 0)), Max(x.sum(F), 0)),
    "signs that differ from row to row": (x.sum(Abs(r.i)), x.sum(r.i)),
    "rows with another function's sign": (x.sum(Max(F, 0)), x.sum(Max(g(x.i), 0) / g(x.i) ** 0 * 1)),
    "a constant counted once": (x.sum(Max(r.i, z)) - z, x.sum(Max(r.i - z, 0))),
    "another table": (x.sum(Max(r.i, 0)) * x.n, x.sum(Max(r.i, 0)) * sample("u", size="m", domain=reals).n),
    "the mean of absolute values": (expectation(Abs(f(X)), p(X)), Abs(expectation(f(X), p(X)))),
    "an outcome for a row": (expectation(x.sum(Max(F, f(X))), p(X)), expectation(x.sum(F), p(X))),
    "a factor of unknown sign": (Max(z * w, 0), z * Max(w, 0)),
    "pinball with levels exchanged": (Max(t * z, (t - 1) * z), (1 - t) * z + Max(-z, 0)),
    "an indicator where it jumps": (AtMost(z, w) + AtMost(w, z), ONE),
    "its complement": (1 - AtMost(z, 0), AtMost(0, z)),
    "an indicator that ties": (x.sum(AtMost(r.i, z)), x.n - x.sum(AtMost(z, r.i))),
    "a difference of infinities": (Max(log(a), log(s * a)) - log(a), Max(ZERO, log(s))),
    "classes that are no numbers": (k.total(Same(k.each, k.each)), ONE),
    "Huber's loss without its constant": (
        AtMost(Abs(z), s) * z**2 / 2 + (1 - AtMost(Abs(z), s)) * s * Abs(z),
        Min(Abs(z), s) * (Abs(z) - Min(Abs(z), s) / 2),
    ),
    "a power of zero that may be negative": (raw(Pow, (ZERO, z)), Same(z, 0)),
    "a power of zero is not one": (raw(Pow, (ZERO, a)), ONE),
    "a power of zero is not zero": (raw(Pow, (ZERO, a)), ZERO),
}


@pytest.mark.parametrize("what", FALSE)
def test_what_fails_in_one_case_is_not_proved(what: str) -> None:
    left, right = FALSE[what]
    assert verdict(left, right) is Verdict.UNKNOWN
    assert verdict(right, left) is Verdict.UNKNOWN
    assert judge(Obligation("equal", (left, right)), provers()).verdict is not Verdict.PROVED


def test_without_a_case_to_distinguish_it_leaves_the_identity_to_others() -> None:
    assert verdict(z + w, w + z) is Verdict.UNKNOWN
    assert verdict(Abs(z), Abs(-z)) is Verdict.UNKNOWN, "one normal form: symbolic.provers.identities"


def test_the_number_of_cases_is_bounded() -> None:
    many = [parameter(f"c{i}", reals) for i in range(MAX_SPLITS + 2)]

    def up_to(n: int) -> tuple[Any, Any]:
        return Add(*map(Abs, many[:n])), reduce(lambda one, c: one + Max(c, -c), many[:n], ZERO)

    assert verdict(*up_to(4)) is Verdict.PROVED
    found = prove(Obligation("equal", up_to(MAX_SPLITS + 2)))
    assert found.verdict is Verdict.UNKNOWN
    assert str(MAX_SPLITS) in found.reason or str(MAX_CASES) in found.reason


def test_a_row_around_a_sum_is_none_of_its_rows() -> None:
    left, right = r.i * x.sum(Abs(r.i)), x.sum(r.i * Max(r.i, -r.i))
    assert verdict(left, right) is Verdict.UNKNOWN
    assert verdict(r.i * x.n + x.sum(Abs(r.i)), x.sum(r.i + Max(r.i, -r.i))) is Verdict.UNKNOWN
    assert verdict(x.sum(left), x.sum(right)) is Verdict.UNKNOWN
    each = f(k.each)
    assert verdict(each * k.total(Abs(each)), k.total(each * Max(each, -each))) is Verdict.UNKNOWN


def test_a_hypothesis_counts_in_every_case() -> None:
    q = density("q", theta)
    left, right = x.sum(Abs(log(q(x.i)))), x.sum(Max(log(q(x.i)), -log(q(x.i))))
    assert verdict(left, right, q(x.i) > 0) is Verdict.PROVED
    assert verdict(left - x.sum(log(q(x.i))), right - x.sum(log(q(x.i))), q(x.i) > 0) is Verdict.PROVED
