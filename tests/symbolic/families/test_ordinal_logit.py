"""Tests of symbolic.families.ordinal_logit: three ordered classes."""

from dataclasses import replace as with_

import pytest
from on_data import close, density
from sympy import Integer, exp, log

from properties.instances.numbers import precision
from symbolic import Verdict, check, derivation, sheet
from symbolic.core.errors import DerivationError
from symbolic.core.terms import Same
from symbolic.families.ordinal_logit import eta, family, gap, threshold
from symbolic.models.likelihood import dropped


def test_nothing_is_dropped() -> None:
    assert dropped(family) == 0


def test_the_probabilities_add_up_and_depend_on_differences_alone() -> None:
    at, moved = {"eta": 1, "c": "1/2", "delta_1": 2}, {"eta": 4, "c": "7/2", "delta_1": 2}
    with precision(256):
        here = [density(family, {"x": k}, at) for k in range(3)]
        assert close(sum(here), 1)
        assert all(close(p, density(family, {"x": k}, moved)) for k, p in enumerate(here))


x = family.outcomes[0]
first, middle, last = (Same(x, k) for k in range(3))
inner = log(1 + exp(threshold - eta)) + log(1 + exp(eta - threshold - gap))
ends = first * log(1 + exp(eta - threshold)), last * log(1 + exp(threshold + gap - eta))
WRONG = {
    "without the gap's own term": sum(ends) + middle * inner,
    "the sign of the predictor in one class": ends[0]
    + middle * (inner - log(1 - exp(-gap)))
    + last * log(1 + exp(eta)),
    "the gap's term of another sign": sum(ends) + middle * (inner + log(1 - exp(-gap))),
    "the inner class left out": sum(ends),
    "one constant": sum(ends) + middle * (inner - log(1 - exp(-gap))) + Integer(1) * gap,
}


@pytest.mark.parametrize("loss", WRONG.values(), ids=WRONG)
def test_another_loss_is_not_proved(loss: object) -> None:
    try:
        assert not check(derivation(with_(family, loss=loss))).proved
    except DerivationError as reason:
        assert str(reason)


def test_the_sheet_is_proved() -> None:
    known = {f.name: f.verdict for f in sheet(family).facts}
    assert known["total mass"] is known["convexity"] is Verdict.PROVED
    assert known["convexity through the link of delta_1"] is not Verdict.PROVED
