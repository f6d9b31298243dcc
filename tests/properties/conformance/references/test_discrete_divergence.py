"""Tests of properties.conformance.references.discrete_divergence: targets add up to 1, exactly, and may be 0."""

from typing import Any

import numpy as np
import pytest

from properties.conformance import references
from properties.conformance.check import loss_report
from properties.conformance.relation import Likeness

LOSS = references.load("discrete_divergence")
AT = {"target": ["t_0", "t_1", "t_2"], "logs": ["f_0", "f_1", "f_2"]}


def right(target: Any, logs: Any) -> Any:
    t, f = np.asarray(target), np.asarray(logs)
    return (np.where(t > 0, t * np.log(np.where(t > 0, t, 1)), 0) - t * f).sum(-1)


def nan_at_zero(target: Any, logs: Any) -> Any:
    t, f = np.asarray(target), np.asarray(logs)
    with np.errstate(all="ignore"):
        return (t * (np.log(t) - f)).sum(-1)


def mean(target: Any, logs: Any) -> Any:
    return right(target, logs) / 3


def cross_entropy(target: Any, logs: Any) -> Any:
    return -(np.asarray(target) * np.asarray(logs)).sum(-1)


def test_the_right_one_is_equal_with_targets_of_0_as_well() -> None:
    report = loss_report(right, LOSS, reading=AT, claim=Likeness.EQUAL)
    assert report.holds and report.related.kind is Likeness.EQUAL, report


def test_what_is_nan_at_a_target_of_0_is_blamed() -> None:
    report = loss_report(nan_at_zero, LOSS, reading=AT)
    assert not report.holds
    assert any(e.edge is not None and e.edge.value == "nan where there is a value" for e in report.blamed)


@pytest.mark.slow
def test_a_mean_over_classes_is_a_factor_and_the_cross_entropy_lacks_a_constant() -> None:
    assert not loss_report(mean, LOSS, reading=AT).holds
    assert loss_report(mean, LOSS, reading=AT).related.factor == pytest.approx(1 / 3)
    assert loss_report(cross_entropy, LOSS, reading=AT).related.kind is Likeness.CONSTANT
