"""The mean minimises squared errors, the median absolute ones."""

from false_claims import best, is_certified, stays_open
from flint import fmpq

from properties.instances.instance import Instance
from symbolic.derivations import load

chain = load("the_mean_minimises_absolute_error")


def data(*rows: int) -> Instance:
    at = [{"mu": fmpq(k, 2)} for k in range(7)]
    return Instance(
        {"n": len(rows)}, {"x": len(rows)}, {"x": list(range(len(rows)))}, at, outcomes={"x": tuple(map(fmpq, rows))}
    )


def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("the_mean_minimises_absolute_error")
    assert "the mean, the only minimiser of the squared errors" in is_certified("the_mean_minimises_absolute_error")


def test_the_case_of_the_docstring() -> None:
    assert best(chain, data(0, 0, 3)) == ({2}, {0}), "of 0, 1/2, 1, ...: the mean 1 and the median 0"


def test_where_mean_and_median_agree_there_is_nothing_to_find() -> None:
    assert best(chain, data(0, 1, 2)) == ({2}, {2})
