"""The focal loss is smallest between the true probability and 1/2."""

import pytest
from false_claims import best, is_certified, stays_open
from flint import fmpq

from properties.instances.instance import Instance
from symbolic.derivations import load

chain = load("focal_loss_finds_the_probability")


def among(p: str, gamma: str, *candidates: str) -> Instance:
    read = lambda text: fmpq(*map(int, text.split("/")))
    return Instance({}, {}, {}, [{"p": read(p), "gamma": read(gamma), "q": read(q)} for q in candidates])


def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("focal_loss_finds_the_probability")
    assert "focal loss" in is_certified("focal_loss_finds_the_probability")


@pytest.mark.parametrize(("p", "closer"), (("3/4", "2/3"), ("9/10", "3/4"), ("1/4", "1/3")))
def test_a_probability_closer_to_one_half_has_a_smaller_focal_loss(p: str, closer: str) -> None:
    assert best(chain, among(p, "2/1", p, closer)) == ({0}, {1})


def test_at_one_half_it_finds_the_probability() -> None:
    assert best(chain, among("1/2", "2/1", "1/2", "2/5", "3/5", "1/100")) == ({0}, {0})
