"""The mean of the means of batches of unequal size is not the mean of all rows."""

from false_claims import best, is_certified, labels, stays_open
from flint import fmpq

from properties.instances.instance import Instance
from symbolic.derivations import load

chain = load("the_mean_of_batch_means")


def batches(first: list[int], second: list[int], *predictions: fmpq) -> Instance:
    functions = {("c_theta", k, ()): {(): v} for k, v in enumerate(predictions)}
    return Instance(
        {"n": len(first), "m": len(second)},
        {"x": 2, "z": 2},
        {"x": first, "z": second},
        labels(len(predictions)),
        functions=functions,
        outcomes={"x": (fmpq(0), fmpq(4)), "z": (fmpq(0), fmpq(4))},
    )


def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("the_mean_of_batch_means")
    assert "m = " in is_certified("the_mean_of_batch_means")


def test_the_rows_of_the_smaller_batch_count_for_more() -> None:
    assert best(chain, batches([0, 0, 0], [1], fmpq(1), fmpq(2))) == ({0}, {1}), "the mean of all is 1, of the means 2"


def test_batches_of_one_size_do_no_harm() -> None:
    assert best(chain, batches([0, 0], [1, 0], fmpq(1), fmpq(2))) == ({0}, {0})
