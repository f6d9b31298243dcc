"""Tests of symbolic.calculus.integrals.values: they agree with quadrature; what may diverge, or is not known, is refused."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from numeric import integral, number
from sympy import (
    Abs,
    Integer,
    Max,
    Min,
    Rational,
    cos,
    erf,
    exp,
    factorial,
    gamma,
    log,
    oo,
    pi,
    polygamma,
    sin,
    sqrt,
)

from symbolic.calculus.integrals import compute, value_of
from symbolic.calculus.normal_form import Undecided, constant, same
from symbolic.core.domains import (
    Categories,
    FiniteSet,
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
from symbolic.core.terms import AtMost, Same, density, function, parameter, sample


def outcome(domain: Any, name: str = "x") -> Any:
    return sample(name, domain=domain).outcome


x, h, c, t = outcome(reals), outcome(positive), outcome(nonnegative), outcome(open_unit_interval)
k, k1, b = outcome(counts), outcome(Integers(1)), outcome(binary)
u = outcome(unit_interval)
mu, a, s, r, d = parameter("mu", reals), *(parameter(n, positive) for n in ("a", "s", "r", "d"))
p, q, lam = parameter("p", open_unit_interval), parameter("q", unit_interval), parameter("lambda", nonnegative)
VALUES = {"mu": 0.3, "a": 1.7, "s": 0.8, "r": 2.6, "d": 1.2, "p": 0.35, "q": 0.6, "lambda": 1.4, "N": 5, "theta": 2.3}

logistic = exp(-(x - mu) / s) / (s * (1 + exp(-(x - mu) / s)) ** 2)
gumbel = exp(-(x - mu) / s - exp(-(x - mu) / s)) / s
student = (1 + (x - mu) ** 2 / (r * s**2)) ** (-(r + 1) / 2)
normal = exp(-((x - mu) ** 2) / (2 * s**2))
laplace = exp(-Abs(x - mu) / s)
huber = Min(Abs(x - mu), d) * (Abs(x - mu) - Min(Abs(x - mu), d) / 2)
weibull = a / s * (h / s) ** (a - 1) * exp(-((h / s) ** a))
inverse_gaussian = h ** Rational(-3, 2) * exp(-a * (h - s) ** 2 / (2 * s**2 * h))
lognormal = exp(-((log(h) - mu) ** 2) / (2 * s**2)) / h
pareto = h ** (-a - 1) * AtMost(d, h)
wave = exp(a * cos(2 * pi * (u - mu)))
binomial_series = gamma(k + r) / factorial(k) * (1 - p) ** k

KNOWN = [
    (h ** (a - 1) * exp(-r * h), h),
    (h ** (a - 1) * exp(-r * h) * log(h), h),
    (h ** (a - 1) * exp(-r * h) * log(h) ** 2, h),
    (h ** (-a - 1) * exp(-r / h), h),
    (h ** (-a - 1) * exp(-r / h) * log(h), h),
    (h ** (-a - 1) * exp(-r / h**2) * log(h) ** 3, h),
    (c**2 * exp(-(c**2) / (2 * s**2)), c),
    (weibull * log(h / s) * (h / s) ** a, h),
    (t ** (a - 1) * (1 - t) ** (r - 1), t),
    (t ** (a - 1) * (1 - t) ** (r - 1) * log(t) * log(1 - t), t),
    (t ** (a - 1) * (1 - t**2) ** (r - 1) * log(t), t),
    (h ** (a - 1) * (d + s * h**2) ** (-a - r), h),
    (h ** (a - 1) * (d + s * h) ** (-a - r) * log(h) * log(d + s * h), h),
    (student, x),
    (student * log(1 + (x - mu) ** 2 / (r * s**2)), x),
    (student / (1 + (x - mu) ** 2 / (r * s**2)), x),
    (logistic * x, x),
    (logistic * log(1 + exp(-(x - mu) / s)), x),
    (gumbel * x**2, x),
    (normal * x**3, x),
    (normal * exp(r * x), x),
    (laplace * x**2, x),
    (exp(-Max(p * (x - mu), (p - 1) * (x - mu)) / s) * x, x),
    (exp(-huber), x),
    (exp(-huber) * huber, x),
    (inverse_gaussian, h),
    (inverse_gaussian * h**3, h),
    (inverse_gaussian / h**2, h),
    (lognormal * h, h),
    (lognormal * log(h) ** 2, h),
    (pareto, h),
    (pareto * log(h), h),
    (wave, u),
    (wave * cos(2 * pi * (u - mu)) ** 3, u),
    (wave * sin(2 * pi * (u - mu)) ** 2 * cos(2 * pi * (u - mu)), u),
    (wave * sin(2 * pi * (u - mu)), u),
    (wave * cos(2 * pi * (u - s)), u),
    (exp(-x / s) * AtMost(mu, x), x),
    (exp(-Abs(h - d) / s) * h, h),
    (exp(-t * r) * t**2, t),
    (exp(t * r) * t**3, t),
    (exp(-r * t**2) * t**2, t),
    (outcome(RealInterval(1, 3)) ** 2, outcome(RealInterval(1, 3))),
    (exp(-r * outcome(RealInterval(2))), outcome(RealInterval(2))),
    (exp(r * outcome(RealInterval(-oo, -1))), outcome(RealInterval(-oo, -1))),
    (lam**k / factorial(k), k),
    (lam**k / factorial(k) * k**3, k),
    ((1 - p) ** k * k**2, k),
    ((1 - p) ** (k1 - 1) * k1, k1),
    (binomial_series * k, k),
    (q * Same(k, 2) + (1 - q) * lam**k * exp(-lam) / factorial(k), k),
    (q**b * (1 - q) ** (1 - b), b),
    (outcome(FiniteSet((Rational(1, 2), 2))) ** 2, outcome(FiniteSet((Rational(1, 2), 2)))),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "variable"), KNOWN, ids=str)
def test_values_agree_with_quadrature(tree: Any, variable: Any) -> None:
    found = number(compute(tree, (variable,)), VALUES)
    places = [VALUES["mu"] + e * VALUES["d"] for e in (-1, 0, 1)] + [VALUES["d"]]
    if isinstance(variable.column.domain, FiniteSet):
        expected = sum(number(tree.xreplace({variable: Rational(v)}), VALUES) for v in variable.column.domain.values)
    else:
        heavy = tree.has(student) or variable == h
        expected = integral(tree, (variable,), VALUES, cuts=places, far=mpmath.inf if heavy else 40)
    assert abs(found - expected) < 1e-6 * (1 + abs(expected))


def test_series_agree_with_summation_of_derivatives_of_gamma() -> None:
    tree = binomial_series * polygamma(0, k + r)
    assert abs(number(compute(tree, (k,)), VALUES) - integral(tree, (k,), VALUES)) < 1e-8


def test_a_declared_density_has_mass_one_and_nothing_else_is_known_of_it() -> None:
    classes = sample("z", domain=Categories("K"))
    z, each = classes.outcome, classes.each
    theta = parameter("theta")
    f = density("f", theta)
    assert value_of(f(z), (z,)) == constant(1)
    entropy = f(each) * log(f(each))
    assert compute(f(z) * log(f(z)), (z,)) == classes.total(entropy), "the sum as such: its value is not known"
    assert value_of(2 * density("f", theta)(x), (x,)) == constant(2)
    for tree in (density("f", theta)(x) ** 2, density("f", theta)(x) * density("g")(x), function("g")(x)):
        with pytest.raises(Undecided):
            value_of(tree, (x,))


def test_sums_over_all_classes_are_written_as_such_and_a_softmax_has_mass_one() -> None:
    classes = sample("z", domain=Categories("K"))
    z, each, f = classes.outcome, classes.each, function("f", parameter("theta"))
    normaliser = classes.total(exp(f(each)))
    assert value_of(exp(f(z)) / normaliser, (z,)) == constant(1)
    assert value_of(Integer(1), (z,)) != constant(1), "there are K classes"
    assert compute(f(z) * exp(f(z)) / normaliser, (z,)) == classes.total(f(each) * exp(f(each))) / normaliser
    for nested in (exp(f(z)) / (normaliser + exp(f(z))), exp(f(z) * normaliser)):
        with pytest.raises(Undecided, match="inside one another"):
            value_of(nested, (z,))


# ---- what is refused -------------------------------------------------------------------------------------------------

REFUSED = [
    ("no power of x is integrable at both ends", h ** (a - 1), h),
    ("the rate may be 0", exp(-lam * h), h),
    ("the rate may be negative", exp(-mu * h), h),
    ("no decay", exp(r * h), h),
    ("the exponent may be -1 or less", t ** (mu - 1), t),
    ("an exponent of exactly -1", t ** Integer(-1), t),
    ("1 - x to a power of -1", 1 / (1 - t), t),
    ("exponent 0 of a gamma integral", exp(-h) / h, h),
    ("decay like 1/x", 1 / (1 + h), h),
    ("the mean of Cauchy's law", x / (1 + x**2), x),
    ("degrees of freedom at most 1", h * (1 + h**2) ** (-(a + 1) / 2), h),
    ("Pareto's mean", pareto * h, h),
    ("growth of a Gaussian", exp(s * x**2), x),
    ("a Gaussian whose rate may be 0", exp(-lam * x**2), x),
    ("a constant over the reals", Integer(1) * s, x),
    ("a ratio of 1", Integer(1) * s, k),
    ("a ratio that may be 1", q**k, k),
    ("a ratio that may exceed 1", s**k, k),
    ("a ratio that may be negative", mu**k, k),
    ("an alternating sum that does not converge absolutely", (-1) ** k * p**k, k),
    ("binomial series with a ratio that may be 1", gamma(k + r) / factorial(k) * q**k, k),
    ("the sum of 1/k", 1 / k1, k1),
    ("a bound that may lie below", AtMost(k, parameter("m", Integers(-5))), k),
    ("all counts but finitely many", 1 - AtMost(k, parameter("m", counts)), k),
    ("a tail of a geometric series", (1 - AtMost(k, parameter("m", counts))) * p**k, k),
    ("a function of a bound", exp(-AtMost(k, parameter("m", counts))), k),
    ("a pole", 1 / (x - mu) ** 2, x),
    ("log of what may be negative", log(x), x),
    ("an angle that is no whole turn", exp(a * cos(u)), u),
    ("an elliptic integral", sqrt(1 + h**3) * exp(-h), h),
]


@pytest.mark.parametrize(("tree", "variable"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_may_diverge_or_is_not_known_is_refused(tree: Any, variable: Any) -> None:
    with pytest.raises(Undecided) as reason:
        compute(tree, (variable,))
    assert str(reason.value)


def test_what_an_indicator_does_not_cut_off_is_summed_without_end() -> None:
    m = parameter("m", counts)
    assert same(compute(p**k + AtMost(k, m), (k,)), 1 / (1 - p) + m + 1)


def test_a_factor_that_may_be_infinite_is_refused() -> None:
    with pytest.raises(Undecided, match="infinite"):
        compute(lam**k * exp(-lam) / factorial(k) * k * log(lam), (k,))


def test_values_are_written_in_a_short_form() -> None:
    assert compute(q * b + 1, (b,)) == q + 2
    assert compute(p**b * (1 - p) ** (1 - b) * (b / p - (1 - b) / (1 - p)) ** 2, (b,)) == 1 / (p * (1 - p))
    assert compute(exp(-(x**2) / 2), (x,)) == sqrt(2) * sqrt(pi)
    assert compute(exp(-(t**2)), (t,)) == sqrt(pi) * erf(1) / 2


def test_a_finite_sum_of_integrals_over_the_other_variables() -> None:
    d, t = sample("d", domain=FiniteSet((0, 1))).outcome, sample("t", domain=positive).outcome
    e = sample("w", domain=Integers(1, 3)).outcome
    rate = parameter("rate", positive)
    assert same(compute(rate**d * exp(-rate * t), (t, d)), 1 + 1 / rate)
    assert same(compute(rate**d * exp(-rate * t), (d, t)), 1 + 1 / rate)
    assert same(compute(exp(-e * rate * t), (t, e)), Rational(11, 6) / rate)
    assert same(compute(d * e, (d, e)), 6)
    with pytest.raises(Undecided):  # where d is 0 it diverges
        compute(exp(-d * rate * t), (t, d))
    with pytest.raises(Undecided):
        compute(log(e - 1) * exp(-t), (t, e))  # -oo where e is 1
