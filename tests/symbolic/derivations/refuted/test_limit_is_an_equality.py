"""Tests of the false claim that a law of large numbers is an equality."""

from symbolic import POINTWISE, SAME, Relation, Verdict, check
from symbolic.derivations import load, names, refuted

chain = load("limit_is_an_equality")
theorem = check(chain)


def test_it_replays_and_is_not_proved() -> None:
    assert len(theorem.lines) == 1
    assert theorem.proved is False
    assert theorem.verdict is Verdict.UNKNOWN


def test_exactly_the_claim_stays_open() -> None:
    assert [(j.obligation.kind, j.obligation.about) for j in theorem.open] == [
        ("claimed", (SAME, Relation("LIMIT", (), POINTWISE)))
    ]
    assert theorem.open[0].reason


def test_its_hypotheses_are_those_of_the_law_of_large_numbers() -> None:
    assert [h.kind for h in theorem.hypotheses] == ["independent", "fact"]


def test_it_ships_among_the_false_claims_alone_and_says_so() -> None:
    assert chain.name in refuted()
    assert chain.name not in names()
    assert chain.title.startswith("False:")
    assert chain.note
