"""The algebra of jets: sums, products, chains and kinks have the derivatives that calculus gives them."""

from __future__ import annotations

import pytest
from flint import arb

from properties.estimation.jet import Jet, absolute, added, chained, positive_part, product, row_by_row
from properties.estimation.smooth import BALLS, FLOATS

U, V = Jet(3.0, {0: 1.0}), Jet(5.0, {1: 1.0})  # two unknowns, at 3 and 5


def test_a_product_has_the_mixed_derivative() -> None:
    found = product(added(U, V), product(U, V, 2), 2)  # (u + v) u v = u^2 v + u v^2
    assert found.v == 120 and found.d == {0: 55, 1: 39}
    assert found.h == {(0, 0): 10, (1, 1): 6, (0, 1): 16}


def test_fewer_derivatives_are_fewer() -> None:
    assert product(U, V, 1).h == {} and chained(U, 9.0, 6.0, 2.0, 1).h == {}


def test_a_chain_bends_by_both_derivatives() -> None:
    square = product(U, U, 2)
    found = chained(square, 81.0, 18.0, 2.0, 2)  # (u^2)^2 = u^4
    assert (found.v, found.d, found.h) == (81, {0: 108}, {(0, 0): 12 * 9})


def test_a_column_goes_with_numbers_row_by_row() -> None:
    assert row_by_row([1.0, 2.0], 3.0) == [3, 6] and row_by_row([1.0, 2.0], [4.0, 5.0]) == [4, 10]
    assert added(Jet([1.0, 2.0], {0: 1.0}), U).v == [4, 5]


@pytest.mark.parametrize(("at", "first"), [(2, 1), (-2, -1)])
def test_an_absolute_value_has_the_slope_of_its_side(at: int, first: int) -> None:
    for arithmetic in (FLOATS, BALLS):
        found = absolute(Jet(arithmetic.number(at), {0: arithmetic.number(1)}), arithmetic, 2)
        assert found.v == 2 and found.d[0] == first and found.h[0, 0] == 0


def test_over_a_kink_a_ball_holds_both_slopes_and_no_second_derivative() -> None:
    wide = Jet(arb(0, 1), {0: arb(1)})
    for found, slopes in ((absolute(wide, BALLS, 2), (-1, 1)), (positive_part(wide, BALLS, 2), (0, 1))):
        assert all(found.d[0].contains(s) for s in slopes) and not found.h[0, 0].is_finite()
        assert found.v.contains(0) and found.v.contains(arb("0.9"))


def test_a_positive_part_is_nothing_below_zero() -> None:
    below = positive_part(Jet([-1.0, 2.0], {0: [1.0, 1.0]}), FLOATS, 2)
    assert below.v == [0, 2] and below.d[0] == [0, 1]
