"""The paragraphs of reports fit their page, whatever stands in them, and counts say what was counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from reports import PAGE, text_of

from properties.command.report import layout
from properties.command.report.terminal import Page
from properties.words import cells

LONG = "a name of many words, which no terminal shows on one line beside all that is said of it, " * 2
CASE = {"property": "value", "text": "  at theta = 1:\n    before 2, after 3", "certified": True}


def attack(**changed: Any) -> dict[str, Any]:
    return {"examples": 7, "decided": 7, "counterexample": None, "vacuous": "", **changed}


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("text", ["short", LONG, "f(" * 90])
def test_every_paragraph_fits_its_page(width: int, text: str) -> None:
    page = Page(width)
    lines = layout.labelled(page, "given", text) + layout.indented(page, text) + layout.noted(page, "unknown", "", text)
    lines += layout.marked(page, text, "proved", text, "7 examples", 20) + layout.brief(page, text)
    lines += layout.row(page, "name", "proved", text, 20)
    lines += layout.counterexample(page, attack(counterexample={**CASE, "text": text}), 6)
    assert [line for line in text_of(lines).splitlines() if cells(line) > width] == []


def test_a_heading_fills_the_line() -> None:
    assert text_of([layout.heading(PAGE, "name", "proved")]) == f"name {'─' * 68} proved\n"


def test_a_counterexample_keeps_the_indentation_of_its_lines() -> None:
    shown = text_of(layout.counterexample(PAGE, attack(counterexample=CASE), 4)).splitlines()
    assert shown == ["    counterexample (value, certified)", "      at theta = 1:", "        before 2, after 3"]
    assert layout.counterexample(PAGE, attack(), 4) == layout.counterexample(PAGE, None, 4) == []


def test_what_was_tried_and_not_decided_is_not_counted_as_decided() -> None:
    assert layout.tried(attack()) == "7 examples"
    assert layout.tried(attack(examples=1, decided=1)) == "1 example"
    assert layout.tried(attack(decided=3)) == "3 of 7 examples"
    assert layout.tried(attack(decided=3, counterexample=CASE)) == "7 examples"
    assert layout.tried(attack(vacuous="no instance")) == layout.tried(None) == ""


def test_attacks_that_were_cut_short_are_counted() -> None:
    several = [attack(), attack(decided=3, undone="the budget is spent"), attack(vacuous="no instance"), None]
    assert layout.tried_in_all(several) == "10 of 14 examples; 1 of 2 searches cut short"
    assert layout.tried_in_all([None, attack(vacuous="no instance")]) == ""


def test_things_are_counted_by_their_verdicts() -> None:
    assert layout.counted("family", Counter(["proved"]), "families") == "1 family: 1 proved"
    assert layout.counted("fact", Counter(["refuted", "proved", "proved"])) == "3 facts: 2 proved, 1 refuted"
    assert layout.counted("theorem", Counter()) == "0 theorems: none"
