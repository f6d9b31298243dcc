"""Tests of symbolic.families.multinomial: three columns of counts and a simplex in two intervals."""

from fractions import Fraction

from on_data import close, density, estimate

from symbolic.families.multinomial import family, trials


def test_the_counts_add_up_to_the_known_number_of_trials() -> None:
    assert family.total == trials
    assert len(family.variables) == 3


def test_the_probabilities_are_those_of_the_simplex() -> None:
    a, b = Fraction(1, 2), Fraction(1, 3)  # 1/2, 1/6, 1/3
    found = density(family, {"x1": 1, "x2": 1, "x3": 2}, {"a": a, "b": b})
    assert close(found, 12 * Fraction(1, 2) * Fraction(1, 6) * Fraction(1, 9))


def test_an_edge_of_the_simplex_is_reached() -> None:
    assert density(family, {"x1": 2, "x2": 0, "x3": 0}, {"a": 1, "b": "1/2"}) == 1
    assert density(family, {"x1": 1, "x2": 1, "x3": 0}, {"a": 1, "b": "1/2"}) == 0


def test_the_estimates_are_shares() -> None:
    found = estimate(family, {"x1": [1, 2], "x2": [1, 0], "x3": [1, 1]}, {"N": 3})
    assert found == {"a": 0.5, "b": 1 / 3}
