"""The one loop: what it tries first, what it counts, that it shrinks, repeats itself and comes to an end."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest
from flint import fmpq

from properties.attacks.search import at_closed_ends, search
from properties.attacks.trial import Finding, Trial
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.numbers import NotEvaluable, show
from properties.instances.strategies import Shape, shape_of
from properties.work import WORK, spend
from symbolic import parameter, unit_interval
from symbolic.core.domains import Integers, positive, reals

t, rate = parameter("t", reals), parameter("lambda", positive)
SHAPE = shape_of([Compiled(t, Context(frozenset({"t"})))], (t,))


def found(check: Any, seed: str = "0", examples: int = 60, shape: Shape = SHAPE, **more: Any) -> Any:
    return search([("property", check)], shape, examples=examples, seed=seed, **more)


def negative(trial: Trial) -> Finding | None:
    low = [m["t"] for m in trial.instance.members if m["t"] < 0]
    return Finding(show(low[0])) if low else None


def test_what_fails_is_found_named_and_certified() -> None:
    case = found(negative).counterexample
    assert case is not None and case.property == "property" and case.certified and fmpq(int(case.text)) < 0


def test_the_same_seed_tries_the_same_instances() -> None:
    def seen(seed: str) -> list[Any]:
        drawn: list[Any] = []
        found(lambda trial: drawn.append(trial.instance.members), seed)
        return drawn

    assert seen("0") == seen("0") and seen("0") != seen("1")


def test_a_seed_draws_the_same_whatever_modules_are_loaded(tmp_path, monkeypatch) -> None:
    """Hypothesis mixes in constants off loaded modules of whoever uses it: bytes as long as what is drawn here."""

    def seen() -> list[Any]:
        drawn: list[Any] = []
        found(lambda trial: drawn.append(trial.instance.members), examples=300)
        return drawn

    before = seen()
    (tmp_path / "full_of_constants.py").write_text(f"ALL = {[bytes(range(n)) for n in range(2, 51)]}", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import_module("full_of_constants")
    try:
        assert seen() == before
    finally:
        del sys.modules["full_of_constants"]


def test_what_an_attack_cannot_look_at_is_no_example_that_was_decided() -> None:
    def refuses(trial: Trial) -> None:
        raise NotEvaluable("out of reach")

    tried = found(refuses)
    assert tried.examples > 0 and tried.bound == tried.decided == 0 and list(tried.reasons) == ["out of reach"]


def test_what_was_skipped_or_left_open_is_counted_apart() -> None:
    def skips(trial: Trial) -> None:
        trial.skipped = True

    def leaves_open(trial: Trial) -> None:
        trial.undecided = True

    assert (found(skips).bound, found(skips).decided) == (0, 0)
    opened = found(leaves_open)
    assert opened.bound == opened.examples > 0 and opened.decided == 0


def test_a_search_ends_when_its_work_is_spent_and_says_so() -> None:
    tried = found(lambda trial: spend(WORK // 3))
    assert "work was spent" in tried.undone and "of 60 instances" in tried.undone and tried.counterexample is None


def test_with_a_key_each_instance_is_looked_at_once() -> None:
    looked: list[Any] = []
    found(lambda trial: looked.append(repr(trial.instance.members)), key=lambda i: repr(i.members))
    assert len(looked) == len(set(looked)) > 1


def test_a_case_among_the_first_ends_the_search() -> None:
    first = SHAPE.build(bytes(SHAPE.length))
    tried = found(lambda trial: Finding("at once"), first=[first, first])
    assert tried.examples == 1 and tried.counterexample is not None


def test_every_closed_end_is_tried_first_and_nothing_open_is() -> None:
    tried = parameter("p", unit_interval), parameter("m", Integers(1)), rate
    shape = shape_of([Compiled(sum(tried), Context())], ())
    found = [i.members[0] for i in at_closed_ends(shape)]
    assert [m["p"] for m in found if m["p"] in (0, 1)] == [0, 1]
    assert [m["m"] for m in found if m["m"] == 1] == [1]
    assert len(found) == 3 and all(m["lambda"] > 0 for m in found)


def test_what_varies_is_at_its_end_in_one_member_alone() -> None:
    p = parameter("p", unit_interval)
    shape = shape_of([Compiled(p, Context(frozenset({"p"})))], (p,))
    for instance in at_closed_ends(shape):
        assert [m["p"] in (0, 1) for m in instance.members] == [True, *(False for _ in instance.members[1:])]
        assert len(instance.members) > 1


def test_a_finding_of_a_second_check_bears_its_own_name() -> None:
    tried = search([("one", lambda trial: None), ("two", negative)], SHAPE, examples=60, seed="0")
    assert tried.counterexample is not None and tried.counterexample.property == "two"


@pytest.mark.parametrize("certified", [True, False])
def test_what_is_not_certified_stays_so(certified: bool) -> None:
    case = found(lambda trial: Finding("text", certified)).counterexample
    assert case is not None and case.certified is certified
