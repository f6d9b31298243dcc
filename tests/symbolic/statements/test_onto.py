"""Tests of the statements of the kind 'onto': a map between two sets."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated
from sympy import exp

from symbolic.core.domains import positive, reals
from symbolic.statements.onto import Onto


def test_it_names_both_sets() -> None:
    says(
        Onto(eta**2, eta, reals, positive),
        "eta -> eta**2 maps (-oo, oo) onto (0, oo)",
        r"$\eta \mapsto {\eta}^{2}$ maps $\mathbb{R}$ onto $(0, \infty)$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("onto", (exp(eta), eta, 3, reals), r"source=3 is no Domain")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("onto")
    attacked("onto", unless="no attack on statements of the kind 'onto'")
