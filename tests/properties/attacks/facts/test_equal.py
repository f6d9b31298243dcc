"""Tests of properties.attacks.facts.equal: two sides that differ are told apart, those that agree never are."""

from __future__ import annotations

from sympy import cos, exp, log, pi, sin

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import positive, reals
from symbolic.core.terms import density, parameter, sample
from symbolic.obligations import Obligation

x = sample("x", domain=reals)
X = x.outcome
mu, a = parameter("mu", reals), parameter("a", positive)
theta = parameter("theta")
z = sample("z")
q, r = density("q", theta), density("r")


def attacked(left: object, right: object) -> FactReport:
    return attack_fact("identity", Obligation("equal", (left, right)), max_examples=60)


def test_identities_survive() -> None:
    for left, right in (
        (cos(2 * pi * (X - mu - 1)), cos(2 * pi * (X - mu))),
        (log(a * exp(mu)), log(a) + mu),
        (x.sum((x.i - mu) ** 2), x.sum(x.i**2) - 2 * mu * x.sum(x.i) + x.n * mu**2),
        (log(z.product(q(z.i))), z.sum(log(q(z.i)))),
    ):
        report = attacked(left, right)
        assert report.counterexample is None and report.decided > 10, report


def test_what_differs_is_refuted_at_a_point() -> None:
    for left, right in (
        (sin(X + mu), sin(X) + sin(mu)),
        (a**2, a),
        (z.sum(log(q(z.i))), log(z.sum(q(z.i)))),
        (r(z.outcome), q(z.outcome)),
    ):
        report = attacked(left, right)
        assert report.counterexample is not None and report.counterexample.certified


def test_both_values_are_shown() -> None:
    report = attacked(a + X, a - X)
    assert report.counterexample is not None
    assert "a + x is 2, and a - x is 0, at x = 1, a = 1" in report.counterexample.text
