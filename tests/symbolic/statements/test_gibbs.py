"""Tests of the statements of the kind 'gibbs': a divergence is at least 0."""

from __future__ import annotations

from kinds import attacked, f, p, r, refuses, says, stated

from symbolic.statements.gibbs import Gibbs


def test_it_names_both_densities() -> None:
    says(
        Gibbs(f(r.outcome), p(r.outcome), (r.outcome,), None),
        "the Kullback-Leibler divergence from f_mu(r) to p(r) is at least 0",
        r"the Kullback-Leibler divergence from $f_{\mu}(r)$ to $p(r)$ is at least 0",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("gibbs", (f(r.outcome), None, (r.outcome,), None), r"other density=None is no expression")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("gibbs", by_a_file=True)
    attacked("gibbs")
