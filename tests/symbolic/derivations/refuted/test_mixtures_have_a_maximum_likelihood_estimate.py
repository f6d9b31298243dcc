"""Tests of the false claim that a normal mixture has a maximum-likelihood estimate."""

from symbolic import CONVEX, POINTWISE, Relation, Verdict, check
from symbolic.chain import Chain
from symbolic.core.terms import density
from symbolic.derivations import load, names, refuted
from symbolic.rules import law_of_large_numbers

chain = load("mixtures_have_a_maximum_likelihood_estimate")
theorem = check(chain)


def test_it_replays_and_is_not_proved() -> None:
    assert len(theorem.lines) == 1
    assert theorem.proved is False
    assert theorem.verdict is Verdict.UNKNOWN


def test_exactly_the_claim_stays_open() -> None:
    assert [(j.obligation.kind, j.obligation.about) for j in theorem.open] == [
        ("claimed", (Relation("LIMIT", (), CONVEX), Relation("LIMIT", (), POINTWISE)))
    ]
    assert theorem.open[0].reason


def test_convexity_is_what_the_claim_would_have_to_assume() -> None:
    honest = check(Chain("honest", chain.start).then(law_of_large_numbers(density("p"), CONVEX)))
    assert honest.proved is True
    assert "convex" in [h.kind for h in honest.hypotheses]


def test_it_ships_among_the_false_claims_alone_and_says_so() -> None:
    assert chain.name in refuted()
    assert chain.name not in names()
    assert chain.title.startswith("False:")
    assert chain.note
