"""Tests of symbolic.provers.identities: one normal form proves, anything else leaves it open."""

from typing import Any

import pytest
from sympy import Abs, Integer, Mul, Pow, Rational, airyai, exp, log, oo, sin, sqrt

from symbolic.core.domains import positive, reals
from symbolic.core.terms import density, expectation, kl_divergence, parameter, raw, sample
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.identities import prove

theta = parameter("theta")
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
w, s = parameter("w", reals), parameter("s", positive)
X = x.outcome


def verdict(left: Any, right: Any, *given: Any) -> Verdict:
    return prove(Obligation("equal", (left, right), given)).verdict


PROVED = [
    (log(x.product(q(x.i))), x.sum(log(q(x.i)))),
    (exp(x.sum(log(q(x.i)))), x.product(q(x.i))),
    (-(x.sum(log(q(x.i))) / x.n), x.sum(-log(q(x.i))) / x.n),
    (log(q(y.i, given=x.i) * q(x.i)), log(q(y.i, given=x.i)) + log(q(x.i))),
]


@pytest.mark.parametrize(("left", "right"), PROVED, ids=str)
def test_one_normal_form_is_a_proof(left: Any, right: Any) -> None:
    assert verdict(left, right) is Verdict.PROVED
    assert verdict(right, left) is Verdict.PROVED


OPEN = [
    (x.sum(log(q(x.i))), x.sum(log(p(x.i)))),
    (x.sum(log(q(x.i))), log(x.sum(q(x.i)))),
    (raw(Mul, (w, Pow(w, -1))), Integer(1)),
    (log(w**2), 2 * log(w)),
    (sin(w) ** 2, 1 - sin(Integer(1) * w) ** 2),
    (airyai(w), airyai(w)),
    (kl_divergence(p, q, x), expectation(log(p(X)), p(X)) - expectation(log(q(X)), p(X))),
]


@pytest.mark.parametrize(("left", "right"), OPEN, ids=str)
def test_anything_else_stays_open_with_a_reason(left: Any, right: Any) -> None:
    answer = prove(Obligation("equal", (left, right)))
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason


def test_different_normal_forms_are_no_refutation() -> None:
    assert verdict(w + 1, w) is Verdict.UNKNOWN


def test_a_hypothesis_may_be_what_is_missing() -> None:
    split = expectation(log(p(X)), p(X)) - expectation(log(q(X)), p(X))
    assert verdict(kl_divergence(p, q, x), split, expectation(Abs(log(p(X))), p(X)) < oo) is Verdict.PROVED


def test_the_reason_shows_both_normal_forms_where_they_are_short() -> None:
    reason = prove(Obligation("equal", (w + s, w - s))).reason
    assert "s + w and -s + w" in reason
    long = sum((parameter(f"a{k}", reals) for k in range(250)), w)
    assert prove(Obligation("equal", (long, w))).reason == "the two sides have different normal forms"


def test_the_hypotheses_of_one_obligation_are_not_those_of_the_next() -> None:
    ratio = x.sum(raw(Mul, (p(x.i), Pow(p(x.i), -1))))
    for _ in range(2):
        assert verdict(ratio, x.n, p(x.i) > 0) is Verdict.PROVED
        assert verdict(ratio, x.n) is Verdict.UNKNOWN


def test_a_factor_leaves_a_root_of_what_is_at_least_0() -> None:
    data, n = sample("x", domain=reals), sample("x", domain=reals).n
    squares = data.sum((data.i - parameter("m", reals)) ** 2)
    proved = [
        (raw(Pow, (raw(Mul, (1 / n, squares)), Rational(1, 2))), sqrt(squares) / sqrt(n)),
        (raw(Pow, (sqrt(squares), Integer(2))), squares),
    ]
    for left, right in proved:
        assert prove(Obligation("equal", (left, right))).verdict is Verdict.PROVED
    total = data.sum(data.i)  # may be negative
    doubtful = [
        (raw(Pow, (sqrt(total), Integer(2))), total),
        (sqrt(squares), data.sum(Abs(data.i - parameter("m", reals)))),
    ]
    for left, right in doubtful:
        assert prove(Obligation("equal", (left, right))).verdict is Verdict.UNKNOWN
