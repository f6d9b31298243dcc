"""Tests of properties.conformance.log_prob: classes of distributions as losses."""

from __future__ import annotations

from properties.conformance.log_prob import constructor, loss_of


class Exponential:
    """A distribution as libraries write them."""

    def __init__(self, rate: float, validate_args: bool = True) -> None:
        self.rate = rate

    def log_prob(self, value: float) -> float:
        return -self.rate * value


def test_a_class_is_called_with_the_value_and_its_parameters() -> None:
    assert constructor(Exponential) == ("value", "rate")
    assert loss_of(Exponential)(value=3.0, rate=2.0) == 6.0


def test_anything_else_is_itself() -> None:
    function = lambda y: y
    assert constructor(function) is None and loss_of(function) is function
    assert constructor(Exponential(1.0)) is None
