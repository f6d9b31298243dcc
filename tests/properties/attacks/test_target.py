"""Targets: attacks that can look at one are made ready, and what none can look at says why."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from properties.attacks.report import Report
from properties.attacks.target import Target, attacked, ready
from properties.attacks.trial import Finding, Trial
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.numbers import NotEvaluable
from symbolic import parameter, reals

t = parameter("t", reals)


def target() -> Target:
    made = Target(unknowns=(t,))
    made.add(Compiled(t, Context(frozenset({"t"}))))
    return made


def an_attack(name: str, check: Any = lambda trial: None, reason: str = "") -> Any:
    def prepare(_: Target) -> Any:
        if reason:
            raise NotEvaluable(reason)
        return check

    return SimpleNamespace(PROPERTY=name, prepare=prepare)


def report(*attacks: Any) -> Report:
    return attacked(Report("a name", "a kind"), target, attacks, examples=20, seed="0")


def test_those_that_can_look_at_it_are_ready_and_its_shape_is_known() -> None:
    made = target()
    checks = ready(made, [an_attack("one", reason="never"), an_attack("two")])
    assert [name for name, _ in checks] == ["two"] and set(made.shape.needs.parameters) == {"t"}


def test_where_none_can_every_reason_is_said_once() -> None:
    with pytest.raises(NotEvaluable, match=r"^never; not here$"):
        ready(
            target(),
            [an_attack("one", reason="never"), an_attack("two", reason="never"), an_attack("three", reason="not here")],
        )
    with pytest.raises(NotEvaluable, match="no attack applies"):
        ready(target(), [])


def test_a_report_says_what_was_tried_and_what_was_found() -> None:
    found = report(an_attack("one"), an_attack("two", lambda trial: Finding("text")))
    assert found.name == "a name" and found.counterexample is not None and found.counterexample.property == "two"
    quiet = report(an_attack("one"))
    assert quiet.counterexample is None and quiet.decided == quiet.examples > 0 and quiet.vacuous == ""


def test_what_cannot_be_made_ready_is_vacuous_and_no_instance_is_tried() -> None:
    assert report(an_attack("one", reason="never")) == Report("a name", "a kind", vacuous="never")


def test_what_no_instance_meets_is_vacuous_with_the_reasons_if_there_are_any() -> None:
    def skips(trial: Trial) -> None:
        trial.skipped = True

    def refuses(trial: Trial) -> None:
        raise NotEvaluable("out of reach")

    assert report(an_attack("one", skips)).vacuous == "no instance met the conditions"
    assert report(an_attack("one", refuses)).vacuous == "out of reach"
