"""Tests of symbolic.core.terms.relations: what a step may claim between two sets of solutions, and how it reads."""

import pickle

import pytest

from symbolic.core.domains import positive, reals
from symbolic.core.terms import NONE, SAME, Condition, Relation, parameter

theta, t = parameter("theta", reals), parameter("t", positive)


@pytest.mark.parametrize(
    ("relation", "shown"),
    [
        (SAME, "="),
        (NONE, "no relation"),
        (Relation("REDUCTION", ((theta, t - 1),)), "one way"),
        (Relation("BIJECTION", ((theta, t - 1),)), "= up to theta = t - 1"),
        (Relation("LIMIT", (), Condition.CONVEX), "-> as n -> inf (convex)"),
    ],
    ids=str,
)
def test_a_relation_reads_as_what_it_claims(relation: Relation, shown: str) -> None:
    assert str(relation) == shown
    assert pickle.loads(pickle.dumps(relation)) == relation


def test_relations_with_other_maps_are_others() -> None:
    assert Relation("BIJECTION", ((theta, t - 1),)) != Relation("BIJECTION", ((theta, t),)) != SAME
