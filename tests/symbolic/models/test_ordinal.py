"""Tests of symbolic.models.ordinal: any number of ordered classes."""

from dataclasses import replace as with_

import pytest
from sympy import exp, log

from symbolic import Verdict, check, derivation, sheet
from symbolic.calculus.normal_form import same
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import replace
from symbolic.families import bernoulli
from symbolic.models.likelihood import dropped
from symbolic.models.ordinal import ordinal_logit


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_the_loss_is_that_of_the_differences_of_probabilities(count: int) -> None:
    family = ordinal_logit(count)
    assert dropped(family) == 0
    assert check(derivation(family)).proved
    assert sheet(family, declared=True).verdict is Verdict.PROVED
    assert len(family.parameters) == count


def test_a_probability_is_the_difference_of_two_cumulative_ones_and_no_other() -> None:
    family = ordinal_logit(4)
    assert [o.kind for _, o in family.further] == ["equal", "equal"]
    exchanged = tuple((name, o) for (name, _), (_, o) in zip(family.further, reversed(family.further), strict=True))
    mixed = tuple(
        (name, with_(o, right=other.right)) for (name, o), (_, other) in zip(family.further, exchanged, strict=True)
    )
    assert sheet(with_(family, further=mixed), declared=True).verdict is not Verdict.PROVED


def test_with_two_classes_it_is_logistic_regression() -> None:
    made = ordinal_logit(2)
    eta, c = made.parameters
    moved = replace(
        bernoulli.family.loss, {bernoulli.p: 1 / (1 + exp(c - eta)), bernoulli.x.outcome: made.outcomes[0]}.get
    )
    values = [replace(tree, {made.outcomes[0]: k}.get) for tree in (made.loss, moved) for k in (0, 1)]
    assert same(values[0] + log(1), values[2] + log(1))


@pytest.mark.parametrize("count", [1, 0, -3, 10, 2.5, "3", None])
def test_other_numbers_of_classes_are_refused(count: object) -> None:
    with pytest.raises(MalformedTerm, match="from 2 to 9"):
        ordinal_logit(count)  # type: ignore[arg-type]
