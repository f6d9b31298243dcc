"""Tests of the statements of the kind 'increasing': a map on an interval."""

from __future__ import annotations

from kinds import attacked, refuses, says, stated, u

from symbolic.core.domains import positive
from symbolic.statements.increasing import Increasing


def test_it_names_map_and_interval() -> None:
    says(
        Increasing(2 * u, u, positive),
        "u -> 2*u is continuous and strictly increasing on (0, oo)",
        r"$u \mapsto 2 u$ is continuous and strictly increasing on $(0, \infty)$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("increasing", (2 * u, 2, positive), r"variable=2 is no variable")
    refuses("increasing", (2 * u, u, (0, 1)), r"interval=\(0, 1\) is no interval")
    refuses("increasing", ("u", u, positive), r"map='u' is no expression")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("increasing", by_a_file=True)
    attacked("increasing", unless="no attack on statements of the kind 'increasing'")
