"""The counterexample: every candidate estimate of the mixture is beaten, whatever the data."""

from __future__ import annotations

import pytest
from flint import fmpq
from mpmath import exp, log, mpf, pi, sqrt, workprec

from properties import attack
from properties.attacks.counterexamples.mixtures_have_a_maximum_likelihood_estimate import certify
from symbolic import derivations

chain = derivations.load("mixtures_have_a_maximum_likelihood_estimate")
CANDIDATES = (
    {"mu": fmpq(0), "sigma": fmpq(1)},
    {"mu": fmpq(1, 2), "sigma": fmpq(1, 1000)},
    {"mu": fmpq(-1000), "sigma": fmpq(1000)},
)


@pytest.mark.parametrize("candidate", CANDIDATES, ids=str)
@pytest.mark.parametrize(
    "rows", ((fmpq(1, 2),), (fmpq(0), fmpq(3)), (fmpq(1),) * 4, (fmpq(-2), fmpq(5, 7), fmpq(1000))), ids=str
)
def test_every_candidate_is_beaten(rows: tuple[fmpq, ...], candidate: dict[str, fmpq]) -> None:
    text = certify(chain, rows, candidate)
    assert text is not None
    assert f"n = {len(rows)}" in text and "which is smaller" in text


def _loss(rows: tuple[float, ...], mu: float, sigma: float) -> float:
    normal = lambda x, m, s: exp(-((x - m) ** 2) / (2 * s**2)) / (s * sqrt(2 * pi))
    return -sum(log((normal(mpf(x), 0, 1) + normal(mpf(x), mu, sigma)) / 2) for x in rows) / len(rows)


def test_independent_arithmetic_finds_the_same_loss() -> None:
    text = certify(chain, (fmpq(0), fmpq(3)), {"mu": fmpq(0), "sigma": fmpq(1)})
    assert text is not None
    with workprec(200):
        assert f"mean loss {str(_loss((0, 3), 0, 1))[:9]}" in text
        scale = int(text.split("sigma = 2^-")[1].split(":")[0])
        assert _loss((0, 3), 0, mpf(2) ** -scale) < _loss((0, 3), 0, 1)


def test_the_losses_fall_without_bound_as_sigma_tends_to_zero() -> None:
    with workprec(2000):
        losses = [_loss((0, 3), 0, mpf(2) ** -k) for k in (8, 64, 512)]
    assert losses[0] > losses[1] > losses[2]
    assert losses[2] < -100


def test_the_shipped_claim_is_refuted_for_each_seed() -> None:
    for seed in range(3):
        report = attack(chain, max_examples=20, seed=seed)[-1]
        assert report.counterexample is not None and report.counterexample.certified
