"""Tests of properties.conformance.references.cumulative_logit: as many classes as there are."""

from typing import Any

import numpy as np
import pytest

from properties.conformance import references
from properties.conformance.check import loss_report
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from properties.errors import InputError

LOSS = references.load("cumulative_logit")
AT = {"y": "x", "eta": "eta", "c": "c", "gap": "delta_1"}


def right(y: Any, eta: Any, c: Any, gap: Any) -> Any:
    y = np.asarray(y)
    low, high = c - eta, c + gap - eta
    inner = np.logaddexp(0, low) + np.logaddexp(0, -high) - np.log(-np.expm1(-gap))
    return np.where(y == 0, np.logaddexp(0, -low), np.where(y == 1, inner, np.logaddexp(0, high)))


def with_the_classes_turned(y: Any, eta: Any, c: Any, gap: Any) -> Any:
    return right(2 - np.asarray(y), eta, c, gap)


def with_the_gap_as_a_threshold(y: Any, eta: Any, c: Any, gap: Any) -> Any:
    return right(y, eta, c, np.abs(gap - c) + 0.125)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_it_has_a_threshold_less_than_classes(count: int) -> None:
    assert len(reference(LOSS, classes=count).predictions) == count


def test_without_a_number_of_classes_it_asks() -> None:
    with pytest.raises(InputError, match="how many classes are there"):
        reference(LOSS)


@pytest.mark.slow
def test_the_right_one_is_equal_and_wrong_ones_are_different() -> None:
    report = loss_report(right, LOSS, reading=AT, classes=3, claim=Likeness.EQUAL, examples=240)
    assert report.holds and report.related.kind is Likeness.EQUAL, report
    for wrong in (with_the_classes_turned, with_the_gap_as_a_threshold):
        assert not loss_report(wrong, LOSS, reading=AT, classes=3, examples=120).holds
