"""Tests of symbolic.families.beta: both shapes, on the open interval."""

from on_data import close, density
from sympy import log

from symbolic.families.beta import X, family
from symbolic.models.likelihood import dropped


def test_the_jacobian_of_the_logit_is_dropped() -> None:
    assert dropped(family) == log(X) + log(1 - X)


def test_two_and_two_is_a_parabola() -> None:
    assert close(density(family, {"x": "1/2"}, {"alpha": 2, "beta": 2}), "3/2")
    assert close(density(family, {"x": "1/4"}, {"alpha": 2, "beta": 2}), "9/8")


def test_the_support_has_no_ends() -> None:
    assert str(family.sample.column.domain) == "(0, 1)"
