"""What is known of an integral, as a human reads it."""

from __future__ import annotations

from flint import arb, fmpq

from properties.enclosures import Enclosure


def test_one_number_is_shown_once_and_an_interval_with_both_ends() -> None:
    third = fmpq(1, 3)
    assert str(Enclosure(third, third)) == "1/3"
    assert str(Enclosure(arb(1), float("inf"))) == "[1.000000000, oo]"


def test_nothing_is_infinite_unless_it_is_said() -> None:
    assert not Enclosure(arb(0), arb(1)).infinite and Enclosure(arb(0), arb(1)).reason == ""
