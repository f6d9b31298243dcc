"""The counterexample: data whose mean is beaten by one of them in absolute errors."""

from __future__ import annotations

import pytest
from flint import fmpq

from properties import attack
from properties.attacks.counterexamples.the_mean_minimises_absolute_error import certify
from symbolic import derivations

chain = derivations.load("the_mean_minimises_absolute_error")


def certified(*rows: int | fmpq) -> str | None:
    return certify(chain, tuple(map(fmpq, rows)), {"mu": fmpq(0)})


def test_the_case_of_the_claim() -> None:
    text = certified(0, 0, 3)
    assert text is not None
    assert "mu = 1, the mean, the only minimiser of the squared errors: 2 squared, 4/3 absolute" in text
    assert "mu = 0: 3 squared, 1 absolute, which is less" in text


@pytest.mark.parametrize("rows", ((0,), (1, 1), (0, 1), (0, 1, 2), (-3, -1, 1, 3)), ids=str)
def test_where_the_mean_is_a_median_there_is_nothing_to_certify(rows: tuple[int, ...]) -> None:
    assert certified(*rows) is None


@pytest.mark.parametrize("rows", ((0, 0, 1), (5, -7, 5), (fmpq(1, 3), 0, 0, 0)), ids=str)
def test_elsewhere_the_values_are_those_of_plain_arithmetic(rows: tuple[int | fmpq, ...]) -> None:
    text = certified(*rows)
    assert text is not None
    numbers = [fmpq(r) for r in rows]
    mean, n = sum(numbers, fmpq(0)) / len(numbers), len(numbers)
    absolute = lambda mu: sum((abs(r - mu) for r in numbers), fmpq(0)) / n
    assert f"{absolute(mean)} absolute" in text and f"{min(map(absolute, numbers))} absolute, which is less" in text


def test_the_shipped_claim_is_refuted_for_each_seed() -> None:
    for seed in range(3):
        report = attack(chain, max_examples=40, seed=seed)[-1]
        assert report.counterexample is not None and report.counterexample.certified
