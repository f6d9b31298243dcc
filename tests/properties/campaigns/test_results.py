"""What comes of a piece: the same wherever it runs, and whatever goes wrong in it is a finding."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command_line import write

from properties.attacks import search
from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut
from properties.campaigns.results import PieceFinding, PieceResult, here, run
from properties.work import Meter

FILE = """\
import numpy
from lossproof import conforms
from symbolic.derivations.poisson_regression import chain as _poisson

def right(y, z):
    print("noise")
    return numpy.exp(z) - y * z

def wrong(y, z):
    return numpy.exp(z) - 2 * y * z

def raises(y, z):
    raise ValueError("not today")

def leaves(y, z):
    raise SystemExit(3)

for _f in (right, wrong, raises, leaves):
    conforms(_f, _poisson, reading={"y": "y", "z": "f"})
"""
NAMES = ("kl_is_symmetric", "normal_to_squared_error", "exponential")
SHOWN = """\
import json, sys
from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut
from properties.campaigns.results import here
pieces = cut([s for name in sys.argv[2:] for s in subjects(name)], int(sys.argv[1]), 0)
print(json.dumps([{**r.to_dict(), "seconds": 0} for _, r in here(pieces)]))
"""


def plain(result: PieceResult) -> dict:
    return {**result.to_dict(), "seconds": 0}


def elsewhere(examples: int, *names: str, seed: str) -> list[dict]:
    command = [sys.executable, "-c", SHOWN, str(examples), *names]
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONHASHSEED": seed}
    return json.loads(subprocess.run(command, env=place, capture_output=True, text=True, check=True).stdout)


@pytest.mark.slow
def test_a_piece_finds_the_same_in_every_order_and_process(tmp_path):
    names = (*NAMES, write(tmp_path, "losses.py", FILE))
    pieces = cut([s for name in names for s in subjects(name)], 2500, 0)
    mixed = random.Random(0).sample(pieces, len(pieces))
    found = {piece.number: plain(result) for piece, result in here(mixed)}
    assert sum(r["finding"] is not None for r in found.values()) >= 5
    for seed in ("1", "2"):
        assert elsewhere(2500, *names, seed=seed) == [found[p.number] for p in pieces]


def test_what_a_function_does_is_a_finding_and_what_it_prints_is_no_output(tmp_path, capsys):
    found = subjects(write(tmp_path, "losses.py", FILE))
    results = [run(piece) for piece in cut(found, 200, 0)]
    assert [r.finding and r.finding.kind for r in results] == [None, "nonconformance", "error", "error"]
    assert results[1].finding.conformance["holds"] is False and "y = " in results[1].finding.text
    assert "not today" in results[2].finding.text
    assert all(r.settles for r in results[1:]) and not results[0].settles
    assert capsys.readouterr().out == ""


def test_a_case_is_shrunk_and_certified_as_in_prove():
    step = subjects("kl_is_symmetric")[1]
    result = run(cut([step], 80, 0)[0])
    assert result.finding.certain and result.finding.counterexample["property"] == "value"
    assert result.examples == result.decided < 80


def test_a_bug_is_a_finding_with_its_place(monkeypatch):
    piece = cut(subjects("kl_is_symmetric"), 3, 0)[0]

    def broken(*args, **rest):
        raise RecursionError("too deep")

    monkeypatch.setattr("properties.attacks.on_steps.attacked", broken)
    finding = run(piece).finding
    assert finding.kind == "error" and "RecursionError: too deep (test_results.py:" in finding.text


def test_what_the_clock_ended_is_told_apart_from_what_the_work_ended(monkeypatch):
    piece = cut(subjects("normal_to_squared_error")[3:4], 50, 0)[0]
    monkeypatch.setattr(search, "Meter", lambda: Meter(work=50))
    result = run(piece)
    assert result.undone and not result.late
    monkeypatch.setattr(search, "Meter", lambda: Meter(work=1 << 40, seconds=-1))
    monkeypatch.setattr("properties.work.LOOKS", 0)
    result = run(piece)
    assert result.undone and result.late


@pytest.mark.slow
def test_of_several_threads_one_works():
    """The precision of balls belongs to the process: two at once would change each other's."""
    pieces = cut(subjects("normal_to_squared_error"), 400, 0)
    alone, together = [plain(run(p)) for p in pieces], {}
    threads = [threading.Thread(target=lambda p=p: together.update({p.number: plain(run(p))})) for p in pieces]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[p.number] for p in pieces] == alone


def test_results_are_plain_data():
    case = {"property": "value", "text": "a case", "certified": False}
    result = PieceResult(10, 9, PieceFinding("counterexample", "a case", counterexample=case), seconds=0.5)
    assert PieceResult.from_dict(json.loads(json.dumps(result.to_dict()))) == result
    assert not result.settles, "statistics alone settle nothing"
    assert PieceResult(vacuous="nothing to attack").settles
