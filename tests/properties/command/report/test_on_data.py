"""What a data set says, on a terminal: everything, and no line wider than it is."""

from __future__ import annotations

from typing import Any

import pytest
from reports import PAGE, text_of

from properties.command.report import on_data, plain
from properties.command.report.plain import Plain
from properties.command.report.terminal import Page
from properties.data.family_data import observe
from properties.estimation.fitting import agreement
from symbolic import families


@pytest.fixture(scope="module")
def kicks() -> Plain:
    return plain.on_data(agreement(observe(families.load("poisson"), "horse_kicks", ("deaths",))))


def test_everything_is_said(kicks: Plain) -> None:
    text = text_of(on_data.whole(PAGE, kicks))
    assert text.startswith("poisson on horse_kicks, column deaths\n  200 rows, 5 different\n\n")
    assert "  estimate   lambda = 61/100 = 0.61\n" in text
    assert all(f"  {o['name']}" in text and f"arg{o['sense']}: {o['solved_by']}" in text for o in kicks["objectives"])
    assert text.endswith("\n\nPROVED: poisson on horse_kicks\n")


@pytest.mark.parametrize("width", [80, 100])
def test_what_can_be_folded_is_no_wider_than_the_page(kicks: Plain, width: int) -> None:
    lines = text_of(on_data.whole(Page(width), kicks)).splitlines()
    assert [line for line in lines if len(line) > width] == []


def changed(data: Plain, part: str, **values: Any) -> Plain:
    return {**data, part: {**data[part], **values}}


def test_where_a_search_ran_off_there_is_no_estimate(kicks: Plain) -> None:
    text = text_of(on_data.whole(PAGE, changed(kicks, "estimate", runs_off=["with lambda -> oo"], uncertified="no")))
    assert "  last tried lambda" in text and "no estimate found: the mean loss fell as far as was looked" in text
    assert "  estimate   " not in text and "not certified" not in text


def test_what_does_not_hold_stands_in_the_place_of_what_does(kicks: Plain) -> None:
    refuted = {**kicks, "findings": ["two objectives disagree"], "on_these_data": "refuted", "verdict": "refuted"}
    text = text_of(on_data.whole(PAGE, refuted))
    assert "  ✗ two objectives disagree\n" in text and "on these data all objectives rank" not in text
    assert text.endswith("REFUTED: poisson on horse_kicks\n")


def test_weights_say_what_they_weigh(kicks: Plain) -> None:
    weights = {"column": "w", "kind": "importance", "rows": 2, "unit": "1/4", "total": "3/4"}
    text = text_of(on_data.whole(PAGE, {**kicks, "weights": weights}))
    assert "  2 rows, 5 different, of weight 3/4 (w)\n" in text and "only the ratios of these weights matter" in text
    text = text_of(on_data.whole(PAGE, {**kicks, "weights": {**weights, "kind": "frequency"}}))
    assert "200 rows, 5 different: the sum of the frequencies in w" in text
