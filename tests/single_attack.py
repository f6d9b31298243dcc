"""One attack on its own, so that a test of it cannot pass because another one found the fault."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from properties import Counterexample, StepReport, attack
from properties.attacks import on_steps


def attacked_by(name: str, chain: Any, **options: Any) -> tuple[StepReport, ...]:
    """What the attack in properties/attacks/<name>.py alone makes of a chain."""
    with patch.object(on_steps, "modules", return_value={name: on_steps.modules()[name]}):
        return attack(chain, **{"max_examples": 200, **options})


def fault(name: str, chain: Any, step: int) -> Counterexample:
    """The counterexample that this attack finds at a step."""
    (report,) = attacked_by(name, chain, step=step)
    assert report.counterexample is not None, f"{name} finds nothing"
    assert report.counterexample.property == on_steps.modules()[name].PROPERTY
    return report.counterexample


def silent(name: str, chain: Any, step: int, *, decided: bool = True) -> None:
    """This attack looks at the step and finds nothing."""
    (report,) = attacked_by(name, chain, step=step)
    assert report.counterexample is None, report.counterexample.text
    assert report.vacuous == ""
    assert report.examples == 200
    assert (report.decided > 100) is decided


def not_applied(name: str, chain: Any, step: int) -> str:
    """Why this attack cannot look at the step."""
    (report,) = attacked_by(name, chain, step=step)
    assert report.counterexample is None and report.examples == report.decided == 0
    assert report.vacuous
    return report.vacuous
