"""Tests of symbolic.provers.integrals: the true value is proved, a false one never, and a surely false one is refuted."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Integer, Rational, exp, factorial, gamma, log, oo, pi, sqrt

from symbolic import families
from symbolic.calculus.normal_form import Undecided
from symbolic.core.domains import (
    Integers,
    RealInterval,
    binary,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import AtMost, function, parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.facts.mass import facts as mass
from symbolic.models.family import Likelihood
from symbolic.obligations import Obligation
from symbolic.provers.integrals import prove

x, h, k, b = (sample("x", domain=d).outcome for d in (reals, positive, counts, binary))
mu, s, a = parameter("mu", reals), parameter("s", positive), parameter("a", positive)
p, lam = parameter("p", unit_interval), parameter("lambda", nonnegative)
normal = exp(-((x - mu) ** 2) / (2 * s**2)) / (sqrt(2 * pi) * s)
poisson = lam**k * exp(-lam) / factorial(k)


def answer(integrand: Any, outcomes: Any, value: Any, total: Any = None) -> Any:
    return prove(Obligation("integral", (integrand, outcomes, value, total)))


TRUE = [
    (normal, x, Integer(1)),
    (normal * x, x, mu),
    (normal * (x - mu) ** 2, x, s**2),
    (normal * (x - mu) ** 3, x, Integer(0)),
    (poisson, k, Integer(1)),
    (poisson * k * (k - 1), k, lam**2),
    (p**b * (1 - p) ** (1 - b), b, Integer(1)),
]


@pytest.mark.parametrize(("integrand", "variable", "value"), TRUE, ids=str)
def test_the_true_value_is_proved(integrand: Any, variable: Any, value: Any) -> None:
    assert answer(integrand, (variable,), value).verdict is Verdict.PROVED


def test_every_family_with_a_concrete_density_has_mass_one() -> None:
    densities = [n for n in families.names() if not isinstance(families.load(n), Likelihood)]
    for name in densities:
        (claim,) = mass(families.load(name))
        found = prove(claim.obligation)
        abstract = name in ("exponential_family", "exponential_dispersion")
        assert found.verdict is (Verdict.UNKNOWN if abstract else Verdict.PROVED), name
        assert "abstract" in found.reason if abstract else not found.reason


FALSE = [
    (normal, x, Integer(2)),
    (normal * s, x, Integer(1)),
    (normal * x, x, Integer(0)),
    (normal * (x - mu) ** 2, x, s),
    (poisson * exp(lam), k, Integer(1)),
    (poisson * k, k, lam + 1),
    (a * exp(-a * h) * log(h), h, -log(a)),
    (a * exp(-a * h), h, a),
    (exp(-h) / h, h, Integer(1)),
    (AtMost(h, s), h, Integer(1)),
    (normal, x, oo),
    (normal, x, x),
    (exp(-lam * h) * lam, h, Integer(1)),
]


@pytest.mark.parametrize(("integrand", "variable", "value"), FALSE, ids=str)
def test_a_false_value_is_never_proved(integrand: Any, variable: Any, value: Any) -> None:
    found = answer(integrand, (variable,), value)
    assert found.verdict is not Verdict.PROVED
    assert found.reason


def test_what_is_surely_another_value_is_refuted() -> None:
    for integrand, value in ((normal, Integer(2)), (2 * normal, Integer(1)), (normal * (x - mu) ** 2, Integer(0))):
        found = answer(integrand, (x,), value)
        assert found.verdict is Verdict.REFUTED
        assert "it is" in found.reason
    assert answer(poisson * k, (k,), lam + 1).verdict is Verdict.REFUTED
    assert answer(normal * x, (x,), Integer(0)).verdict is Verdict.UNKNOWN  # it holds at mu = 0
    assert answer(poisson * exp(lam), (k,), Integer(1)).verdict is Verdict.UNKNOWN  # it holds at lambda = 0


def test_an_end_of_a_domain_at_which_it_fails_is_enough_to_leave_it_open() -> None:
    found = answer(lam * exp(-lam * h), (h,), Integer(1))
    assert found.verdict is Verdict.UNKNOWN  # at lambda = 0 it is 0
    open_rate = parameter("lambda", positive)
    assert answer(open_rate * exp(-open_rate * h), (h,), Integer(1)).verdict is Verdict.PROVED
    q = parameter("q", RealInterval(0, 1, False, True))
    assert answer(q * (1 - q) ** k, (k,), Integer(1)).verdict is Verdict.PROVED
    assert answer(p * (1 - p) ** k, (k,), Integer(1)).verdict is Verdict.UNKNOWN  # at p = 0 it is 0


def test_a_sum_over_fewer_outcomes_is_not_the_whole() -> None:
    half = sample("x", domain=RealInterval(0, oo)).outcome
    assert answer(normal.xreplace({x: half}), (half,), Integer(1)).verdict is not Verdict.PROVED
    some = sample("k", domain=binary).outcome
    assert answer(poisson.xreplace({k: some}), (some,), Integer(1)).verdict is not Verdict.PROVED


def test_what_does_not_converge_absolutely_has_no_value() -> None:
    assert answer(x / (pi * (1 + x**2)), (x,), Integer(0)).verdict is Verdict.UNKNOWN
    q = parameter("p", open_unit_interval)
    assert answer((-1) ** k * q**0, (k,), Rational(1, 2)).verdict is Verdict.UNKNOWN


cauchy = 1 / (pi * (1 + (x - mu) ** 2))


def infinite(integrand: Any, variable: Any) -> Verdict:
    return prove(Obligation("diverges", (integrand, (variable,), None))).verdict


def test_cauchys_law_has_no_mean() -> None:
    assert infinite(Abs(x) * cauchy, x) is Verdict.PROVED


@pytest.mark.parametrize(
    ("integrand", "variable"),
    [
        (cauchy, x),
        (x * cauchy, x),  # not nonnegative
        (-1 / h, h),
        (normal * Abs(x), x),
        (h ** (a - 1) * exp(-h) / gamma(a), h),
        (AtMost(h, a) / h**a, h),
    ],
    ids=str,
)
def test_nothing_else_is_said_to_diverge(integrand: Any, variable: Any) -> None:
    assert infinite(integrand, variable) is Verdict.UNKNOWN


def test_what_an_integral_is_over_is_no_input_of_that_name() -> None:
    """The integral of w^2/(1 + y)^2 over y > 0 is w^2: w is an input, whatever it is called."""
    y = sample("y", domain=positive).outcome
    for name in ("u", "v", "w", "s", "t"):
        w = sample(name, domain=positive).outcome
        assert infinite(w**2 / (1 + y) ** 2, y) is not Verdict.PROVED


def test_undecided_never_escapes() -> None:
    for integrand in (1 / x, log(x), exp(exp(x)), x**mu):
        try:
            assert answer(integrand, (x,), Integer(1)).verdict is Verdict.UNKNOWN
        except Undecided:
            pytest.fail("a prover answers, it does not raise")


def test_a_parameter_on_which_cases_depend_is_tried_at_each_of_its_values() -> None:
    n, y = parameter("N", Integers(0, 3)), sample("y", domain=Integers(0, 5)).outcome
    assert answer(AtMost(y, n), (y,), n + 1).verdict is Verdict.PROVED
    assert answer(AtMost(y, n), (y,), n + 1 + AtMost(3, n)).verdict is Verdict.REFUTED  # false at 3 alone
    assert answer(AtMost(y, n) / n, (y,), 1 + 1 / n).verdict is not Verdict.PROVED  # undefined at 0
    assert answer(AtMost(y, n) * lam, (y,), lam * n).verdict is not Verdict.PROVED
    f = function("f", n, values=positive)
    assert answer(AtMost(y, n) * f(), (y,), (n + 2) * f()).verdict is not Verdict.PROVED
    many = parameter("M", Integers(0, 100))
    assert answer(AtMost(y, many), (y,), Integer(6)).verdict is not Verdict.PROVED
