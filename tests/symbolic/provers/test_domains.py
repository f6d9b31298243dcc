"""Tests of symbolic.provers.domains: what declared domains say, and that any set says nothing."""

from fractions import Fraction
from typing import Any

import pytest

from symbolic.core.domains import (
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
from symbolic.core.terms import parameter
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.domains import prove


def verdict(kind: str, *about: Any) -> Verdict:
    return prove(Obligation(kind, about)).verdict


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


@pytest.mark.parametrize("domain", [any_set, countable], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_of_any_set_nothing_is_known(domain: Domain, kind: str) -> None:
    assert verdict(kind, (parameter("a", domain),)) is Verdict.UNKNOWN


def test_every_unknown_counts() -> None:
    a, b = parameter("a", unit_interval), parameter("b", reals)
    assert verdict("compact", (a, a)) is Verdict.PROVED
    assert verdict("compact", (a, b)) is Verdict.REFUTED
    answer = prove(Obligation("compact", ((a, b),)))
    assert "b in (-oo, oo)" in answer.reason
    assert "a in" not in answer.reason


def test_finitely_many_classes_are_a_finite_set() -> None:
    found = [verdict(kind, (parameter("a", Categories("K")),)) for kind in KINDS]
    assert found == [Verdict.PROVED, Verdict.PROVED, Verdict.REFUTED]


@pytest.mark.parametrize("kind", KINDS)
def test_beside_any_set_a_declared_domain_still_refutes(kind: str) -> None:
    fits, fails = {"finite": (binary, reals), "compact": (unit_interval, positive)}.get(kind, (reals, half_open))
    theta = parameter("theta")
    assert verdict(kind, (theta, parameter("a", fits))) is Verdict.UNKNOWN
    assert verdict(kind, (theta, parameter("a", fails))) is Verdict.REFUTED
