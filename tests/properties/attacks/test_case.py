"""A step made ready: its two objectives, what they share, and what is shown of them."""

from __future__ import annotations

import pytest
from flint import fmpq
from sympy import Symbol, log

from properties.attacks.case import Case
from properties.attacks.on_steps import applicable
from properties.attacks.target import ready
from properties.attacks.trial import Trial
from properties.instances.compiling import Context
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable
from symbolic import Problem, nonnegative, parameter, reals
from symbolic.kernel import Step

t, u = parameter("t", reals), parameter("u", nonnegative)
PLAIN = Context(frozenset({"t"}))


def case(before: Problem, after: Problem, step: Step | None = None) -> Case:
    return Case(1, "rule", "monotone", step, before, after, PLAIN, PLAIN)


def test_of_the_start_both_objectives_are_one() -> None:
    start = Problem("min", t**2, (t,))
    made = case(start, start)
    assert made.f is made.g and made.unknowns == (t,) and made.witness == () and not made.flips


def test_a_step_may_flip_and_has_a_witness() -> None:
    made = case(
        Problem("min", t**2, (t,)), Problem("max", -(t**2), (t,)), Step("flip_sign", "monotone", (1, 2), None, None)
    )
    assert made.flips and made.witness == (1, 2) and len(made.expressions) == 2


def test_both_values_are_shown_at_a_member() -> None:
    made = case(Problem("min", t**2, (t,)), Problem("min", 2 * t**2, (t,)))
    ready(made, applicable("monotone"))
    trial = Trial(made.shape, Instance({}, {}, {}, [{"t": fmpq(3)}]))
    assert made.both(trial, (0,)) == "  at t = 3: before 9, after 18"


def test_what_cannot_be_evaluated_is_refused() -> None:
    start = Problem("min", t**2, (t,))
    with pytest.raises(NotEvaluable):
        case(start, start).compile(log(Symbol("w")), PLAIN)
