"""One instance of what is attacked: values at rising precision, certified order, and what is shown of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flint import fmpq
from sympy import Rational, log

from properties.attacks.trial import Trial, outcome_name
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Distribution, Instance
from properties.instances.numbers import NotEvaluable, NoValue, precision
from properties.instances.strategies import shape_of
from symbolic import density, parameter, reals, sample

t, theta = parameter("t", reals), parameter("theta")
x, v = sample("x"), sample("v", domain=reals)
q = density("q", theta)
CONTEXT = Context(frozenset({"t", "theta"}))


def at(*values: Any, turn: int = 2) -> Trial:
    shape = shape_of([Compiled(t, CONTEXT)], (t,))
    return Trial(shape, Instance({}, {}, {}, [{"t": fmpq(v)} for v in values], turn=turn))


def compiled(tree: Any) -> Compiled:
    return Compiled(tree, CONTEXT)


WITH_ROWS = Instance({"n": 2}, {"v": 2}, {"v": [0, 1]}, [{"t": fmpq(2)}], outcomes={"v": (fmpq(1), fmpq(2))})
SQUARE, INVERSE, LOG = compiled(t**2), compiled(1 / t), compiled(log(t))
SUM, PRODUCT = compiled(log(t) + log(t + 1)), compiled(log(t**2 + t))


@pytest.fixture(autouse=True)
def _precision() -> Any:
    with precision(64):
        yield


def test_a_value_is_a_number_or_certainly_none() -> None:
    trial = at(0, 1)
    assert trial.at(SQUARE, 1) == 1 and isinstance(trial.at(INVERSE, 0), NoValue) and not trial.undecided
    assert trial.defined(SQUARE, 0) is True and trial.defined(INVERSE, 0) is False


def test_where_no_precision_tells_it_is_open() -> None:
    trial, hidden = at(2), compiled(1 / (log(t) + log(t + 1) - log(t**2 + t)))
    assert trial.at(hidden) is None and trial.defined(hidden, 0) is None and trial.undecided
    assert trial.shown(hidden, 0).startswith("undecided")


def test_the_order_of_what_is_close_is_certain_at_more_bits() -> None:
    near = compiled(log(t) - Rational(1, 10**30))
    assert at(2, turn=3).order((LOG, 0), (near, 0)) == 1, "a share of the instances looks closely"
    assert at(2).order((LOG, 0), (near, 0)) is None, "and all others do not"


def test_what_agrees_to_many_digits_has_no_order_and_leaves_nothing_open() -> None:
    trial = at(3, turn=3)
    assert trial.order((SUM, 0), (PRODUCT, 0)) is None and not trial.undecided


def test_exact_algebra_sees_ties_that_balls_do_not() -> None:
    trial = at(2, 4)
    assert trial.tie(compiled(log(t) + log(t + 1) - log(t**2 + t)), 0, 1)
    assert not trial.tie(LOG, 0, 1)


def test_solutions_are_the_members_that_nothing_beats() -> None:
    trial = at(-1, 0, 1)
    assert trial.solutions(SQUARE, "min") == {1} and trial.solutions(SQUARE, "max") == {0, 2}
    assert trial.solutions(INVERSE, "min") is None, "where one has no value, nobody knows"


def test_what_was_known_of_an_expression_that_is_gone_is_not_taken_for_another() -> None:
    trial = at(-1, 0, 1)
    for power in range(1, 30):
        even = power % 2 == 0
        assert trial.solutions(compiled(t**power), "min") == ({1} if even else {0})


def test_other_members_may_be_asked_where_nothing_abstract_varies() -> None:
    trial = at(1)
    assert trial.among([{"t": fmpq(5)}]).at(compiled(t)) == 5
    abstract = Instance({}, {"x": 1}, {}, [{"theta": 0}], {("q_theta", 0): Distribution(("x",), {(0,): fmpq(1)})})
    with pytest.raises(NotEvaluable, match="members of Theta alone"):
        Trial(trial.shape, abstract).among([])


def test_with_other_rows_only_what_is_kept_is_known() -> None:
    trial, rows = Trial(at(2).shape, WITH_ROWS), compiled(v.sum(v.i))
    assert trial.value(rows, 0, 64) == 3 and trial.value(SQUARE, 0, 64) == 4
    other = replace(WITH_ROWS, data={"v": [1, 1]}, members=[{"t": fmpq(5)}], _tables={}, _rows={})
    there = trial.with_rows(other, SQUARE)
    assert there.value(rows, 0, 64) == 4, "this is computed anew"
    assert there.value(SQUARE, 0, 64) == 4, "and this is not: the caller says that no row moves it"


def test_an_instance_is_shown_with_rows_tables_and_parameters() -> None:
    law = Distribution(("x",), {(0,): fmpq(1, 3), (1,): fmpq(2, 3)})
    shape = shape_of([compiled(x.sum(log(q(x.i))))], (theta,))
    instance = Instance({"n": 2}, {"x": 2}, {"x": [0, 1]}, [{"theta": 0}], {("q_theta", 0): law})
    shown = Trial(shape, instance).describe()
    assert "n = 2; x = (x#0, x#1)" in shown and "q_theta at theta = theta#0: x#0: 1/3; x#1: 2/3" in shown
    assert outcome_name(instance, "x", 1) == "x#1"
