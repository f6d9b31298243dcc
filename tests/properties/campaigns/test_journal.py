"""The file of a campaign: a second run goes on from it, a torn line is done again, and nothing else is ever written over."""

from __future__ import annotations

import json

import pytest

from properties.campaigns.journal import Journal
from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut
from properties.campaigns.results import PieceFinding, PieceResult
from properties.errors import InputError

PIECES = cut(subjects("kl_is_symmetric"), 9, 0)
HEADER = {"names": ["kl_is_symmetric"], "loss": "", "examples": 9, "seed": 0, "read": ["0"]}
CASE = PieceFinding(
    "counterexample", "a case", counterexample={"property": "value", "text": "a case", "certified": True}
)
RESULTS = [PieceResult(3, 3, seconds=0.25), PieceResult(1, 1, CASE), PieceResult(3, 2)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "campaign.jsonl"


def opened(path, **other):
    return Journal(path, {**HEADER, **other}, len(PIECES))


def written(path, many=3):
    with opened(path) as journal:
        for piece, result in zip(PIECES[:many], RESULTS, strict=False):
            journal.add(piece, result)
    return path.read_bytes()


def test_a_header_and_a_line_a_piece_which_a_second_run_reads(path):
    header, *lines = map(json.loads, written(path).splitlines())
    assert header == {"kind": "lossproof campaign", "format": 1, **HEADER}
    assert [(line["piece"], line["part"], line["asked"]) for line in lines][1] == (1, "step 1 (rewrite)", 3)
    with opened(path) as journal:
        assert journal.results == dict(enumerate(RESULTS)) and not journal.cut_off


def test_each_line_is_there_as_soon_as_its_piece_has_ended(path):
    with opened(path) as journal:
        journal.add(PIECES[0], RESULTS[0])
        assert len(path.read_bytes().splitlines()) == 2


@pytest.mark.parametrize("left", [1, 20, -1])
def test_a_line_that_was_cut_off_is_told_and_done_again(path, left):
    whole = written(path)
    last = whole.rindex(b"\n", 0, -1) + 1
    path.write_bytes(whole[: last + left] if left > 0 else whole[:-1])
    with opened(path) as journal:
        assert journal.cut_off and sorted(journal.results) == [0, 1]
        journal.add(PIECES[2], RESULTS[2])
    assert path.read_bytes() == whole


@pytest.mark.parametrize("left", [0, 5, 60])
def test_a_header_that_was_cut_off_begins_anew(path, left):
    whole = written(path)
    path.write_bytes(whole[:left])
    assert written(path) == whole


@pytest.mark.parametrize("text", ["x,y\n1,2\n", "no newline", "{}\n", '{"kind": "another"}\n', "[1]\n", "\n", "\0\n"])
def test_a_file_of_another_kind_stays_as_it_is(path, text):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="something else than a campaign: name another file with -o"):
        opened(path)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"examples": 10}, "with examples 9 and not 10"),
        ({"seed": 1}, "with seed 0 and not 1"),
        ({"names": ["poisson", "gamma"]}, "with names kl_is_symmetric and not poisson, gamma"),
        ({"loss": "poisson"}, "with loss none and not poisson"),
        ({"read": ["1"]}, "has changed since it began"),
    ],
)
def test_another_campaign_is_refused_and_says_how_they_differ(path, other, said):
    whole = written(path)
    with pytest.raises(InputError, match=said):
        opened(path, **other)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "line", [b"{}", b"nonsense", b'{"piece": 1, "colour": 3}', b'{"piece": 99}', b'{"piece": "1"}']
)
def test_a_line_that_is_no_result_is_named(path, line):
    path.write_bytes(written(path, 1) + line + b"\n")
    with pytest.raises(InputError, match="line 3: "):
        opened(path)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be"):
        opened(tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        opened(tmp_path / "nowhere" / "campaign.jsonl")
