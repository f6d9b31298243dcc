"""True steps that look suspicious are proved, and survive the attack."""

from __future__ import annotations

import pytest
from few import few
from true_steps import TRUE_STEPS, TrueStep

from properties import attack
from properties.attacks import confront
from symbolic import check

IDS = [step.name for step in TRUE_STEPS]


@pytest.mark.parametrize("step", TRUE_STEPS, ids=IDS)
def test_a_true_step_is_proved(step: TrueStep) -> None:
    theorem = check(step.build())
    assert theorem.proved, [f"{j.obligation}: {j.verdict} ({j.reason})" for j in theorem.open]
    if step.end is not None:
        assert theorem.end == step.end()


@pytest.mark.parametrize("step", few(TRUE_STEPS, 4), ids=IDS)
def test_a_true_step_survives_the_attack(step: TrueStep) -> None:
    theorem = check(step.build())
    reports = attack(theorem, max_examples=50, seed=0)
    confront(theorem, reports)
    assert len(reports) >= 2
    for report in reports:
        assert report.counterexample is None, report.counterexample.text
        assert report.vacuous == ""
        assert report.decided > 0


def test_there_are_at_least_thirty_true_steps() -> None:
    assert len(TRUE_STEPS) >= 30
    assert len(set(IDS)) == len(IDS)
