"""Tests of properties.conformance.made: classes as losses."""

from __future__ import annotations

from typing import Any

import pytest

from properties.conformance.made import by_name, called_with, loss_of, made, plain_numbers, takes


class Exponential:
    """A distribution as libraries write them."""

    def __init__(self, rate: float, validate_args: bool = True) -> None:
        self.rate = rate

    def log_prob(self, value: float) -> float:
        return -self.rate * value


class Scaled:
    """A loss as libraries write them: one argument has the name of a switch of the constructor."""

    def __init__(self, log_input: bool = True, delta: float = 1.0, reduction: str = "mean", weight: Any = None) -> None:
        self.log_input, self.delta = log_input, delta

    def forward(self, log_input: float, target: float, power: int = 1) -> tuple[Any, ...]:
        return (self.log_input, self.delta, log_input, target, power)


class Bernoulli:
    """Made with one of two."""

    def __init__(
        self, probs: float | None = None, logits: float | None = None, validate_args: bool | None = None
    ) -> None:
        self.made = (probs, logits)

    def log_prob(self, value: float) -> float:
        return -value if self.made == (None, 2.0) else value


def test_a_class_is_called_with_the_value_and_its_parameters() -> None:
    found = made(Exponential)
    assert found is not None and found.arguments == ("value", "rate")
    assert loss_of(Exponential, {})(value=3.0, rate=2.0) == 6.0
    assert loss_of(Exponential, {"rate": 2.0})(value=3.0) == 6.0


def test_what_is_given_goes_to_the_constructor_and_what_is_read_to_the_call() -> None:
    found = made(Scaled)
    assert found is not None and found.arguments == ("log_input", "target", "delta")
    loss = loss_of(Scaled, {"log_input": False, "power": 2})
    with pytest.raises(TypeError, match="target"):
        loss_of(Scaled, {})(log_input=1.0)
    assert loss(log_input=1.0, target=2.0, delta=3.0) == (False, 3.0, 1.0, 2.0, 2)


def test_of_arguments_that_exclude_each_other_those_are_given_that_are_read() -> None:
    found = made(Bernoulli)
    assert found is not None and found.arguments == ("value", "probs", "logits")
    assert loss_of(Bernoulli, {})(value=1.0, logits=2.0) == 1.0


def test_anything_else_is_itself() -> None:
    function = lambda y, k=1: (y, k)
    assert called_with(Scaled(True).forward) == ("log_input", "target")
    assert made(function) is None and made(Exponential(1.0)) is None and made(dict) is None
    assert loss_of(function, {"k": 2})(y=1) == (1, 2)


def test_arguments_that_are_told_by_their_place_may_be_named() -> None:
    def difference(x: float, y: float, /, scale: float = 1.0) -> float:
        return (x - y) / scale

    assert by_name(difference)(y=1.0, x=5.0, scale=2.0) == 2.0
    assert by_name(max) is max


def test_what_it_takes_is_in_its_signature() -> None:
    assert takes(Scaled, "reduction") and not takes(Scaled, "forward") and not takes(print, "reduction")
    assert plain_numbers(Scaled) == {"delta"} and plain_numbers(lambda delta: delta) == frozenset()
