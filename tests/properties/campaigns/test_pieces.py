"""How a campaign is cut: by what is attacked, how often, and the seed; evenly, and a larger one begins like a smaller one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut, seed_of

CHAIN = subjects("kl_is_symmetric")  # three parts


def sizes(examples: int, most: int = 1000, least: int = 1) -> list[list[int]]:
    found = [replace(s, most=most, least=least) for s in CHAIN]
    pieces = cut(found, examples, 0)
    return [[p.examples for p in pieces if p.subject == s] for s in found]


@pytest.mark.parametrize("examples", [3, 4, 1000, 2999, 3001, 9000, 10_000])
def test_every_example_is_in_one_piece_and_all_have_their_share(examples):
    found = sizes(examples)
    totals = [sum(s) for s in found]
    assert sum(totals) == examples and max(totals) - min(totals) <= 1
    assert all(0 < size <= 1000 for s in found for size in s)


def test_nobody_goes_without():
    assert sizes(1) == [[1], [1], [1]]
    assert sizes(1, most=800, least=24) == [[24]] * 3


def test_what_is_too_few_for_a_piece_is_added_to_the_one_before():
    assert sizes(3 * 810, most=800, least=24) == [[810]] * 3
    assert sizes(3 * 1610, most=800, least=24) == [[800, 810]] * 3
    assert sizes(3 * 824, most=800, least=24) == [[800, 24]] * 3


def test_first_pieces_come_first_and_are_numbered():
    pieces = cut(CHAIN, 9000, 0)
    assert [p.round for p in pieces] == [0, 0, 0, 1, 1, 1, 2, 2, 2] and [p.number for p in pieces] == list(range(9))


def test_a_larger_campaign_begins_with_the_pieces_of_a_smaller_one():
    small, large = cut(CHAIN, 6000, 5), cut(CHAIN, 60_000, 5)
    assert large[: len(small)] == small


def test_the_first_seed_is_that_of_the_campaign_and_no_two_are_alike():
    assert seed_of(5, 0) == 5
    assert len({seed_of(seed, number) for seed in range(20) for number in range(200)}) == 4000
