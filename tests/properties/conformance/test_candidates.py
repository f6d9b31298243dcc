"""Tests of properties.conformance.candidates: which readings are tried, and that each is said as `bind` reads it."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from properties.conformance.candidates import HOLE, Candidate, Search, slots_of
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reading import bind
from properties.conformance.reference import Role, reference
from symbolic import families

NORMAL = reference(families.load("normal"))
HUBER = reference(families.load("huber"))
COUNTED = reference(families.load("negative_binomial"))


def found(held: object, names: tuple[str, ...], pairs: int, known: bool, fitted: bool = False) -> list[Candidate]:
    return [*Search(slots_of(held), names, (Fraction(1, 2),)).candidates(pairs, known, fitted)]  # type: ignore[arg-type]


def test_each_argument_is_used_once() -> None:
    for c in found(NORMAL, ("a", "b", "c"), 0, False):
        assert sorted(a for *_, args in c.parts for a in args) == ["a", "b", "c"]  # type: ignore[type-var]


def test_what_is_missing_is_a_natural_number_or_one_that_is_given() -> None:
    said = {str(c) for c in found(HUBER, ("a", "b"), 0, True)}
    assert {"a=x, b=mu, delta=1", "a=x, b=mu, delta=1/2"} <= said
    assert all(c.domains is not None for c in found(HUBER, ("a", "b"), 0, True) if str(c) == "a=x, b=mu, delta=1/2")
    assert not any(s.startswith("x=0") for s in said), "a datum is no number"


@pytest.mark.slow
def test_an_argument_may_be_in_two_inputs_where_one_is_made_of_two() -> None:
    several = found(COUNTED, ("y", "mean", "c"), 1, False)
    by_text = {str(c): c for c in several}
    assert "y=x, p=c/(c + mean), c=r" in by_text
    known = next(c for c in several if c.known_first and str(c) == "y=x, c=r, p=c/(c + mean)")
    assert known.read(COUNTED).bound.inputs[1].role is Role.KNOWN


@pytest.mark.parametrize("held", [NORMAL, HUBER, COUNTED], ids=lambda held: held.name)
@pytest.mark.parametrize("pairs", [0, 1])
def test_a_candidate_is_said_as_it_is_read(held: object, pairs: int) -> None:
    for c in found(held, ("x", "mu", "k"), pairs, False)[:: 90 if pairs else 30]:
        if c.domains is None:
            continue
        one, other = c.read(held), bind(held, str(c))  # type: ignore[arg-type]
        assert {i.name: (i.domain, i.role) for i in one.bound.inputs} == {
            i.name: (i.domain, i.role) for i in other.bound.inputs
        }, str(c)
        point = next(core(one.bound, FLOAT64, Random(0), 1))[0]
        places = dict(zip((i.name for i in one.bound.inputs), point, strict=True))
        there = other.bound.at([places[i.name] for i in other.bound.inputs], 0).value
        assert there == one.bound.at(point, 0).value or there.overlaps(one.bound.at(point, 0).value), str(c)


def test_a_hole_is_filled() -> None:
    (c,) = (c for c in found(HUBER, ("a", "b"), 0, True, True) if str(c) == f"a=x, b=mu, delta={HOLE}")
    assert str(c.filled(Fraction(3, 2))) == "a=x, b=mu, delta=3/2"


def test_the_inputs_of_all_classes_are_one() -> None:
    held = reference(families.load("categorical"), classes=3)
    label, probabilities = slots_of(held)
    assert (label.name, label.vector) == ("x", False)
    assert (probabilities.name, len(probabilities.inputs)) == ("q", 3)
