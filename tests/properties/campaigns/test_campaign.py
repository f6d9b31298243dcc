"""What is still to be done, and what is said of all that is: independent of who did what first."""

from __future__ import annotations

import random

from properties.campaigns.campaign import Campaign
from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut
from properties.campaigns.results import PieceFinding, PieceResult

PIECES = cut(subjects("kl_is_symmetric"), 15_000, 0)  # three subjects, five rounds
RIGHT, FALSE = PIECES[0].subject, PIECES[1].subject
SURE = {"property": "value", "text": "a case", "certified": True}
LIKELY = {**SURE, "certified": False}


def outcome(piece, kind=SURE):
    """The second subject fails from its third piece on, by what another one finds each time."""
    if piece.subject == FALSE and piece.round >= 2:
        text = f"round {piece.round}"
        return PieceResult(7, 7, PieceFinding("counterexample", text, counterexample={**kind, "text": text}))
    return PieceResult(piece.examples, piece.examples - 1)


def done(order, kind=SURE):
    campaign = Campaign(PIECES, {})
    for piece in order:
        if campaign.wanted(piece):
            campaign.add(piece, outcome(piece, kind))
    return campaign


def test_what_is_said_depends_on_no_order():
    first = done(PIECES).reports()
    assert [(r.pieces, r.planned, r.examples) for r in first] == [(5, 5, 5000), (3, 3, 2007), (5, 5, 5000)]
    assert first[1].fails and first[1].finding.text == "round 2" and first[1].piece.round == 2
    for seed in range(20):
        assert done(random.Random(seed).sample(PIECES, len(PIECES))).reports() == first


def test_later_pieces_of_what_is_settled_are_left_out():
    campaign = Campaign(PIECES, {})
    seen = []
    for piece in campaign.todo():
        seen.append(piece)
        campaign.add(piece, outcome(piece))
    assert len(seen) == campaign.planned == 13 and [p.round for p in seen if p.subject == FALSE] == [0, 1, 2]


def test_a_second_run_does_what_is_left():
    half = done(PIECES[:8])
    second = Campaign(PIECES, half.results)
    assert [p.number for p in second.todo()] == [8, 9, 11, 12, 14]
    for piece in second.todo():
        second.add(piece, outcome(piece))
    assert second.reports() == done(PIECES).reports()


def test_what_cannot_be_attacked_is_tried_once():
    campaign = Campaign(PIECES, {})
    for piece in campaign.todo():
        campaign.add(piece, PieceResult(vacuous="nothing to attack") if piece.subject == RIGHT else outcome(piece))
    report = campaign.reports()[0]
    assert (report.planned, report.vacuous, report.fails) == (1, "nothing to attack", False)


def test_statistics_alone_settle_nothing_and_do_not_fail():
    campaign = done(PIECES, LIKELY)
    report = campaign.reports()[1]
    assert report.planned == 5 and report.finding.text == "round 2" and not report.fails


def test_a_certified_case_is_told_before_a_likely_one():
    campaign = Campaign(PIECES, {})
    for piece in PIECES:
        campaign.add(piece, outcome(piece, LIKELY if piece.round < 3 else SURE))
    assert campaign.reports()[1].finding.text == "round 3"


def test_what_ended_early_is_counted_and_told_apart():
    campaign = Campaign(PIECES, {})
    for piece in PIECES:
        why = "the time for one search was over" if piece.round else "the budget of work was spent"
        campaign.add(piece, PieceResult(5, 5, undone=f"{why} after 5 of 1,000 instances"))
    assert [(r.undone, r.late) for r in campaign.reports()] == [(5, 4)] * 3
