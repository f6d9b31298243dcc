"""Tests of properties.conformance.candidates: which readings are tried, and that each is said as `bind` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from few import few

from properties.conformance.candidates import HOLE, Candidate, Search, slots_of
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reading import Reading, bind
from properties.conformance.reference import Role, reference
from properties.instances.numbers import NoValue, TooWide
from symbolic import derivations, families

NORMAL = reference(families.load("normal"))
HUBER = reference(families.load("huber"))
COUNTED = reference(families.load("negative_binomial"))


def found(held: object, names: tuple[str, ...], pairs: int, known: bool, fitted: bool = False) -> list[Candidate]:
    return [*Search(slots_of(held), names, (Fraction(1, 2),)).candidates(pairs, known, fitted)]  # type: ignore[arg-type]


def value_at(reading: Reading, point: Sequence[float]) -> Any:
    """None where it has none, or a probability is too near to 1 to be decided."""
    try:
        return reading.bound.at(point, 0).value
    except (NoValue, TooWide):
        return None


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


@pytest.mark.parametrize("held", few([NORMAL, HUBER, COUNTED]), ids=lambda held: held.name)
@pytest.mark.parametrize("pairs", [0, 1])
def test_a_candidate_is_said_as_it_is_read(held: object, pairs: int) -> None:
    for c in found(held, ("x", "mu", "k"), pairs, False)[:: 90 if pairs else 30]:
        if c.domains is None:
            continue
        one, other = c.read(held), bind(held, str(c))  # type: ignore[arg-type]
        assert {i.name: (i.domain, i.role) for i in one.bound.inputs} == {
            i.name: (i.domain, i.role) for i in other.bound.inputs
        }, str(c)
        points = [p for g in core(one.bound, FLOAT64, Random(0), 3) for p in g]
        here, point = next((v, p) for p in points if (v := value_at(one, p)) is not None)
        places = dict(zip((i.name for i in one.bound.inputs), point, strict=True))
        there = value_at(other, [places[i.name] for i in other.bound.inputs])
        assert there is not None and (there == here or there.overlaps(here)), str(c)


def test_a_hole_is_filled() -> None:
    (c,) = (c for c in found(HUBER, ("a", "b"), 0, True, True) if str(c) == f"a=x, b=mu, delta={HOLE}")
    assert str(c.filled(Fraction(3, 2))) == "a=x, b=mu, delta=3/2"


SMOOTHED = reference(derivations.load("label_smoothed_softmax_regression"), classes=3)


def test_probabilities_of_all_classes_that_nobody_gives_are_the_same() -> None:
    known = [c for c in found(SMOOTHED, ("target", "logits"), 0, True) if c.domains is not None]
    assert "target=y, logits=f, epsilon=1/2, u=1/3" in {str(c) for c in known}
    assert all(str(c).endswith("u=1/3") or "=u" in str(c) for c in known)


def test_an_argument_is_a_vector_in_all_inputs_or_in_none() -> None:
    for c in found(SMOOTHED, ("target", "logits", "e"), 0, False):
        shapes = {(a, len(slot.inputs)) for slot, _, args in c.parts for a in args}
        assert (c.domains is None) or len(shapes) == len(dict(shapes))
    clash = Candidate(tuple((slot, slot.writings[0], ("a",)) for slot in slots_of(SMOOTHED)[1:3]))
    assert {slot.vector for slot, *_ in clash.parts} == {True, False} and clash.domains is None


def test_the_inputs_of_all_classes_are_one() -> None:
    held = reference(families.load("categorical"), classes=3)
    label, probabilities = slots_of(held)
    assert (label.name, label.vector) == ("x", False)
    assert (probabilities.name, len(probabilities.inputs)) == ("q", 3)
