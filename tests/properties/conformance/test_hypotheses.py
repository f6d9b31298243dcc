"""Tests of properties.conformance.hypotheses: other losses, that explain what they give and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from sympy import Integer, log, pi

from properties.conformance.accuracy import deviations
from properties.conformance.calling import Implementation, observer
from properties.conformance.compared import Compared, compare
from properties.conformance.hypotheses import EPS, EntrySought, Hypothesis, _Spot, hypotheses
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness, Related
from symbolic import families

NORMAL = bind(reference(families.load("normal")), {"x": "x", "m": "mu", "s": "sigma"})
ALL = {h.said: h for h in hypotheses(NORMAL.bound)}


def groups(function: Callable[..., Any]) -> list[list[Compared]]:
    made = observer(Implementation(function, NORMAL))
    return [list(compare(NORMAL.bound, made, g)) for g in core(NORMAL.bound, FLOAT64, Random(0), 6)]


def normal(x: Any, m: Any, s: Any) -> Any:
    return np.log(s) + ((x - m) / s) ** 2 / 2


@pytest.mark.parametrize(
    ("said", "function", "eps"),
    [
        ("{eps} is added to s", lambda x, m, s: normal(x, m, s + 1e-5), 1e-5),
        ("s is clamped at {eps}", lambda x, m, s: normal(x, m, np.maximum(s, 0.5)), 0.5),
        ("m is clamped to ±{eps}", lambda x, m, s: normal(x, np.clip(m, -2, 2), s), 2.0),
        ("it is the loss with 1/s for s", lambda x, m, s: normal(x, m, 1 / s), 1.0),
        ("it is the loss with x - 1 for x", lambda x, m, s: normal(x - 1, m, s), 1.0),
        ("the loss is clamped at {eps}", lambda x, m, s: np.minimum(normal(x, m, s) + np.log(2 * np.pi) / 2, 5.0), 5.0),
    ],
)
def test_each_explains_what_it_says(said: str, function: Callable[..., Any], eps: float) -> None:
    h = ALL[said]
    h = Hypothesis(h.said, h.loss, (*h.values, 0.5, 1e-5) if len(h.values) > 1 else h.values)
    assert h.explains_values(groups(function), FLOAT64) == eps
    assert h.explains_values(groups(lambda x, m, s: normal(x, m, s) + np.sin(m)), FLOAT64) is None


def test_a_clause_names_its_number() -> None:
    assert ALL["s is clamped at {eps}"].clause(1e-7) == "s is clamped at 1e-07"
    assert ALL["it is the loss with 1/s for s"].clause(1.0) == "it is the loss with 1/s for s"


def test_no_two_say_the_same_and_each_has_eps_last() -> None:
    assert len(ALL) == len([*hypotheses(NORMAL.bound)]) > 30
    assert all(h.loss.inputs == (*NORMAL.bound.inputs, EPS) and h.values for h in ALL.values())


def test_what_has_no_value_explains_nothing() -> None:
    (c,) = compare(NORMAL.bound, observer(Implementation(normal, NORMAL)), [(1.0, -1.0, 1.0)])
    assert ALL["it is the loss with log(m) for m"].compared(c, 1.0) is None
    assert ALL["it is the loss with exp(m) for m"].compared(c, 1.0) is not None


def test_a_first_look_refuses_nothing_that_a_second_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each quantity, in few bits and in balls of many values at once."""

    def slopes(x: Any, m: Any, s: Any) -> Any:
        return np.stack([(m - x) / s**2, 1 / s - (x - m) ** 2 / s**3])

    wrong = Implementation(lambda x, m, s: (normal(x, m, s + 1e-5), slopes(x, m, s + 1e-5)), NORMAL)
    rows = list(compare(NORMAL.bound, observer(wrong), [(1.0, 0.5, 0.25), (2.0, -1.0, 3.0), (0.0, 1.0, 1.0)]))
    related = Related(Likeness.CONSTANT, Integer(1), -log(2 * pi) / 2)
    for like in deviations(NORMAL.bound, rows[:1], FLOAT64, related):
        sought = EntrySought(NORMAL.bound, rows, like, FLOAT64, related)
        first = {h.said: h.explains(sought) for h in hypotheses(NORMAL.bound)}
        assert {said for said, eps in first.items() if eps == 1e-5} == {"{eps} is added to s"}
        with monkeypatch.context() as patched:
            patched.setattr(_Spot, "refuses", lambda *arguments: False)
            some = [h for h in hypotheses(NORMAL.bound) if h.said in ("{eps} is added to s", "s is clamped at {eps}")]
            assert [h.explains(sought) for h in some] == [first[h.said] for h in some]


def test_slopes_that_are_0_at_all_points_fit_no_clamp() -> None:
    """Beyond 2 those of a loss with m clamped to ±2 are 0 as well; one point between shows that it is that."""
    related = Related(Likeness.CONSTANT, Integer(1), -log(2 * pi) / 2)

    def slopes(x: Any, m: Any, s: Any) -> Any:
        at = np.clip(m, -2, 2)
        return np.stack([np.where(abs(m) <= 2, (at - x) / s**2, 0.0), 1 / s - (x - at) ** 2 / s**3])

    clipped = Implementation(lambda x, m, s: (normal(x, np.clip(m, -2, 2), s), slopes(x, m, s)), NORMAL)
    rows = list(compare(NORMAL.bound, observer(clipped), [(1.0, 3.0, 1.0), (2.0, -4.0, 3.0), (0.0, 1.0, 1.0)]))
    like = next(e for e in deviations(NORMAL.bound, rows[:1], FLOAT64, related) if e.entry == "m")
    h = ALL["m is clamped to ±{eps}"]
    assert h.explains(EntrySought(NORMAL.bound, rows[:2], like, FLOAT64, related)) is None
    assert h.explains(EntrySought(NORMAL.bound, rows, like, FLOAT64, related)) == 2.0
