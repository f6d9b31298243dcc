"""Kinks: an integrand is cut where it has one, and settled between."""

from __future__ import annotations

import pytest
from flint import arb, fmpq
from sympy import (
    Abs,
    Integer,
    Max,
    Min,
    factorial,
    gamma,
)

from properties.enclosures.pieces import in_one_variable, pieces
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable
from symbolic.core.domains import (
    reals,
)
from symbolic.core.terms import NegativePart, Same, function, parameter
from tests.properties.enclosures.enclosed import (
    HALF,
    THIRD,
    U,
    X,
    holds,
    mu,
    of,
)


def test_kinks_are_split_at() -> None:
    assert holds(of(Max(U, HALF), U), arb(5) / 8)
    assert holds(of(Abs(U - HALF) + Min(U, THIRD), U), arb(1) / 4 + arb(5) / 18)
    assert holds(of(Max(U, HALF, 1 - U), U), arb(3) / 4)
    assert holds(of(Same(U, HALF) + 1, U), 1)


def test_a_negative_part_is_split_at_its_kink() -> None:
    assert holds(of(NegativePart(U - HALF), U), arb(1) / 8)
    assert not holds(of(NegativePart(U - HALF), U), arb(1) / 4)


def test_a_kink_that_is_not_linear_is_not_guessed_at() -> None:
    with pytest.raises(NotEvaluable):
        of(Abs(U**2 - HALF), U)


def test_the_pieces_cover_the_interval_and_have_no_kink() -> None:
    w = parameter("w", reals)
    found = list(pieces(Abs(w - 1) + Max(w, 0), w, fmpq(-2), fmpq(3)))
    assert [(low, high) for low, high, _ in found] == [(-2, 0), (0, 1), (1, 3)]
    assert [tree for *_, tree in found] == [1 - w, Integer(1), 2 * w - 1]


def test_everything_but_the_variable_is_replaced_by_its_value() -> None:
    tree, w = in_one_variable(mu * X + factorial(X), X, Instance({}, {}, {}, [{"mu": fmpq(1, 2)}]), 0)
    assert tree == w / 2 + gamma(w + 1)
    with pytest.raises(NotEvaluable, match="abstract"):
        in_one_variable(function("f")(X), X, Instance({}, {}, {}, [{}]), 0)
