"""Tests of the statements of the kind 'one to one': a map between two sets."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated
from sympy import exp

from symbolic.core.domains import positive, reals
from symbolic.statements.one_to_one import OneToOne


def test_it_names_both_sets() -> None:
    says(
        OneToOne(exp(eta), eta, reals, positive),
        "eta -> exp(eta) maps (-oo, oo) one to one onto (0, oo)",
        r"$\eta \mapsto e^{\eta}$ maps $\mathbb{R}$ one to one onto $(0, \infty)$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("one to one", (exp(eta), eta, reals, 3), r"target=3 is no Domain")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("one to one")
    attacked("one to one", unless="no attack on statements of the kind 'one to one'")
