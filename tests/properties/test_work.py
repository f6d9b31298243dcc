"""The budget of work: it is counted alike everywhere, ends a search, and keeps what was found before it was spent."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from sympy import exp

from properties.attacks.search import search
from properties.attacks.trial import Finding, Trial
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.strategies import shape_of
from properties.work import LOOKS, SECONDS, WORK, Meter, OutOfWork, budget, spend
from symbolic import parameter, reals

t = parameter("t", reals)


def test_without_a_budget_nothing_is_counted() -> None:
    for _ in range(3):
        spend(10 * WORK)
    with budget(Meter(5)):
        spend(5)
        with pytest.raises(OutOfWork):
            spend(1)
    spend(10 * WORK)


def test_the_clock_is_the_last_guard() -> None:
    meter = Meter(10 * LOOKS, seconds=-1)
    with budget(meter), pytest.raises(OutOfWork, match="time"):
        spend(LOOKS + 1)
    with budget(meter), pytest.raises(OutOfWork):
        spend(1)


def test_the_clock_counts_what_the_thread_works_and_not_what_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((0, SECONDS - 1, SECONDS, SECONDS + 1))  # at the start, and at each look
    monkeypatch.setattr("properties.work.thread_time", lambda: next(clock))
    with budget(Meter(10 * LOOKS)):
        spend(LOOKS + 1)
        spend(LOOKS + 1)
        with pytest.raises(OutOfWork, match="time"):
            spend(LOOKS + 1)


def test_waiting_is_no_work() -> None:
    meter = Meter(10 * LOOKS, seconds=1)
    Event().wait(1.1)
    with budget(meter):
        spend(LOOKS + 1)


def test_what_is_evaluated_is_counted() -> None:
    e = Compiled(exp(t) + t, Context(frozenset({"t"})))
    shape = shape_of([e], (t,))
    meter = Meter()
    with budget(meter):
        e.value(shape.build(bytes(shape.length)), 0)
    once = WORK - meter.left
    with budget(meter):
        e.value(shape.build(bytes(shape.length)), 0)
    assert once > 0 and WORK - meter.left == 2 * once


def searched(check: Any, examples: int = 50) -> Any:
    e = Compiled(t, Context(frozenset({"t"})))
    return search([("law", check)], shape_of([e], (t,)), examples=examples, seed="1")


def test_a_search_ends_when_its_budget_is_spent_and_says_so() -> None:
    def dear(trial: Trial) -> None:
        spend(WORK // 10)

    tried = searched(dear)
    assert tried.examples == 11 and tried.decided == 10 and tried.counterexample is None
    assert tried.undone == "the budget of work was spent after 11 of 50 instances"


def test_what_was_found_before_the_budget_was_spent_is_reported() -> None:
    def dear(trial: Trial) -> Finding | None:
        spend(WORK // 20)
        member = trial.instance.members[0]["t"]
        return Finding(f"t is {member}") if member > 0 else None

    tried = searched(dear)
    assert tried.counterexample is not None and tried.counterexample.certified and tried.undone == ""


def test_a_search_that_is_not_cut_short_says_nothing() -> None:
    tried = searched(lambda trial: None)
    assert tried.examples == tried.decided == 50 and tried.undone == ""
