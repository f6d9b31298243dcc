"""Reports: one record of what came of an attack, of a step and of a fact, and the veto over what was proved."""

from __future__ import annotations

import pytest

from properties import FactReport, StepReport
from properties.attacks.report import Counterexample, Report, veto
from symbolic.core.errors import Unsound

CERTIFIED, DOUBTFUL = Counterexample("value", "at t = 1", True), Counterexample("statistical", "n = 400", False)


def test_a_step_is_reported_as_a_fact_is_and_has_a_number_too() -> None:
    step = StepReport("scale", "monotone", 10, 9, number=4)
    assert isinstance(step, FactReport) and (step.rule, step.primitive, step.number) == ("scale", "monotone", 4)
    assert not isinstance(Report("mass", "integral"), StepReport)
    with pytest.raises(TypeError):
        StepReport("scale", "monotone")  # type: ignore[call-arg]


def test_what_was_proved_and_has_a_certified_case_is_unsound() -> None:
    with pytest.raises(Unsound, match=r"bug in lossproof: the fact was proved.*\(value\):\sat t = 1"):
        veto(Report("mass", "integral", counterexample=CERTIFIED), True, "the fact was proved")


@pytest.mark.parametrize(("case", "proved"), [(CERTIFIED, False), (DOUBTFUL, True), (None, True)])
def test_there_is_no_veto_without_a_certificate_or_without_a_proof(case: Counterexample | None, proved: bool) -> None:
    report = Report("mass", "integral", counterexample=case)
    veto(report, proved, "the fact was proved")
    assert report.certified is (case is CERTIFIED)
