"""Tests of symbolic.core.domains.questions: every kind of domain answers alike, and as its members do."""

import pickle
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from sympy import oo

from symbolic.core.domains import (
    Arc,
    Bound,
    Categories,
    Domain,
    FiniteSet,
    Integers,
    RealInterval,
    any_set,
    binary,
    circle,
    classes,
    compact,
    consecutive,
    contains,
    continuum,
    countable,
    counts,
    discrete,
    elements,
    ends,
    extended_reals,
    interior,
    interval,
    is_interval,
    is_open,
    members,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    subset,
    unit_interval,
    whole,
)

HALF = Fraction(1, 2)


def test_only_sets_of_numbers_have_a_hull() -> None:
    assert any_set.hull is None
    assert countable.hull is None
    assert reals.hull is reals


def test_a_set_is_finite_only_where_it_says_so() -> None:
    assert [d.finite for d in (any_set, countable, reals, unit_interval)] == [False] * 4
    assert FiniteSet((Fraction(0),)).finite is True
    assert RealInterval(1, 1).finite is True


@pytest.mark.parametrize("domain", [any_set, countable, reals, positive, FiniteSet((Fraction(0), Fraction(1)))])
def test_domains_are_data(domain: object) -> None:
    assert pickle.loads(pickle.dumps(domain)) == domain
    assert hash(pickle.loads(pickle.dumps(domain))) == hash(domain)


DOMAINS = [
    *(any_set, countable, Categories("K"), reals, positive, nonnegative, unit_interval, open_unit_interval),
    *(RealInterval(1, 1), RealInterval(-oo, 0), RealInterval(-oo, 3, False, False), RealInterval(HALF, 2, False, True)),
    *(FiniteSet((0, HALF, 3)), FiniteSet((2, 3, 4)), FiniteSet((7,)), counts, binary, Integers(), Integers(-oo, 5)),
    *(Integers(2, 9), circle, Arc(0, 2), Arc(Fraction(1, 3), HALF, False, True), Arc(1000, Fraction(1000001, 1000))),
]
EVERY = pytest.mark.parametrize("domain", DOMAINS, ids=str)
PLACES = sorted({*(Fraction(k, 4) for k in range(-24, 25)), Fraction(1000), Fraction(-1000)})


def agrees(domain: Domain) -> bool:
    """Do the answers about a domain agree with what it contains?"""
    there, known, hull, listed = members(domain), ends(domain), domain.hull, elements(domain)
    found = [v for v in {*PLACES, *there} if contains(domain, v)]
    if hull is None:
        return not (there or known or found or whole(domain) or listed or is_interval(domain))
    ok = bool(there) and len(set(there)) == len(there) and all(contains(domain, v) for v in there)
    ok = ok and all(hull.has(v) for v in found)
    ok = ok and all(contains(domain, e.value) is e.closed for e in known if not e.of_pi or e.value == 0)
    ok = ok and [e.inward for e in known] == [
        way for way, end in ((1, hull.lower), (-1, hull.upper)) if isinstance(end, Fraction)
    ]
    ok = ok and (not whole(domain) or all(v.denominator == 1 for v in found))
    ok = ok and (
        not consecutive(domain) or all(contains(domain, v) for v in PLACES if v.denominator == 1 and hull.has(v))
    )
    ok = ok and (listed is None or (len(listed) < 50 and set(found) <= set(listed)))
    inside = interior(domain)
    ok = ok and all(contains(domain, v) for v in PLACES if contains(inside, v))
    ok = ok and (not continuum(domain) or is_open(inside)) and interior(inside) == inside
    if is_interval(domain):  # what lies between two members is one
        ok = ok and all(contains(domain, (a + b) / 2) for a, b in pairwise(there))
    exact = interval(domain)
    ok = ok and (exact is None or (is_interval(domain) and all(exact.has(v) == contains(domain, v) for v in PLACES)))
    return ok and is_interval(domain) is not discrete(domain)


@EVERY
def test_the_answers_about_a_domain_agree(domain: Domain) -> None:
    assert agrees(domain)


class Liar(FiniteSet):
    """A set that answers one question wrongly."""


@pytest.mark.parametrize(
    ("question", "lie"),
    [
        (members, (Fraction(1, 3),)),
        (elements, (1,)),
        (ends, (Bound(Fraction(0), False, 1), Bound(Fraction(3), True, -1))),
        (whole, True),
        (consecutive, True),
        (interior, reals),
        (discrete, False),
        (interval, reals),
    ],
    ids=lambda thing: getattr(thing, "__name__", str(thing)),
)
def test_a_wrong_answer_is_noticed(question: Any, lie: Any) -> None:
    wrong = type("Wrong", (Liar,), {})
    domain = wrong((0, HALF, 3))
    assert agrees(domain)
    question.register(wrong, lambda domain: lie)
    assert not agrees(domain)


@EVERY
def test_a_domain_is_printed_in_text_mathematics_and_sentences(domain: Domain) -> None:
    assert str(domain) and domain.latex
    assert domain.prose == (f"${domain.latex}$" if domain.hull is not None else domain.latex[6:-1])


@pytest.mark.parametrize("inner", DOMAINS, ids=str)
def test_a_subset_has_no_member_outside(inner: Domain) -> None:
    for outer in DOMAINS:
        if subset(inner, outer) and inner.hull is not None:
            assert all(contains(outer, v) for v in {*members(inner), *PLACES} if contains(inner, v)), str(outer)
    assert subset(inner, inner)


def test_subsets_are_known_by_their_hulls() -> None:
    assert subset(counts, nonnegative) and subset(binary, counts) and subset(FiniteSet((2, 4)), counts)
    assert subset(unit_interval, circle) and subset(circle, reals) and not subset(reals, circle)
    assert not subset(unit_interval, counts) and not subset(FiniteSet((HALF,)), counts)
    assert not subset(RealInterval(-1, 4), circle) and not subset(any_set, reals) and not subset(reals, any_set)


@pytest.mark.parametrize(
    ("domain", "is_compact", "open_"),
    [
        (reals, False, True),
        (positive, False, True),
        (nonnegative, False, False),
        (unit_interval, True, False),
        (extended_reals, False, False),
        (binary, True, False),
        (counts, False, False),
        (Categories("K"), True, False),
        (any_set, False, False),
        (circle, False, False),
        (interior(circle), False, True),
        (Arc(0, 1, True, True), True, False),
    ],
    ids=str,
)
def test_compact_and_open_are_meant_in_the_real_line(domain: Domain, is_compact: bool, open_: bool) -> None:
    assert (compact(domain), is_open(domain)) == (is_compact, open_)


def test_classes_are_named_by_their_number() -> None:
    assert [classes(d) for d in (Categories("K"), countable, binary)] == [("K",), (), ()]


@pytest.mark.parametrize(
    ("domain", "first"),
    [
        (counts, 0),
        (Integers(), 0),
        (Integers(-oo, 3), 3),
        (reals, 0),
        (positive, 1),
        (unit_interval, HALF),
        (circle, 0),
    ],
    ids=str,
)
def test_the_most_telling_member_comes_first(domain: Domain, first: Any) -> None:
    assert members(domain)[0] == first
