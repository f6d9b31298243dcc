"""Tests of the statements of the kind 'diverges': an integral is infinite."""

from __future__ import annotations

from kinds import attacked, f, r, refuses, says, stated, y
from sympy import Integer

from symbolic.statements.diverges import Diverges


def test_columns_with_other_domains_are_stacked() -> None:
    says(
        Diverges(f(r.outcome), (r.outcome, y.outcome), Integer(1)),
        "integral_{r in (-oo, oo), y in any set with r + y = 1}(f_mu(r)) = oo",
        r"$\int_{\substack{r \in \mathbb{R} \\ y \in \text{any set} \\ r + y = 1}} f_{\mu}(r) \, dr = \infty$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("diverges", (f(r.outcome), (), None), r"outcomes=\(\) is no tuple of outcomes")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("diverges", by_a_file=True)
    attacked("diverges")
