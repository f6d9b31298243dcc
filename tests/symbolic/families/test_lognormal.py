"""Tests of symbolic.families.lognormal: the normal of the logarithm."""

import pytest
from on_data import estimate
from sympy import log, pi

from symbolic.families.lognormal import family, x
from symbolic.models.likelihood import dropped


def test_the_logarithm_of_the_datum_is_dropped_with_the_constant() -> None:
    assert dropped(family) == log(x.outcome) + log(2) / 2 + log(pi) / 2


def test_the_estimates_are_those_of_the_normal_for_the_logarithms() -> None:
    found = estimate(family, {"x": [1, 4]})
    assert found == pytest.approx({"mu": 0.6931471805599453, "sigma": 0.6931471805599453})


def test_equal_data_do_not_meet_the_condition() -> None:
    with pytest.raises(AssertionError):
        estimate(family, {"x": [1, 1]})
