"""Tests of symbolic.provers.divergences: the information inequality needs two densities of mass 1."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Integer, exp, factorial, pi, sqrt

from symbolic.core.domains import Categories, counts, nonnegative, positive, reals
from symbolic.core.terms import AtMost, density, function, parameter, sample
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.divergences import prove

x, h, k = (sample("x", domain=d).outcome for d in (reals, positive, counts))
mu, nu, s, t = parameter("mu", reals), parameter("nu", reals), parameter("s", positive), parameter("t", positive)
lam = parameter("lambda", nonnegative)


def normal(m: Any, v: Any) -> Any:
    return exp(-((x - m) ** 2) / (2 * v**2)) / (sqrt(2 * pi) * v)


def laplace(m: Any, v: Any) -> Any:
    return exp(-Abs(x - m) / v) / (2 * v)


def answer(one: Any, other: Any, variable: Any, total: Any = None) -> Any:
    return prove(Obligation("gibbs", (one, other, (variable,), total)))


TRUE = [
    (normal(mu, s), normal(nu, t), x),
    (normal(mu, s), laplace(nu, t), x),
    (normal(mu, s), normal(mu, s), x),
    (lam**k * exp(-lam) / factorial(k), s**k * exp(-s) / factorial(k), k),
    (AtMost(h, s) / s, AtMost(h, t) / t, h),
    (t * exp(-t * h), AtMost(h, s) / s, h),
]


@pytest.mark.parametrize(("one", "other", "variable"), TRUE, ids=str)
def test_two_densities_have_a_divergence_of_at_least_0(one: Any, other: Any, variable: Any) -> None:
    assert answer(one, other, variable).verdict is Verdict.PROVED


def test_declared_densities_are_densities() -> None:
    z = sample("z", domain=Categories("K")).outcome
    p, q = density("p"), density("q", parameter("theta"))
    assert answer(p(z), q(z), z).verdict is Verdict.PROVED
    assert answer(p(z), q(z) ** 2, z).verdict is Verdict.UNKNOWN
    assert answer(p(z), function("f")(z), z).verdict is Verdict.UNKNOWN


FALSE = [
    (normal(mu, s), 2 * normal(nu, t), x),  # -log 2 at equal parameters
    (normal(mu, s) / 2, normal(nu, t), x),
    (normal(mu, s), s * normal(nu, t), x),
    (normal(mu, s), Integer(1), x),
    (x * normal(mu, s), normal(nu, t), x),
    (normal(mu, s), (1 + mu * (x - nu)) * normal(nu, t), x),  # mass 1, and negative somewhere
    (lam * exp(-lam * h), t * exp(-t * h), h),  # mass 0 at lambda = 0
]


@pytest.mark.parametrize(("one", "other", "variable"), FALSE, ids=str)
def test_without_mass_1_or_with_negative_values_it_stays_open(one: Any, other: Any, variable: Any) -> None:
    for pair in ((one, other), (other, one)):
        found = answer(*pair, variable)
        assert found.verdict is Verdict.UNKNOWN
        assert found.reason
