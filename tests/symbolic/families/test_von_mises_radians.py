"""Tests of symbolic.families.von_mises_radians: angles in radians, on [-pi, pi)."""

from fractions import Fraction

import pytest
from flint import arb, fmpq
from observed import file
from on_data import density, mean_loss
from sympy import besseli, log, pi

from properties.data.family_data import observe
from properties.errors import InputError
from symbolic import Verdict, sheet
from symbolic.core.domains import circle
from symbolic.families import von_mises
from symbolic.families.von_mises_radians import family, kappa
from symbolic.models.likelihood import dropped, loss


def test_the_loss_is_minus_the_cosine_and_the_concentration_a_factor() -> None:
    assert mean_loss(family, loss(family), {"x": [2]}, {"mu": 2}) == -1
    assert family.factor == kappa
    assert dropped(family) == log(besseli(0, kappa)) + log(2) + log(pi)


def test_it_is_the_density_of_the_angle_in_turns() -> None:
    """x radians are x / (2 pi) turns; a density is divided by the same factor. At 0 and 0 both angles are rational."""
    turns = density(von_mises.family, {"x": 0}, {"mu": 0, "kappa": 2})
    assert (density(family, {"x": 0}, {"mu": 0, "kappa": 2}) * 2 * arb.pi()).overlaps(turns)


def test_every_fact_is_proved_but_convexity() -> None:
    found = {f.name: f.verdict for f in sheet(family).facts}
    assert found.pop("convexity") is Verdict.REFUTED
    assert found["total mass"] is Verdict.PROVED and set(found.values()) == {Verdict.PROVED}


def test_its_support_leaves_out_its_upper_end(tmp_path) -> None:
    (column,) = family.variables
    assert column.column.domain == circle
    data = observe(family, file(tmp_path, "x\n-3.14159\n0\n3.14159\n"), known={"kappa": fmpq(2)})
    assert data.rows == 3
    for wrong in ("3.14160", "-3.14160", "6.28"):
        with pytest.raises(InputError, match=r"\[-pi, pi\)"):
            observe(family, file(tmp_path, f"x\n0\n{wrong}\n"), known={"kappa": fmpq(2)})


def test_an_angle_and_its_half_turn() -> None:
    at = {"mu": Fraction(1, 3), "kappa": 2}
    assert density(family, {"x": Fraction(1, 3)}, at) > density(family, {"x": 3}, at) > 0
