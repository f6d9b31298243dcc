"""The counterexample: a step from the true probability towards 1/2 lowers the focal loss."""

from __future__ import annotations

import pytest
from flint import fmpq
from mpmath import log, mpf

from properties import attack
from properties.attacks.counterexamples.focal_loss_finds_the_probability import certify
from symbolic import derivations

chain = derivations.load("focal_loss_finds_the_probability")


def certified(p: fmpq, gamma: fmpq) -> str | None:
    return certify(chain, (), {"p": p, "gamma": gamma, "q": fmpq(1, 2)})


@pytest.mark.parametrize("gamma", (fmpq(1, 1000), fmpq(1, 2), fmpq(1), fmpq(2), fmpq(5)), ids=str)
@pytest.mark.parametrize("p", (fmpq(1, 1000), fmpq(1, 3), fmpq(3, 5), fmpq(999, 1000)), ids=str)
def test_it_is_certified_for_every_probability_and_exponent(p: fmpq, gamma: fmpq) -> None:
    text = certified(p, gamma)
    assert text is not None
    assert f"p = {p}, gamma = {gamma}" in text and "which is smaller" in text


def test_at_one_half_there_is_nothing_to_certify() -> None:
    assert certified(fmpq(1, 2), fmpq(2)) is None


def test_independent_arithmetic_finds_the_same() -> None:
    focal = lambda p, q: -p * (1 - q) ** 2 * log(q) - (1 - p) * q**2 * log(1 - q)
    text = certified(fmpq(3, 4), fmpq(2))
    assert text is not None
    lines = text.splitlines()
    q = mpf(int(fmpq(*map(int, lines[2].split("q = ")[1].split(":")[0].split("/"))).p)) / int(
        fmpq(*map(int, lines[2].split("q = ")[1].split(":")[0].split("/"))).q
    )
    assert str(focal(mpf(3) / 4, mpf(3) / 4))[:9] in lines[1]
    assert str(focal(mpf(3) / 4, q))[:9] in lines[2]
    assert focal(mpf(3) / 4, q) < focal(mpf(3) / 4, mpf(3) / 4)
    assert mpf(1) / 2 < q < mpf(3) / 4


def test_the_shipped_claim_is_refuted_for_each_seed() -> None:
    for seed in range(3):
        report = attack(chain, max_examples=40, seed=seed)[-1]
        assert report.counterexample is not None and report.counterexample.certified
