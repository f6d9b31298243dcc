"""Tests of symbolic.families.binomial: two columns of counts."""

from fractions import Fraction

from on_data import close, density, estimate
from sympy import exp

from symbolic.core.terms import symbols
from symbolic.families.binomial import family, trials
from symbolic.models.likelihood import dropped


def test_the_counts_add_up_to_the_known_number_of_trials() -> None:
    assert family.total == trials
    assert not symbols(family.density) & {trials}


def test_the_binomial_coefficient_is_dropped() -> None:
    assert close(
        density(family, {"s": 2, "f": 3}, {"p": Fraction(1, 3)}), 10 * Fraction(1, 3) ** 2 * Fraction(2, 3) ** 3
    )
    assert not symbols(dropped(family))
    assert dropped(family) != 0


def test_the_estimate_is_the_share_of_all_trials() -> None:
    assert estimate(family, {"s": [1, 2], "f": [2, 1]}, {"N": 3}) == {"p": 0.5}
    assert estimate(family, {"s": [0, 0], "f": [3, 3]}, {"N": 3}) == {"p": 0}


def test_the_link_is_the_logistic_function() -> None:
    ((_, link),) = family.links
    (z,) = link.free_symbols
    assert link == 1 / (1 + exp(-z))
