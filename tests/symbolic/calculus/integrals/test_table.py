"""Tests of table: every entry states its law and source, and refuses where its conditions may fail.

That the values agree with quadrature is tested in test_integrals.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Rational, besseli, binomial, cos, erf, exp, factorial, gamma, log, pi, polygamma, sin, sqrt, zeta

from symbolic.calculus.integrals import table
from symbolic.calculus.integrals.shapes import read
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.core.domains import Integers, counts, nonnegative, open_unit_interval, positive, reals
from symbolic.core.terms import parameter, sample

h, x, t, k = (sample("x", domain=d).outcome for d in (positive, reals, open_unit_interval, counts))
a, b, mu, lam = parameter("a", positive), parameter("b", positive), parameter("mu", reals), parameter("l", nonnegative)
p = parameter("p", open_unit_interval)
N, M, r = parameter("N", counts), parameter("M", counts), parameter("r", Integers())
ENTRIES = (*table.HALF_LINE, *table.LINE, *table.UNIT_INTERVAL, *table.COUNTS)


def looked_up(entry: Any, tree: Any, variable: Any) -> Any:
    forms = NormalForm()
    ((m, c),) = forms.of(tree).items()
    shape = read(forms, m, c, NormalForm.argument(variable))
    found = entry(forms, shape, NormalForm.argument(variable))
    return None if found is None else forms.multiply(shape.scale, found)


@pytest.mark.parametrize("entry", [*ENTRIES, table.dirichlet, table.multinomial], ids=lambda e: e.__name__)
def test_every_entry_states_its_source(entry: Any) -> None:
    assert "Source:" in entry.__doc__


VALUES = [
    (table.gamma_integral, h ** (a - 1) * exp(-b * h), h, gamma(a) * b ** (-a)),
    (table.gamma_integral, h * exp(-b * h**2), h, 1 / (2 * b)),
    (table.gamma_integral, h ** (-a - 1) * exp(-b / h), h, gamma(a) * b ** (-a)),
    (table.gamma_integral, exp(-h) * log(h), h, polygamma(0, 1)),
    (table.gamma_integral, h**-2 * exp(-1 / h) * log(h), h, -polygamma(0, 1)),
    (table.beta_prime_integral, 1 / (1 + h) ** 2, h, 1),
    (table.beta_prime_integral, 1 / (1 + h**2), h, pi / 2),
    (table.gaussian_integral, x * exp(-(x**2) / 2 + mu * x), x, mu * exp(mu**2 / 2) * (2 * pi) ** (a / (2 * a))),
    (table.beta_integral, t ** (a - 1), t, 1 / a),
    (table.beta_integral, t * (1 - t) ** (a - 1), t, 1 / (a * (a + 1))),
    (table.beta_integral, log(t), t, -1),
    (table.half_gaussian_integral, exp(-(h**2) + mu * h), h, sqrt(pi) / 2 * exp(mu**2 / 4) * (1 + erf(mu / 2))),
    (table.short_gaussian_integral, exp(-(t**2) + 2 * t), t, sqrt(pi) / 2 * exp(1) * erf(1)),
    (table.exponential_integral, exp(a * t), t, (exp(a) - 1) / a),
    (table.circular_integral, exp(a * cos(2 * pi * t)), t, besseli(0, a)),
    (table.circular_integral, exp(mu * cos(2 * pi * t)) * cos(2 * pi * t), t, besseli(1, mu)),
    (table.power_series, lam**k / factorial(k), k, exp(lam)),
    (table.power_series, k * p**k, k, p / (1 - p) ** 2),
    (table.power_series, gamma(k + a) / factorial(k) * p**k, k, gamma(a) * (1 - p) ** (-a)),
    (table.circular_integral, cos(2 * pi * t + mu), t, Rational(0)),
    (table.circular_integral, cos(2 * pi * t + mu) ** 2, t, Rational(1, 2)),
    (table.circular_integral, a * cos(2 * pi * t + mu) ** 4 * sin(2 * pi * t + mu) ** 2, t, a / 16),
    (table.lagrange_series, (a + p * k) ** (k - 1) * exp(-p * k) / factorial(k), k, exp(a) / a),
    (table.lagrange_series, k * (a + p * k) ** (k - 1) * exp(-p * k) / factorial(k), k, exp(a) / (1 - p)),
    (table.lagrange_series, (3 + p * k) ** (k - 1) * exp(-p * k) / factorial(k), k, exp(3) / 3),
    (table.lagrange_series, (3 + k / 2) ** (k - 1) * exp(-k / 2) / factorial(k), k, exp(3) / 3),
    (table.lagrange_series, k * (3 + k / 2) ** (k - 1) * exp(-k / 2) / factorial(k), k, 2 * exp(3)),
    (table.zeta_series, (1 + k) ** (-1 - a), k, zeta(1 + a)),
    (table.zeta_series, b / (1 + k) ** 3, k, b * zeta(3)),
    (table.binomial_series, binomial(N, k) * lam**k, k, (1 + lam) ** N),
    (table.binomial_series, binomial(N, N - k) * a**k, k, (1 + a) ** N),
    (table.binomial_series, binomial(N, k) * k * a**k, k, N * a * (1 + a) ** (N - 1)),
    (table.binomial_series, binomial(4, k) * Rational(1, 2) ** k, k, Rational(81, 16)),
    (table.binomial_series, binomial(N, k) * binomial(M, r - k), k, binomial(N + M, r)),
    (table.binomial_series, binomial(N, k) * binomial(M, 3 - k), k, binomial(N + M, 3)),
    (table.binomial_series, binomial(N, k) ** 1 * binomial(N, r - k), k, binomial(2 * N, r)),
]


@pytest.mark.parametrize(("entry", "tree", "variable", "value"), VALUES, ids=lambda v: getattr(v, "__name__", str(v)))
def test_the_value_is_the_one_in_the_books(entry: Any, tree: Any, variable: Any, value: Any) -> None:
    forms = NormalForm()
    assert forms.equal(looked_up(entry, tree, variable), forms.of(value + 0 * a))


CONDITIONS = [
    (table.gamma_integral, h ** (mu - 1) * exp(-h), h),
    (table.gamma_integral, exp(-lam * h), h),
    (table.gamma_integral, exp(b * h), h),
    (table.gamma_integral, exp(-(h**mu)), h),
    (table.gamma_integral, h**a * exp(-1 / h), h),
    (table.beta_prime_integral, h ** (a - 1) * (1 + h) ** (-b), h),
    (table.beta_prime_integral, h ** (a - 1) * (1 + h) ** (-a), h),
    (table.beta_prime_integral, 1 / (1 + h), h),
    (table.gaussian_integral, exp(-lam * x**2), x),
    (table.gaussian_integral, exp(a * x**2 + x), x),
    (table.half_gaussian_integral, exp(a * h**2 - h), h),
    (table.half_gaussian_integral, exp(-lam * h**2 - h), h),
    (table.half_gaussian_integral, exp(-(h**2) - h) / h, h),
    (table.short_gaussian_integral, exp(mu * t**2 - t), t),
    (table.short_gaussian_integral, exp(-(t**2) - t) / sqrt(t), t),
    (table.beta_integral, t ** (mu - 1), t),
    (table.beta_integral, (1 - t) ** (lam - 1), t),
    (table.exponential_integral, exp(mu * t), t),
    (table.truncated_gaussian_integral, exp(mu * t**2), t),
    (table.bessel_integral, exp(-a * h - lam / h) * h ** (-(a + 1) / (a + 1) / 2), h),
    (table.bessel_integral, exp(-a * h - b / h), h),
    (table.power_series, lam**k, k),
    (table.power_series, mu**k / factorial(k), k),
    (table.power_series, gamma(k + a) / factorial(k) * lam**k, k),
    (table.binomial_series, binomial(N, k) * mu**k, k),
    (table.lagrange_series, (a + b * k) ** (k - 1) * exp(-b * k) / factorial(k), k),  # 1 and more
    (table.lagrange_series, (a + k) ** (k - 1) * exp(-k) / factorial(k), k),
    (table.lagrange_series, (lam + p * k) ** (k - 1) * exp(-p * k) / factorial(k), k),
    (table.lagrange_series, (a - p * k) ** (k - 1) * exp(p * k) / factorial(k), k),
    (table.zeta_series, (1 + k) ** (-a), k),  # 1 and less
    (table.zeta_series, (1 + k) ** a, k),
    (table.zeta_series, 1 / (1 + k), k),
]


@pytest.mark.parametrize(("entry", "tree", "variable"), CONDITIONS, ids=lambda v: getattr(v, "__name__", str(v)))
def test_where_a_condition_may_fail_the_entry_refuses(entry: Any, tree: Any, variable: Any) -> None:
    with pytest.raises(Undecided):
        looked_up(entry, tree, variable)


OTHERS = [
    (table.gamma_integral, exp(-a * h - b * h**2), h),
    (table.gamma_integral, exp(-a * h) / (1 + h), h),
    (table.gamma_integral, h**a, h),
    (table.beta_prime_integral, (1 + h + h**2) ** (-a), h),
    (table.beta_prime_integral, 1 / ((1 + h) * (2 + h)), h),
    (table.gaussian_integral, exp(-a * x), x),
    (table.gaussian_integral, exp(-a * x**4), x),
    (table.beta_integral, (2 - t) ** (a - 1), t),
    (table.beta_integral, (1 - p * t) ** (-a), t),
    (table.circular_integral, exp(a * cos(pi * t)), t),
    (table.circular_integral, exp(a * cos(2 * pi * t)) * cos(4 * pi * t), t),
    (table.circular_integral, exp(a * sin(2 * pi * t)), t),
    (table.circular_integral, t * exp(a * cos(2 * pi * t)), t),
    (table.power_series, p ** (k**2), k),
    (table.power_series, p**k / factorial(k) ** 2, k),
    (table.power_series, gamma(k + a) * p**k, k),
    (table.power_series, gamma(k + log(k + 2)) / factorial(k) * p**k, k),
    (table.power_series, gamma(k + a) / factorial(k) * polygamma(0, k + b) * p**k, k),
    (table.power_series, gamma(k + a) / factorial(k) * polygamma(1, k + a) * p**k, k),
    (table.binomial_series, binomial(a, k) * p**k, k),  # not whole: the series has no end
    (table.binomial_series, binomial(N, k) ** 2 * p**k, k),
    (table.binomial_series, binomial(N, k) ** 2, k),
    (table.binomial_series, binomial(N, k) * binomial(M, r - k) * p**k, k),
    (table.binomial_series, binomial(N, k) * binomial(M, r - k) * k, k),
    (table.binomial_series, binomial(N, k) * binomial(M, a - k), k),
    (table.binomial_series, binomial(N, 2 * k) * p**k, k),
    (table.binomial_series, binomial(N, k + 1) * p**k, k),
    (table.binomial_series, binomial(N, r - k) * p**k, k),  # k may begin beyond r - N
    (table.binomial_series, binomial(N + k, k) * p**k, k),
    (table.binomial_series, binomial(N, k) / factorial(k), k),
    (table.binomial_series, p**k, k),
    (table.circular_integral, cos(pi * t), t),
    (table.circular_integral, t * cos(2 * pi * t), t),
    (table.circular_integral, cos(2 * pi * t) * cos(4 * pi * t), t),
    (table.circular_integral, cos(2 * pi * t) / (1 + t), t),
    (table.circular_integral, log(t), t),
    (table.lagrange_series, (a + p * k) ** k * exp(-p * k) / factorial(k), k),
    (table.lagrange_series, (a + p * k) ** (k - 1) * exp(-k) / factorial(k), k),
    (table.lagrange_series, (a + p * k) ** (k - 1) * exp(-p * k), k),
    (table.lagrange_series, (a + p * k) ** (2 * k - 1) * exp(-p * k) / factorial(k), k),
    (table.zeta_series, (2 + k) ** (-1 - a), k),
    (table.zeta_series, (1 + 2 * k) ** (-1 - a), k),
    (table.zeta_series, k * (1 + k) ** (-2 - a), k),
    (table.zeta_series, p**k * (1 + k) ** (-2 - a), k),
    (table.zeta_series, (1 + k) ** (-2 - a) * log(1 + k), k),
]


@pytest.mark.parametrize(("entry", "tree", "variable"), OTHERS, ids=lambda v: getattr(v, "__name__", str(v)))
def test_other_integrands_are_left_alone(entry: Any, tree: Any, variable: Any) -> None:
    assert looked_up(entry, tree, variable) is None
