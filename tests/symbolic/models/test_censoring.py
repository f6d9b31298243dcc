"""Tests of symbolic.models.censoring: f^d S^(1-d), what is claimed of S, and what cannot be censored."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Integer, erf, exp, log, sqrt

from symbolic import check, derivation, regression
from symbolic.core.domains import FiniteSet, binary, counts, positive, reals
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import function, parameter, sample
from symbolic.families import exponential, logistic, multinomial, normal, poisson, weibull
from symbolic.kernel import Verdict
from symbolic.models.censoring import NON_INFORMATIVE, right_censored
from symbolic.models.family import Estimate, Family, Likelihood, mean, real_variable
from symbolic.report.sheets import sheet

d = sample("d", domain=binary)
X, rate = exponential.x.outcome, exponential.rate
SURVIVAL = exp(-rate * X)


def stated(made: Family) -> dict[str, Verdict]:
    return {f.name: f.verdict for f in sheet(made, declared=True).facts}


def test_the_exponential_law_is_proved_with_its_estimate() -> None:
    estimate = Estimate({rate: mean(d) / mean(exponential.x)}, when=(mean(d) > 0, mean(exponential.x) > 0))
    made = right_censored(exponential.family, d, SURVIVAL, loss=rate * X - d.outcome * log(rate), estimates=(estimate,))
    assert isinstance(made, Likelihood)
    assert made.under == (NON_INFORMATIVE,)
    assert sheet(made).verdict is Verdict.PROVED


@pytest.mark.parametrize("survival", [2 * SURVIVAL, SURVIVAL**2, 1 - SURVIVAL, Integer(1), 1 / SURVIVAL])
def test_what_is_no_survival_function_is_not_proved(survival: Any) -> None:
    made = right_censored(exponential.family, d, survival)
    assert {stated(made)[n] for n in ("slope of the survival function", "survival at the lower end")} != {
        Verdict.PROVED
    }
    assert sheet(made, declared=True).verdict is not Verdict.PROVED


def test_without_a_lower_end_it_is_an_integral() -> None:
    mu, sigma = normal.family.parameters
    u = (normal.family.outcomes[0] - mu) / (sqrt(2) * sigma)
    assert stated(right_censored(normal.family, d, (1 - erf(u)) / 2))["survival function"] is Verdict.PROVED
    assert stated(right_censored(normal.family, d, (1 + erf(u)) / 2))["survival function"] is not Verdict.PROVED
    m, s = logistic.family.parameters
    above = 1 / (1 + exp((logistic.family.outcomes[0] - m) / s))
    assert stated(right_censored(logistic.family, d, above))["survival function"] is Verdict.PROVED
    assert stated(right_censored(logistic.family, d, 1 - above))["survival function"] is not Verdict.PROVED


def test_accelerated_failure_times_are_regressions_of_it() -> None:
    time = weibull.x.outcome
    made = right_censored(weibull.family, d, exp(-((time / weibull.scale) ** weibull.k)))
    assert sheet(made, declared=True).verdict is Verdict.PROVED
    z, x = real_variable("z"), sample("x")
    f = function("f", parameter("theta"))
    failing = regression(made, {weibull.scale: exp(z)}, {z: f(x.outcome)}, response="t")
    assert isinstance(failing, Likelihood)
    assert [s.column.name for s in failing.variables] == ["t", "d"]
    assert failing.under == made.under
    assert sheet(failing, declared=True).verdict is Verdict.PROVED
    assert check(derivation(failing)).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("family", "event", "survival", "said"),
    [
        (poisson.family, d, Integer(1), "real numbers"),
        (multinomial.family, d, Integer(1), "one variable"),
        (exponential.family, sample("d", domain=counts), SURVIVAL, "0 and 1"),
        (exponential.family, sample("d", domain=FiniteSet((0, 2))), SURVIVAL, "0 and 1"),
        (exponential.family, "d", SURVIVAL, "0 and 1"),
        (exponential.family, d, exp(-sample("y", domain=positive).outcome), "no outcome"),
        (exponential.family, d, 0.5, "float"),
        (exponential.family, d, Abs(X - 1), "slope"),
        ("exponential", d, SURVIVAL, "one variable"),
        (right_censored(exponential.family, d, SURVIVAL), d, SURVIVAL, "one variable"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_message(family: Any, event: Any, survival: Any, said: str) -> None:
    with pytest.raises(MalformedTerm, match=said):
        right_censored(family, event, survival)


def test_the_event_is_in_the_same_table() -> None:
    with pytest.raises(MalformedTerm, match="one count"):
        right_censored(exponential.family, sample("d", size="m", domain=binary), SURVIVAL)
    assert right_censored(normal.family, d, Integer(1)).variables[0].column.domain == reals


def test_what_follows_is_not_declared() -> None:
    for part in ("variables", "parameters", "likelihood", "density"):
        with pytest.raises(MalformedTerm, match=f"{part}=...: it follows"):
            right_censored(exponential.family, d, SURVIVAL, **{part: ()})
