"""Tests of properties.attacks.facts.integral: a wrong value is excluded at a named parameter, a right one never is."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Integer, Rational, exp, factorial, gamma, log, oo, pi, sqrt

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import Categories, counts, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import density, parameter, sample
from symbolic.obligations import Obligation

x, y, k = sample("x", domain=reals), sample("y", domain=positive), sample("k", domain=counts)
X, Y, K = x.outcome, y.outcome, k.outcome
mu, sigma, rate = parameter("mu", reals), parameter("sigma", positive), parameter("lambda", positive)
p = parameter("p", unit_interval)
normal = exp(-((X - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
poisson = rate**K * exp(-rate) / factorial(K)


def attacked(integrand: Any, outcomes: Any, value: Any, total: Any = None, seed: int = 0) -> FactReport:
    outcomes = outcomes if isinstance(outcomes, tuple) else (outcomes,)
    obligation = Obligation("integral", (integrand, outcomes, value, total))
    return attack_fact("mass", obligation, max_examples=150, seed=seed)


TRUE = {
    "normal": (normal, X, 1),
    "its mean": (normal * X, X, mu),
    "its score": (normal * (X - mu) / sigma**2, X, 0),
    "Poisson": (poisson, K, 1),
    "its mean square": (poisson * K**2, K, rate + rate**2),
    "exponential, as a tail of another scale": (rate * exp(-rate * Y) * Y, Y, 1 / rate),
    "Laplace": (exp(-Abs(X - mu) / sigma) / (2 * sigma), X, 1),
}
FALSE = {
    "no normaliser": (exp(-((X - mu) ** 2) / (2 * sigma**2)), X, 1),
    "a normaliser for one scale": (exp(-((X - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi), X, 1),
    "half the support": (rate * exp(-rate * Y) / 2, Y, 1),
    "twice the support": (rate * exp(-rate * Abs(X)), X, 1),
    "a mean of the wrong sign": (normal * X, X, -mu),
    "a score without its scale": (normal * (X - mu) ** 2 / sigma, X, 1),
    "Poisson without its constant": (rate**K / factorial(K), K, 1),
    "a thousandth too much": (poisson * Rational(1001, 1000), K, 1),
    "infinite": (1 / (1 + Y), Y, 1),
    "not absolutely": (X / (1 + X**2), X, 0),
    "an undefined term": (poisson / (K - 1), K, 1),
    "a value that is undefined": (poisson, K, log(-rate)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_survives_and_is_looked_at(name: str) -> None:
    report = attacked(*TRUE[name])
    assert report.counterexample is None, report.counterexample
    assert report.vacuous == "" and 0 < report.decided <= report.examples


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted_with_a_parameter(name: str) -> None:
    report = attacked(*FALSE[name])
    assert report.counterexample is not None and report.counterexample.certified
    parameters = sorted(str(s) for s in FALSE[name][0].free_symbols & {mu, sigma, rate})
    for s in parameters:
        assert f"{s} = " in report.counterexample.text


def test_the_report_names_enclosure_and_claim() -> None:
    report = attacked(*FALSE["no normaliser"])
    assert report.counterexample is not None
    assert "lies in [2.5066" in report.counterexample.text, "shrunk to mu = 0, sigma = 1"
    assert "excludes the claimed 1" in report.counterexample.text


def test_the_closed_ends_of_a_domain_are_reached() -> None:
    success = p**K * (1 - p)  # a geometric law, which has mass 0 at p = 1
    report = attacked(success, K, 1)
    assert report.counterexample is not None
    assert "at p = 1," in report.counterexample.text


def test_a_power_close_to_the_end_is_told_from_one() -> None:
    u = sample("u", domain=open_unit_interval)
    a = parameter("a", positive)
    assert attacked(a * u.outcome ** (a - 1), u.outcome, 1).counterexample is None
    assert attacked((a + Rational(1, 100)) * u.outcome ** (a - 1), u.outcome, 1).counterexample is not None


def test_classes_are_summed_over() -> None:
    c = sample("c", domain=Categories())
    q = density("q", parameter("theta"))
    assert attacked(q(c.outcome), c.outcome, 1).decided > 0
    assert attacked(q(c.outcome), c.outcome, 1).counterexample is None
    assert attacked(q(c.outcome) ** 2, c.outcome, 1).counterexample is not None


def test_columns_with_a_total() -> None:
    m = sample("m", domain=counts)
    n = parameter("N", counts)
    both = factorial(K + m.outcome) / (factorial(K) * factorial(m.outcome)) * p**K * (1 - p) ** m.outcome
    assert attacked(both, (K, m.outcome), 1, n).counterexample is None
    assert attacked(both * 2**K, (K, m.outcome), 1, n).counterexample is not None


def test_what_cannot_be_enclosed_is_vacuous_with_its_reason() -> None:
    report = attacked(normal * poisson, (X, K), 1)
    assert report.counterexample is None and report.decided == 0
    assert "(-oo, oo), {0, 1, ...}" in report.vacuous
    report = attacked(normal * exp(-Y), (X, Y), 1)
    assert report.counterexample is None and report.decided == 0, "a lower bound alone decides nothing here"
    assert attacked(gamma(X), X, oo).counterexample is None
    assert attacked(Integer(1), X, 1).counterexample is not None, "the whole line has no finite length"


def test_the_same_seed_finds_the_same() -> None:
    assert attacked(*FALSE["twice the support"], seed=3) == attacked(*FALSE["twice the support"], seed=3)
