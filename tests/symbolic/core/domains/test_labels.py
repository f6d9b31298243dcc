"""Tests of symbolic.core.domains.labels: sets without arithmetic."""

import pickle

import pytest

from symbolic.core.domains import (
    Categories,
    Countable,
    countable,
    counts,
    least_classes,
)
from symbolic.core.errors import MalformedTerm, NameClash
from symbolic.core.terms import function, names, sample


def test_classes_are_countable_finite_and_no_numbers() -> None:
    classes = Categories("K")
    assert isinstance(classes, Countable) and classes.finite and classes.hull is None
    assert classes == Categories("K") != Categories("L")
    assert countable.finite is False
    assert pickle.loads(pickle.dumps((classes, counts))) == (classes, counts)


def test_classes_of_which_there_are_several() -> None:
    pair = Categories("K", least=2)
    assert (str(pair), pair.prose) == ("a set of K classes, K >= 2", r"a set of $K$ classes, $K \ge 2$")
    assert pair != Categories("K") and (least_classes(pair), least_classes(Categories("K"))) == (2, 1)
    assert least_classes(countable) == 1
    for least in (0, -1, True, 2.0, "2", None):
        with pytest.raises(MalformedTerm, match="least is a whole number"):
            Categories("K", least)  # type: ignore[arg-type]


def test_one_name_is_one_number_of_classes() -> None:
    one, other = sample("x", domain=Categories("K")), sample("y", domain=Categories("K", 2))
    f = function("f")
    with pytest.raises(NameClash):
        names(one.sum(f(one.i)) + other.sum(f(other.i)))
