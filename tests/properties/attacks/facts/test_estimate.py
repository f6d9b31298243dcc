"""Tests of properties.attacks.facts.estimate: data and another parameter that is no worse refute a closed form."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, exp, factorial, log, sqrt

from properties.attacks.on_facts import attack_fact
from properties.attacks.report import FactReport
from symbolic.core.domains import Integers, binary, counts, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import AtMost, parameter, sample
from symbolic.obligations import Obligation

x, y, k, b = (
    sample("x", domain=reals), sample("y", domain=positive), sample("k", domain=counts), sample("b", domain=binary),
)  # fmt: skip
mu, sigma, rate = parameter("mu", reals), parameter("sigma", positive), parameter("lambda", positive)
p, inner = parameter("p", unit_interval), parameter("p", open_unit_interval)
m = parameter("m", Integers(1))


def mean(s: Any, e: Any = None) -> Any:
    return s.sum(s.i if e is None else e) / s.n


def attacked(objective: Any, values: dict[Any, Any], *when: Any, examples: int = 100) -> FactReport:
    about = (objective, tuple(values), tuple(values.items()), when)
    return attack_fact("estimate", Obligation("estimate", about), max_examples=examples)


SQUARES = mean(x, (x.i - mu) ** 2)
NORMAL = mean(x, (x.i - mu) ** 2 / (2 * sigma**2) + log(sigma))
SPREAD = mean(x, x.i**2) - mean(x) ** 2
EXPONENTIAL = mean(y, rate * y.i - log(rate))
BERNOULLI = mean(b, -b.i * log(p) - (1 - b.i) * log(1 - p))

TRUE = {
    "mean": (SQUARES, {mu: mean(x)}),
    "both": (NORMAL, {mu: mean(x), sigma: sqrt(SPREAD)}, SPREAD > 0),
    "rate": (EXPONENTIAL, {rate: 1 / mean(y)}),
    "frequency, at the closed ends too": (BERNOULLI, {p: mean(b)}),
}
FALSE = {
    "n - 1 for n": (NORMAL, {mu: mean(x), sigma: sqrt(SPREAD * x.n / (x.n - 1))}, SPREAD > 0),
    "n + 1 for n": (NORMAL, {mu: mean(x), sigma: sqrt(SPREAD * x.n / (x.n + 1))}, SPREAD > 0),
    "the mean for the rate": (EXPONENTIAL, {rate: mean(y)}),
    "the mean for absolute error": (mean(x, Abs(x.i - mu)), {mu: mean(x)}),
    "without its condition": (NORMAL, {mu: mean(x), sigma: sqrt(SPREAD)}),
    "outside the domain": (
        mean(b, -b.i * log(inner) - (1 - b.i) * log(1 - inner)), {inner: mean(b)},
    ),
    "not the only one": (mean(x, (x.i - mu) ** 2 * 0), {mu: mean(x)}),
    "a little off": (SQUARES, {mu: mean(x) + x.n / 1000}),
    "no value": (EXPONENTIAL, {rate: log(-mean(y))}),
    "a maximum": (-SQUARES, {mu: mean(x)}),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_right_closed_form_survives(name: str) -> None:
    report = attacked(*TRUE[name])
    assert report.counterexample is None, report.counterexample
    assert report.decided > 5 and report.vacuous == ""


@pytest.mark.parametrize("name", FALSE)
def test_a_wrong_closed_form_is_refuted(name: str) -> None:
    report = attacked(*FALSE[name])
    assert report.counterexample is not None and report.counterexample.certified, report
    assert "n = " in report.counterexample.text, "the data are shown"


def test_all_zero_counts_are_among_the_data() -> None:
    loss = mean(k, rate - k.i * log(rate) + log(factorial(k.i)))
    report = attacked(loss, {rate: mean(k)})
    assert report.counterexample is not None and "lambda is 0, which is not in (0, oo)" in report.counterexample.text
    assert attacked(loss, {rate: mean(k)}, mean(k) > 0).counterexample is None


def test_a_parameter_among_whole_numbers() -> None:
    loss = log(m) - mean(k, log(AtMost(k.i, m)))
    assert attacked(loss, {m: k.sum(k.i) + 1}).counterexample is not None


def test_conditions_that_no_data_meet_make_it_vacuous() -> None:
    report = attacked(SQUARES, {mu: mean(x)}, -mean(x, x.i**2) > 0)
    assert report.counterexample is None and report.decided == 0
    assert report.vacuous == "no data that were drawn meet the conditions"


def test_a_label_has_no_estimate() -> None:
    theta = parameter("theta")
    report = attack_fact("estimate", Obligation("estimate", (exp(mu), (theta,), ((theta, 1),), ())))
    assert report.examples == 0 and "any set" in report.vacuous
