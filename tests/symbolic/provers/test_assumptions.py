"""Tests of symbolic.provers.assumptions: stated hypotheses word for word, and what declared domains say."""

from fractions import Fraction
from typing import Any

import pytest
from sympy import Abs, log, oo

from symbolic.domains import (
    Categories,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    any_set,
    binary,
    countable,
    counts,
    positive,
    reals,
    unit_interval,
)
from symbolic.kernel import Obligation, Verdict
from symbolic.provers.assumptions import prove
from symbolic.terms import NegativePart, density, expectation, parameter, sample

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
X = x.outcome
FACT = expectation(Abs(log(p(X))), p(X)) < oo
NEAR = [
    expectation(Abs(log(q(X))), p(X)) < oo,
    expectation(NegativePart(log(p(X))), p(X)) < oo,
    expectation(Abs(log(p(X))), density("r")(X)) < oo,
    expectation(2 * Abs(log(p(X))), p(X)) < oo,
]


def verdict(kind: str, *about: Any, given: tuple[Any, ...] = ()) -> Verdict:
    return prove(Obligation(kind, about, given)).verdict


def test_a_stated_hypothesis_is_assumed_and_not_proved() -> None:
    assert verdict("fact", FACT, (theta,), given=(FACT,)) is Verdict.ASSUMED


@pytest.mark.parametrize("other", NEAR, ids=str)
def test_a_hypothesis_is_taken_word_for_word(other: Any) -> None:
    assert verdict("fact", FACT, (theta,), given=(other,)) is Verdict.UNKNOWN
    assert verdict("fact", FACT, (theta,)) is Verdict.UNKNOWN


def test_a_hypothesis_answers_facts_alone() -> None:
    for kind in ("equal", "defined", "within", "independent", "free"):
        assert verdict(kind, FACT, (theta,), given=(FACT,)) is Verdict.UNKNOWN


half_open = RealInterval(0, 1, True, False)
two_points = FiniteSet((Fraction(0), Fraction(1)))
DOMAINS = [
    # domain, finite, compact, open and convex
    (two_points, True, True, False),
    (RealInterval(2, 2), True, True, False),
    (unit_interval, False, True, False),
    (half_open, False, False, False),
    (RealInterval(0, 1, False, False), False, False, True),
    (reals, False, False, True),
    (positive, False, False, True),
    (RealInterval(0), False, False, False),
    (binary, True, True, False),
    (counts, False, False, False),
    (Integers(), False, False, False),
]
KINDS = ("finite", "compact", "open and convex")


@pytest.mark.parametrize(("domain", "expected"), [(d, e) for d, *e in DOMAINS], ids=lambda d: str(d))
def test_a_domain_says_whether_it_is_finite_compact_or_open_and_convex(domain: Domain, expected: list[bool]) -> None:
    a = parameter("a", domain)
    found = [verdict(kind, (a,)) for kind in KINDS]
    assert found == [Verdict.PROVED if holds else Verdict.REFUTED for holds in expected]


@pytest.mark.parametrize("domain", [any_set, countable, Categories("K")], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_set_that_is_no_interval_nothing_is_known(domain: Domain, kind: str) -> None:
    assert verdict(kind, (parameter("a", domain),)) is Verdict.UNKNOWN


def test_every_unknown_counts() -> None:
    a, b = parameter("a", unit_interval), parameter("b", reals)
    assert verdict("compact", (a, a)) is Verdict.PROVED
    assert verdict("compact", (a, b)) is Verdict.REFUTED
    answer = prove(Obligation("compact", ((a, b),)))
    assert "b in (-oo, oo)" in answer.reason
    assert "a in" not in answer.reason
