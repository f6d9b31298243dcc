"""A campaign on a terminal: every kind of finding has its words, and how far it is is told now and then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from properties.campaigns.campaign import Campaign, SubjectReport
from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut
from properties.campaigns.results import PieceFinding, PieceResult
from properties.command.report import campaign as report
from properties.command.report.terminal import Page

START, STEP, CLAIM = subjects("kl_is_symmetric")
PIECE = cut([STEP], 80, 7)[0]
CASE = {"property": "value", "text": "a case", "certified": True}
FACT = replace(STEP, name="poisson", place="poisson", title="convexity", claimed=None)
FUNCTION = replace(STEP, name="mine", place="losses.py:mine", target="losses.py:mine", loss="poisson", title="")


def found(subject=STEP, **finding):
    piece = replace(PIECE, subject=subject)
    return SubjectReport(subject, 1, 1, 80, 80, PieceFinding(**finding), piece)


def text(*reports, width=80):
    lines = report.summary(Page(width), report.as_data(reports))
    rows = ["".join(part for part, _ in line).rstrip() for line in lines]
    assert all(len(row) <= width for row in rows if "again: " not in row), "what is to be copied stays whole"
    return "\n".join(rows)


def test_nothing_found():
    said = text(SubjectReport(START, 2, 2, 2000, 1999), SubjectReport(STEP, 2, 2, 2000, 2000))
    assert said.splitlines()[0] == "  • kl_is_symmetric  no case         4,000 examples"
    assert "2 statements of 1: no finding." in said and "4,000 examples, 3,999 decided, in 4 pieces." in said


@pytest.mark.parametrize(
    ("subject", "finding", "words"),
    [
        (STEP, {"kind": "counterexample", "text": "a case", "counterexample": CASE}, ("refuted", "a case", "--seed 7")),
        (STEP, {"kind": "crash", "text": "it ended"}, ("crash", "step 1 (rewrite): ends its process", "it ended")),
        (STEP, {"kind": "error", "text": "it raises"}, ("trouble", "step 1 (rewrite): cannot be judged", "it raises")),
        (FUNCTION, {"kind": "nonconformance", "text": "mine does\nnot"}, ("different", "not what it claims to be")),
        (FUNCTION, {"kind": "nonconformance", "text": "no"}, ("conform losses.py:mine --is poisson --examples 80",)),
        (replace(FUNCTION, loss=""), {"kind": "error", "text": "no"}, ("check_loss(..., examples=80, seed=7)",)),
    ],
)
def test_each_kind_of_finding_has_its_words(subject, finding, words):
    said = text(found(subject, **finding))
    assert "✗" in said and "1 statement of 1: 1 finding." in said
    assert all(word in " ".join(said.split()) for word in words)


def test_what_nobody_claims_is_told_and_is_no_finding():
    case = {"kind": "counterexample", "text": "a case", "counterexample": CASE}
    said = text(found(FACT, **case))
    assert "convexity: there is a case, and nobody claims otherwise" in said and "no finding" in said
    assert "a case against" not in text(found(replace(FACT, claimed=False), **case))
    likely = {**case, "counterexample": {**CASE, "certified": False}}
    said = text(found(STEP, **likely))
    assert "looks wrong, by statistics alone" in said and "not certified" in said and "no finding" in said


def test_what_was_not_done_is_said():
    said = text(SubjectReport(START, 3, 5, 10, 10, undone=2, late=1, vacuous=""))
    assert "2 pieces came to the end of the budget of work" in said and "1 of them by the clock" in said
    assert "2 pieces are left." in said
    assert "not attacked" in text(SubjectReport(START, 1, 1, vacuous="no attack on statements of the kind 'x'"))


def test_how_far_it_is_is_told_now_and_then(monkeypatch, capsys):
    pieces = cut([START, STEP, CLAIM], 6000, 0)
    campaign = Campaign(pieces, {0: PieceResult(1000, 1000)})
    monkeypatch.setattr(report, "EVERY", 0)
    with report.progress(object(), campaign) as advance:
        for piece in pieces[1:3]:
            campaign.add(piece, PieceResult(1000, 1000, None if piece.number == 1 else PieceFinding("error", "no")))
            advance()
    one, two = capsys.readouterr().err.splitlines()
    assert one.startswith("lossproof: 2 of 6 pieces: 1,000 examples, ") and one.endswith("no case so far")
    assert two.startswith("lossproof: 3 of 5 pieces: 2,000 examples, ") and two.endswith("1 piece with a case")
    with report.progress(None, campaign) as advance:
        advance()
    assert capsys.readouterr().err == ""
