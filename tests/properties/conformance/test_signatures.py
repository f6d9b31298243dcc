"""Tests of properties.conformance.signatures: what a callable tells of its arguments, and the numbers that it holds."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from scipy import stats

from properties.conformance.signatures import arguments, looks, numbers, optional, required
from properties.errors import InputError


def test_arguments_are_those_without_a_value() -> None:
    assert arguments(lambda y, z, full=False: y, {}) == ("y", "z")
    assert arguments(lambda y, z, full: y, {"full": True}) == ("y", "z")
    assert arguments(stats.gamma, {"loc": 0}) == ("x", "a", "scale")
    with pytest.raises(InputError, match="min does not tell its arguments"):
        arguments(min, {})


class Distribution:
    def __init__(self, probs: Any = None, logits: Any = None, validate_args: Any = None, df: float = 1.0) -> None:
        pass

    def log_prob(self, value: Any) -> Any:
        return value


def test_what_may_be_left_out_is_a_number_or_called_like_a_datum() -> None:
    assert optional(lambda z, targets=None, delta=1.0, full=False, weights=None: z, {}) == ("targets", "delta")
    assert optional(lambda z, delta=1.0: z, {"delta": 2}) == ()
    assert optional(Distribution, {}, "jax") == ("probs", "logits", "df")


def test_what_has_a_value_of_its_own_is_not_required_though_it_is_called_like_no_input() -> None:
    class Loss(Distribution):
        def __init__(self, eps: float = 1e-8, full: bool = False) -> None:
            pass

    assert arguments(Loss, {}, "jax") == ("value", "eps")
    assert optional(Loss, {}, "jax") == ()
    assert required(Loss, {}, "jax") == ("value",)


def test_an_object_that_is_called_by_forward_requires_what_that_does() -> None:
    class Loss:
        def __call__(self, *args: Any, **options: Any) -> Any:
            return self.forward(*args, **options)

        def forward(self, logits: Any, target: Any, eps: float = 0.0) -> Any:
            return logits - target

    assert required(Loss(), {}) == arguments(Loss(), {}) == ("logits", "target")
    assert required(Loss, {}) == arguments(Loss, {}) == ()


def test_numbers_are_given_or_held() -> None:
    class Loss:
        def __init__(self) -> None:
            self.quantile, self.name, self.fine, self.tiny = 0.1, "x", True, 1e-14

        def __call__(self, y: float, z: float, power: float = 1.5) -> float:
            return y + z

    assert numbers(Loss(), {"delta": 2}) == (2, Fraction(3, 2), Fraction(1, 10))
    assert numbers(partial(lambda y, c: y, c=0.25), {}) == (Fraction(1, 4),)
    held = 7.0
    assert numbers(lambda y: held * y, {}) == (7,)


def test_names_look_like_data_or_predictions() -> None:
    assert [looks(n) for n in ("target", "y_true", "y_pred", "log_targets", "loc", "a", "z")] == [1, 1, -1, 1, -1, 0, 0]
