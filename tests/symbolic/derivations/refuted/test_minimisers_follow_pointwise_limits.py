"""Tests of the false claim that minimisers follow a pointwise limit."""

from symbolic import FINITE, POINTWISE, Relation, Verdict, check
from symbolic.chain import Chain
from symbolic.core.terms import density
from symbolic.derivations import load, names, refuted
from symbolic.rules import law_of_large_numbers

chain = load("minimisers_follow_pointwise_limits")
theorem = check(chain)


def test_it_replays_and_is_not_proved() -> None:
    assert len(theorem.lines) == 1
    assert theorem.proved is False
    assert theorem.verdict is Verdict.UNKNOWN


def test_exactly_the_claim_stays_open() -> None:
    assert [(j.obligation.kind, j.obligation.about) for j in theorem.open] == [
        ("claimed", (Relation("LIMIT", (), FINITE), Relation("LIMIT", (), POINTWISE)))
    ]
    assert theorem.open[0].reason


def test_with_finitely_many_parameters_as_a_hypothesis_it_holds() -> None:
    honest = Chain("honest", chain.start).then(law_of_large_numbers(density("p"), FINITE))
    found = check(honest.claim(honest.end, Relation("LIMIT", (), FINITE)))
    assert found.proved is True
    assert "finite" in [h.kind for h in found.hypotheses]


def test_it_ships_among_the_false_claims_alone_and_says_so() -> None:
    assert chain.name in refuted()
    assert chain.name not in names()
    assert chain.title.startswith("False:")
    assert chain.note
