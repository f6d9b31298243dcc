"""Tests of the statements of the kind 'integral': a value over the outcomes' domains."""

from __future__ import annotations

from kinds import K, attacked, c, d, f, mu, r, refuses, says, stated

from symbolic.statements.integral import IntegralIs


def test_over_an_interval_it_is_an_integral() -> None:
    says(
        IntegralIs(f(r.outcome) * r.outcome, (r.outcome,), mu, None),
        "integral_{r in (-oo, oo)}(f_mu(r)*r) = mu",
        r"$\int_{\mathbb{R}} f_{\mu}(r) r \, dr = \mu$",
    )


def test_over_counts_it_is_a_sum() -> None:
    says(
        IntegralIs(K**c.outcome, (c.outcome, r.outcome), mu, None),
        "sum_{c in {0, 1, ...}}(integral_{r in (-oo, oo)}(K**c)) = mu",
        r"$\sum_{c \in \{0, 1, \dots\}} \int_{\mathbb{R}} {K}^{c} \, dr = \mu$",
    )


def test_with_a_total_it_is_over_all_but_the_last() -> None:
    says(
        IntegralIs(f(c.outcome, d.outcome), (c.outcome, d.outcome), mu, K),
        "sum_{c, d in {0, 1, ...} with c + d = K}(f_mu(c, d)) = mu",
        r"$\sum_{\substack{c, d \in \{0, 1, \dots\} \\ c + d = K}} f_{\mu}(c, d) = \mu$",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("integral", (f(r.outcome), r.outcome, mu, None), r"outcomes=r is no tuple of outcomes")
    refuses("integral", (f(r.outcome), (r.outcome,), mu, "K"), r"total='K' is no expression, and not None")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("integral", by_a_file=True)
    attacked("integral")
