"""Squared error and cross-entropy rank the members of a restricted model differently."""

import pytest
from false_claims import best, is_certified, labels, stays_open
from flint import fmpq

from properties.instances.instance import Distribution, Instance
from symbolic.derivations import load

COLUMNS = ("x", "y")


def model(*members: tuple[int, ...]) -> Instance:
    """Ten rows with one input: the classes 0, 1, 2 occur 5, 3 and 2 times; the members give the classes these twentieths."""
    laws = {
        ("q_theta", k): Distribution(COLUMNS, {(0, c): fmpq(t, 20) for c, t in enumerate(parts)})
        for k, parts in enumerate(members)
    }
    data = {"x": [0] * 10, "y": [0] * 5 + [1] * 3 + [2] * 2}
    return Instance({"n": 10}, {"x": 1, "y": 3}, data, labels(len(members)), laws)


@pytest.mark.slow
def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    theorem = stays_open("squared_error_of_a_softmax")
    assert len(theorem.hypotheses) == 1, "the probabilities are positive at the data, as a softmax's are"
    assert "q_theta at theta" in is_certified("squared_error_of_a_softmax")


def test_a_restricted_model_is_ranked_differently() -> None:
    close, cautious = (12, 7, 1), (14, 3, 3)  # the frequencies are 10, 6 and 4 of 20
    squared = [sum((a - b) ** 2 for a, b in zip((10, 6, 4), m, strict=True)) for m in (close, cautious)]
    assert squared[0] < squared[1]
    assert best(load("squared_error_of_a_softmax"), model(close, cautious)) == ({1}, {0})


def test_with_the_frequencies_in_the_model_both_have_them_as_their_minimiser() -> None:
    assert best(load("squared_error_of_a_softmax"), model((10, 6, 4), (12, 7, 1), (14, 3, 3))) == ({0}, {0})
