"""Tests of properties.conformance.screening: what fits roughly is kept, and what does not is not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from properties.conformance.candidates import Search, slots_of
from properties.conformance.reference import reference
from properties.conformance.screening import Screen
from symbolic import derivations, families

NORMAL, HUBER = reference(families.load("normal_mean")), reference(families.load("huber"))


def screen(function: Callable[..., Any], held: Any = NORMAL) -> Screen:
    return Screen(function, held, {}, "", 1, 0)


def fitting(function: Callable[..., Any], scaled: bool = False) -> set[str]:
    candidates = Search(slots_of(NORMAL), ("y", "z", "s")).candidates(0, False)
    return {str(c) for c in screen(function).fitting(candidates, scaled)}


def loss(y: Any, z: Any, s: Any) -> Any:
    return (y - z) ** 2 / (2 * s**2)


def test_readings_that_move_alike_are_kept() -> None:
    assert {"y=x, z=mu, s=sigma", "z=x, y=mu, s=sigma"} <= fitting(loss)
    assert fitting(lambda y, z, s: loss(y, z, np.sqrt(s))) >= {"y=x, z=mu, sigma=sqrt(s)"}


def test_a_factor_is_allowed_where_it_is_asked_for_and_is_positive() -> None:
    assert not fitting(lambda y, z, s: 3 * loss(y, z, s))
    assert "y=x, z=mu, s=sigma" in fitting(lambda y, z, s: 3 * loss(y, z, s), scaled=True)
    assert not fitting(lambda y, z, s: -loss(y, z, s), scaled=True)


@pytest.mark.parametrize("twin", [lambda y, z, s: (y + z) ** 2 * s, lambda y, z, s: y * 0, lambda y, z, s: y * np.nan])
def test_what_is_another_function_does_not_fit(twin: Callable[..., Any]) -> None:
    assert not {c for c in fitting(twin) if "-" not in c}


def test_a_simple_number_is_found_and_no_other() -> None:
    for delta, found in ((1.5, {Fraction(3, 2)}), (0.35, {Fraction(7, 20)}), (float(np.sqrt(2)), set())):

        def huber(y: Any, z: Any, d: float = delta) -> Any:
            r = np.abs(y - z)
            return np.where(r < d, r * r / 2, d * (r - d / 2))

        held = screen(lambda y, z, huber=huber: huber(y, z), HUBER)
        holes = [
            c for c in Search(slots_of(HUBER), ("y", "z")).candidates(0, True, True) if str(c).startswith("y=x, z=mu")
        ]
        filled = held.fitting(held.fitted(holes))
        assert {c.parts[-1][2][0] for c in filled} == found


def test_why_it_cannot_be_called_is_kept() -> None:
    def broken(y: Any, z: Any, s: Any) -> Any:
        raise OSError("no disk")

    held = screen(broken)
    assert not held.fitting(Search(slots_of(NORMAL), ("y", "z", "s")).candidates(0, False))
    assert "raises wherever it is called: OSError: no disk" in str(held.told)


def test_at_a_kink_an_objective_may_give_either_slope() -> None:
    held = reference(derivations.load("asymmetric_laplace_to_pinball_loss"))

    def quantile(preds: Any, data: Any) -> Any:
        slope = np.where(data.get_label() > preds, -0.9, 0.1)
        return slope, np.ones_like(slope)

    beside = Screen(quantile, held, {}, "boosting", 1, 2)
    slots = slots_of(held)
    tried = list(Search(slots, ("label", "preds"), (Fraction(9, 10),), "label").candidates(0, True))
    assert len({c.roles for c in tried}) > 1, "in some of them preds is known, and nothing is differentiated in it"
    assert [str(c) for c in beside.fitting(tried)] == ["label=y, preds=f, tau=9/10"]
