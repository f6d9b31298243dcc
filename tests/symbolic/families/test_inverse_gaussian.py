"""Tests of symbolic.families.inverse_gaussian: mean and shape."""

from fractions import Fraction

import pytest
from on_data import estimate
from sympy import log, pi

from symbolic.families.inverse_gaussian import X, family
from symbolic.models.likelihood import dropped


def test_what_is_dropped_is_free_of_both_parameters() -> None:
    assert dropped(family) == 3 * log(X) / 2 + log(2) / 2 + log(pi) / 2


def test_the_estimates_are_the_mean_and_one_over_the_gap_of_the_means() -> None:
    found = estimate(family, {"x": [1, 2, 4]})
    assert found["mu"] == pytest.approx(7 / 3)
    assert found["lambda"] == pytest.approx(float(1 / (Fraction(7, 12) - Fraction(3, 7))))


def test_equal_data_do_not_meet_the_condition() -> None:
    with pytest.raises(AssertionError):
        estimate(family, {"x": [2, 2]})
