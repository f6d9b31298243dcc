"""Tests of symbolic.models.judging: claims in the order of their places, and verdicts of the provers that are asked."""

import pytest

from symbolic import families
from symbolic.core.registry import modules
from symbolic.kernel import Verdict
from symbolic.models import facts as room
from symbolic.models.judging import claims, facts, judged


def test_claims_come_in_the_order_of_their_places():
    places = {name: module.PLACE for name, module in modules(room).items()}
    found = [places[name] for name, _ in claims(families.load("poisson")) if name in places]
    assert found == sorted(found) and len(set(found)) > 5


@pytest.mark.parametrize("only", [["mass"], ["mass", "nonnegative"]])
def test_only_what_is_asked_for_is_claimed(only):
    assert {name for name, _ in claims(families.load("poisson"), only)} == set(only)


def test_what_nobody_answers_is_unknown():
    (_, claim) = next(iter(claims(families.load("poisson"), ["mass"])))
    assert judged(claim, ()).verdict is Verdict.UNKNOWN
    assert judged(claim).verdict is Verdict.PROVED


def test_facts_are_claims_that_were_judged():
    found = facts(families.load("poisson"), ["mass"])
    assert [f.claim for f in found] == [claim for _, claim in claims(families.load("poisson"), ["mass"])]
