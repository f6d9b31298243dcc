"""Tests of the statements of the kind 'claimed': what is claimed of a chain."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, sigma, stated
from sympy import exp

from symbolic.kernel import NONE, SAME, Condition, Relation
from symbolic.statements.claimed import Claimed


def test_it_names_both_relations() -> None:
    says(
        Claimed(SAME, Relation("LIMIT", (), Condition.POINTWISE)),
        "what is claimed (the same solutions) is what the steps give (pointwise limit)",
        "what is claimed (the same solutions) is what the steps give (pointwise limit)",
    )


def test_maps_are_formulas() -> None:
    says(
        Claimed(NONE, Relation("REDUCTION", ((sigma, exp(eta)),))),
        "what is claimed (no relation) is what the steps give (one way, by sigma = exp(eta))",
        r"what is claimed (no relation) is what the steps give (one way, by $\sigma = e^{\eta}$)",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("claimed", (SAME,), r"is about \(claimed, derived\), not about")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("claimed")
    attacked("claimed", unless="no attack on statements of the kind 'claimed'")
