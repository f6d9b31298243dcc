"""Tests of symbolic.core.domains.labels: sets without arithmetic."""

import pickle

from symbolic.core.domains import (
    Categories,
    Countable,
    countable,
    counts,
)


def test_classes_are_countable_finite_and_no_numbers() -> None:
    classes = Categories("K")
    assert isinstance(classes, Countable) and classes.finite and classes.hull is None
    assert classes == Categories("K") != Categories("L")
    assert countable.finite is False
    assert pickle.loads(pickle.dumps((classes, counts))) == (classes, counts)
