"""Bugs that were reported in public are found, each by the quantity that is wrong, with a simple case and its reason."""

from __future__ import annotations

import pytest
from few import few
from historic import HISTORIC, Historic
from implementations import RIGHT, WRONG, loss_of

from properties import loss_report
from properties.conformance.check import Conformance
from properties.conformance.known import findings
from properties.conformance.relation import Likeness

DIGITS = 3


def looked(case: Historic) -> Conformance:
    options = {"examples": 600, **case.options}
    claim = Likeness(options.pop("claim", "constant"))
    return loss_report(case.function, loss_of(case.of), reading=case.reading, claim=claim, **options)


def digits(x: float) -> int:
    """How many significant digits a number has; an end of the unit interval, seen from 1, those of its distance."""
    near = float(f"{1 - x:.3e}") if 0.9 < x < 1 else x
    return len(repr(abs(near)).partition("e")[0].replace(".", "").strip("0"))


@pytest.mark.parametrize("case", few(HISTORIC), ids=lambda case: case.report)
def test_a_public_bug_is_found(case: Historic) -> None:
    report = looked(case)
    mine = [f for f in findings(report) if f.quantity == case.quantity and f.found == case.found]
    assert mine, str(report)
    told = [f.error.told for f in mine if f.error is not None]
    reasons = {report.why, *(t.why for t in told if t is not None)}
    assert any(w.startswith(case.why) for w in reasons), f"{reasons}\n{report}"
    points = [c.point for c in report.case] if case.quantity == "relation" else [t.simple.at.point for t in told if t]
    assert all(len(repr(x).replace("e", "")) <= 8 and digits(x) <= DIGITS for p in points for x in p), points


def test_there_are_as_many_of_each_kind_as_is_said() -> None:
    assert len({case.report for case in HISTORIC}) == len(HISTORIC) >= 18
    assert len(WRONG) >= 40 and len(RIGHT) >= 30
