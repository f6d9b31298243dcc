"""The log of the mean is not the mean of the logs, and its maximiser another one."""

from false_claims import best, is_certified, labels, law, stays_open

from properties.instances.instance import Instance
from symbolic.derivations import load


def model(rows: list[int], *members: tuple[str, ...]) -> Instance:
    laws = {("q_theta", k): law(*q) for k, q in enumerate(members)}
    return Instance({"n": len(rows)}, {"x": 2}, {"x": rows}, labels(len(members)), laws)


def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("the_log_of_the_mean")
    assert "q_theta at theta" in is_certified("the_log_of_the_mean")


def test_the_mean_forgives_a_datum_of_probability_zero() -> None:
    assert best(load("the_log_of_the_mean"), model([0, 0, 1], ("1/1", "0/1"), ("2/3", "1/3"))) == ({1}, {0})


def test_for_one_row_the_two_are_one() -> None:
    assert best(load("the_log_of_the_mean"), model([0], ("1/4", "3/4"), ("2/3", "1/3"))) == ({1}, {1})
