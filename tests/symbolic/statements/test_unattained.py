"""Tests of the statements of the kind 'unattained': an infimum that is no minimum."""

from __future__ import annotations

from kinds import attacked, eta, refuses, says, stated, t
from sympy import Integer, exp

from symbolic.statements.unattained import Unattained


def test_it_names_the_way_and_its_end() -> None:
    says(
        Unattained(exp(eta), (eta,), ((eta, -t),), t, Integer(0)),
        "exp(eta) has no minimiser: along eta = -t it tends to 0 as t -> oo, and it is greater everywhere",
        r"$e^{\eta}$ has no minimiser: along $\eta = -t$ it tends to $0$ as $t \to \infty$, and it is greater everywhere",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("unattained", (eta, (eta,), ((eta, t),), 3, 0), r"variable=3 is no variable")
    refuses("unattained", (eta, (eta,), ((eta, t),), t, "oo"), r"limit='oo' is no expression")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("unattained", by_a_file=True)
    attacked("unattained")
