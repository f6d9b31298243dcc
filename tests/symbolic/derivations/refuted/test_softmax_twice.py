"""The cross-entropy of a softmax of probabilities is not that of the probabilities."""

import pytest
from false_claims import best, is_certified, labels, stays_open
from flint import fmpq

from properties.instances.instance import Distribution, Instance
from symbolic.derivations import load

COLUMNS = ("x", "y")


def model(rows: list[int], *members: tuple[int, ...]) -> Instance:
    """One input; the members give the classes these twentieths."""
    laws = {
        ("q_theta", k): Distribution(COLUMNS, {(0, c): fmpq(t, 20) for c, t in enumerate(parts)})
        for k, parts in enumerate(members)
    }
    return Instance({"n": len(rows)}, {"x": 1, "y": 3}, {"x": [0] * len(rows), "y": rows}, labels(len(members)), laws)


@pytest.mark.slow
def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    theorem = stays_open("softmax_twice")
    assert len(theorem.hypotheses) == 1, "the first softmax's probabilities are positive at the data"
    assert "q_theta at theta" in is_certified("softmax_twice")


def test_a_small_probability_costs_the_second_softmax_little() -> None:
    rows = [0] * 9 + [1]
    assert best(load("softmax_twice"), model(rows, (14, 3, 3), (18, 1, 1))) == ({1}, {1})
    steady, bold = (11, 8, 1), (18, 1, 1)
    assert best(load("softmax_twice"), model([0, 0, 1], steady, bold)) == ({0}, {1})
