"""Tests of symbolic.families.exponential_family: the carrier is dropped."""

from sympy import log

from symbolic.families.exponential_family import A, T, eta, family, h, x
from symbolic.models.likelihood import dropped, loss


def test_the_carrier_is_dropped_since_it_is_positive() -> None:
    assert dropped(family) == -log(h(x.outcome))
    assert h(x.outcome).values.positive


def test_the_loss_knows_the_data_by_the_statistic_alone() -> None:
    assert loss(family) == A() - eta * T(x.outcome)


def test_that_it_has_mass_one_is_said_to_be_a_hypothesis() -> None:
    assert "hypothesis" in family.notes[0]
