"""A fact made ready: what its instances bind, what is tried first, and what cannot be attacked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from properties.attacks.on_facts import modules
from properties.attacks.statement import Prepared, numeric, outcomes_in
from properties.attacks.target import ready
from properties.instances.numbers import NotEvaluable
from symbolic import parameter, sample, unit_interval
from symbolic.core.domains import reals
from symbolic.obligations import Obligation

p, theta = parameter("p", unit_interval), parameter("theta")
x, y = sample("x", domain=reals), sample("y", domain=reals)


def statement() -> Prepared:
    made = Prepared(Obligation("within", (p * x.outcome**2, reals)))
    ready(made, [modules()["within"]])
    return made


def test_its_parameters_vary_and_its_columns_are_bound() -> None:
    made = statement()
    assert made.unknowns == (p,) and set(made.shape.needs.columns) == {"x"}


def test_closed_ends_come_first() -> None:
    assert [i.members[0]["p"] for i in statement().first()] == [0, 1]


def test_instances_that_bind_the_same_are_one_whatever_their_seed() -> None:
    made = statement()
    instance = next(iter(made.first()))
    key = made.key()
    assert key(instance) == key(replace(instance, seed=instance.seed + 1, turn=7))
    assert key(instance) != key(replace(instance, members=[{"p": 1}]))


def test_free_outcomes_are_found_by_column() -> None:
    assert outcomes_in(p * y.outcome, x.outcome + 1) == ("x", "y") and outcomes_in(x.sum(x.i)) == ()


def test_a_parameter_of_any_set_is_refused() -> None:
    assert numeric([p]) == (p,)
    with pytest.raises(NotEvaluable, match="any set"):
        numeric([p, theta])
