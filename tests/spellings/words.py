"""Words for declaring: factorials, binomial coefficients, cases, sums of so many terms, ends at multiples of pi, shares."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from spelling import Spelling, equal
from sympy import (
    Abs,
    And,
    Eq,
    Heaviside,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Or,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    besseli,
    beta,
    binomial,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    factorial,
    ff,
    gamma,
    log,
    loggamma,
    pi,
    rf,
    sech,
    sqrt,
    tanh,
    zeta,
)

from symbolic.core.domains import (
    Domain,
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
from symbolic.core.terms import AtMost, Parameter, Same, parameter, sample
from symbolic.models.family import Family

u, v, mu = (parameter(name, reals) for name in ("u", "v", "mu"))
h, a, b, lam, kappa = (parameter(name, positive) for name in ("h", "a", "b", "lambda", "kappa"))
c, p = parameter("c", open_unit_interval), parameter("p", open_unit_interval)
k, m = parameter("k", counts), parameter("m", counts)
N = parameter("N", Integers(1))
K = parameter("K", Integers(0, 10))
j = Symbol("j")


def mass(
    domain: Domain, density: Callable[[Any], Any], *unknowns: Parameter, known: tuple[Parameter, ...] = ()
) -> Family:
    """A family whose density is an expression in the outcome."""
    x = sample("x", domain=domain)
    return Family("drawn", variables=(x,), parameters=unknowns, known=known, density=density(x.outcome))


def laws(
    name: str,
    domain: Domain,
    *densities: Callable[[Any], Any],
    of: tuple[Parameter, ...],
    known: tuple[Parameter, ...] = (),
    open: str = "",
) -> Spelling:
    """The first is a density, the others are none, though they look like it; the first parameter is the unknown."""
    right, *wrong = (mass(domain, density, of[0], known=(*of[1:], *known)) for density in densities)
    return Spelling(name, right, tuple(wrong), open)


def shares(density: Any, total: Any, *unknowns: Parameter, columns: int, domain: Domain = open_unit_interval) -> Family:
    columns_ = tuple(sample(f"x_{i}", domain=domain) for i in range(1, columns + 1))
    return Family(
        "drawn",
        variables=columns_,
        parameters=unknowns[:1],
        known=unknowns[1:],
        total=total,
        density=density(*(s.outcome for s in columns_)),
    )


EQUATIONS = (
    Spelling(
        "log of a factorial",
        equal(log(factorial(k)), loggamma(k + 1)),
        (
            equal(log(factorial(k)), loggamma(k)),
            equal(log(factorial(k)), loggamma(k + 2)),
            equal(log(factorial(k)), -loggamma(k + 1)),
        ),
    ),
    Spelling(
        "log of a binomial coefficient",
        equal(log(binomial(k + m, k)), loggamma(k + m + 1) - loggamma(k + 1) - loggamma(m + 1)),
        (
            equal(log(binomial(k + m, k)), loggamma(k + m) - loggamma(k + 1) - loggamma(m + 1)),
            equal(log(binomial(k + m, k)), loggamma(k + m + 1) - loggamma(k + 1) + loggamma(m + 1)),
            equal(log(binomial(k + m, k)), loggamma(k + m + 1) - loggamma(k + 1)),
            equal(
                log(binomial(m, k)), loggamma(m + 1) - loggamma(k + 1) - loggamma(m - k + 1)
            ),  # k may be larger than m
        ),
    ),
    Spelling(
        "a binomial coefficient by factorials",
        equal(binomial(k + m, m), factorial(k + m) / (factorial(k) * factorial(m))),
        (
            equal(binomial(k + m, m), factorial(k + m) / factorial(m)),
            equal(binomial(k, m), factorial(k) / (factorial(m) * factorial(k - m))),
            equal(binomial(k + m, m), factorial(k + m) / (factorial(k) * factorial(k))),
        ),
    ),
    Spelling(
        "pairs",
        equal(binomial(k, 2), k * (k - 1) / 2),
        (
            equal(binomial(k, 2), k * (k + 1) / 2),
            equal(binomial(k, 2), k**2 / 2),
            equal(binomial(k, 3), k * (k - 1) * (k - 2) / 2),
        ),
    ),
    Spelling(
        "what is chosen and what is left",
        equal(binomial(k, m), binomial(k, k - m)),
        (
            equal(binomial(k, m), binomial(m, k)),
            equal(binomial(k, m), binomial(k, k - m + 1)),
            equal(binomial(k, m), binomial(k + 1, m)),
        ),
    ),
    Spelling(
        "beta by Gamma",
        equal(log(beta(a, b)), loggamma(a) + loggamma(b) - loggamma(a + b)),
        (
            equal(log(beta(a, b)), loggamma(a) + loggamma(b) + loggamma(a + b)),
            equal(log(beta(a, b)), loggamma(a) - loggamma(a + b)),
            equal(log(beta(a, b)), loggamma(a) * loggamma(b) - loggamma(a + b)),
        ),
    ),
    Spelling(
        "rising and falling factorials",
        equal(rf(a, 3) * ff(b + 3, 3), a * (a + 1) * (a + 2) * (b + 1) * (b + 2) * (b + 3)),
        (
            equal(rf(a, 3), a * (a + 1) * (a + 3)),
            equal(ff(b + 3, 3), (b + 1) * (b + 2) * (b + 4)),
            equal(rf(a, 3), ff(a, 3)),
        ),
    ),
    Spelling(
        "two cases as an indicator",
        equal(Piecewise((u, u <= v), (0, True)), u * AtMost(u, v)),
        (
            equal(Piecewise((u, u <= v), (0, True)), u * AtMost(v, u)),
            equal(Piecewise((u, u < v), (0, True)), u * AtMost(u, v)),
            equal(Piecewise((u, u <= v), (1, True)), u * AtMost(u, v)),
        ),
    ),
    Spelling(
        "strict cases",
        equal(Piecewise((1, u < v), (2, Eq(u, v)), (3, True)), 3 - 2 * (1 - AtMost(v, u)) - Same(u, v)),
        (
            equal(Piecewise((1, u < v), (2, Eq(u, v)), (3, True)), 3 - 2 * AtMost(u, v) - Same(u, v)),
            equal(Piecewise((1, u < v), (2, Eq(u, v)), (3, True)), 3 - 2 * (1 - AtMost(v, u))),
            equal(Piecewise((1, u <= v), (2, Eq(u, v)), (3, True)), 3 - 2 * (1 - AtMost(v, u)) - Same(u, v)),
        ),
    ),
    Spelling(
        "cases of both, either and neither",
        equal(
            Piecewise((a, And(u >= 0, u <= v)), (b, Or(u > 1, u < 0)), (0, True)).subs(b, 0),
            a * AtMost(0, u) * AtMost(u, v),
        ),
        (
            equal(Piecewise((a, Or(u >= 0, u <= v)), (0, True)), a * AtMost(0, u) * AtMost(u, v)),
            equal(Piecewise((a, And(u > 0, u <= v)), (0, True)), a * AtMost(0, u) * AtMost(u, v)),
            equal(Piecewise((a, And(u >= 0, u <= v)), (1, True)), a * AtMost(0, u) * AtMost(u, v)),
        ),
    ),
    Spelling(
        "a hinge by cases",
        equal(Piecewise((0, u <= 0), (u, True)), Max(u, 0)),
        (
            equal(Piecewise((0, u <= 0), (u, True)), Min(u, 0)),
            equal(Piecewise((0, u <= 1), (u, True)), Max(u, 0)),
            equal(Piecewise((0, u <= 0), (u, True)), Abs(u)),
        ),
    ),
    Spelling(
        "an absolute value by cases",
        equal(Piecewise((-u, u < 0), (u, True)), Abs(u)),
        (
            equal(Piecewise((u, u < 0), (-u, True)), Abs(u)),
            equal(Piecewise((-u, u < 1), (u, True)), Abs(u)),
            equal(Piecewise((1 - u, u < 0), (u, True)), Abs(u)),
        ),
    ),
    Spelling(
        "Huber's loss by cases",
        equal(
            Piecewise((u**2 / 2, Abs(u) <= h), (h * (Abs(u) - h / 2), True)),
            u**2 / 2 * AtMost(Abs(u), h) + (h * Abs(u) - h**2 / 2) * (1 - AtMost(Abs(u), h)),
        ),
        (
            equal(
                Piecewise((u**2 / 2, Abs(u) <= h), (h * (Abs(u) - h / 2), True)),
                u**2 / 2 * AtMost(Abs(u), h) + (h * Abs(u) + h**2 / 2) * (1 - AtMost(Abs(u), h)),
            ),
            equal(Piecewise((u**2 / 2, Abs(u) <= h), (h * Abs(u), True)), u**2 / 2 * AtMost(Abs(u), h)),
            equal(
                Piecewise((u**2, Abs(u) <= h), (h * (Abs(u) - h / 2), True)),
                u**2 / 2 * AtMost(Abs(u), h) + (h * Abs(u) - h**2 / 2) * (1 - AtMost(Abs(u), h)),
            ),
        ),
    ),
    Spelling(
        "a step",
        equal(Heaviside(u, 1) + Heaviside(u, 0), AtMost(0, u) + 1 - AtMost(u, 0)),
        (
            equal(Heaviside(u, 1), 1 - AtMost(u, 0)),
            equal(Heaviside(u, 0), AtMost(0, u)),
            equal(Heaviside(u), AtMost(0, u)),  # 1/2 at 0
        ),
    ),
    Spelling(
        "Kronecker's delta",
        equal(KroneckerDelta(k, 1) * h, h * Same(k, 1)),
        (
            equal(KroneckerDelta(k, 1) * h, h * Same(k, 0)),
            equal(KroneckerDelta(k, 1) * h, h),
            equal(KroneckerDelta(k, 1) * h, h * AtMost(k, 1)),
        ),
    ),
    Spelling(
        "a sum and a product of so many terms",
        equal(Sum(a**j, (j, 0, 3)) * Product(j * b, (j, 1, 3)), 6 * b**3 * (1 + a + a**2 + a**3)),
        (
            equal(Sum(a**j, (j, 0, 3)), 1 + a + a**2),
            equal(Sum(a**j, (j, 1, 3)), 1 + a + a**2),
            equal(Product(j * b, (j, 1, 3)), 3 * b**3),
        ),
    ),
    Spelling(
        "the hyperbolic cosine, even",
        equal(log(cosh(u - v)), log(cosh(v - u))),
        (
            equal(log(cosh(u - v)), log(cosh(u + v))),
            equal(log(cosh(u - v)), -log(cosh(v - u))),
            equal(sech(u), cosh(u)),
        ),
    ),
    Spelling(
        "the complementary error function",
        equal(erfc(u), 1 - erf(u)),
        (equal(erfc(u), 1 + erf(u)), equal(erfc(u), erf(-u)), equal(erfc(u), -erf(u))),
    ),
    Spelling(
        "the hyperbolic secant",
        equal(sech(u) * cosh(u), 1 + 0 * u),
        (equal(sech(u) * cosh(v), 1 + 0 * u), equal(sech(u), 1 / tanh(u)), equal(sech(u), 1 - cosh(u))),
    ),
)

FAMILIES = (
    laws(
        "triangular by cases",
        unit_interval,
        lambda x: Piecewise((2 * x / c, x <= c), (2 * (1 - x) / (1 - c), True)),
        lambda x: Piecewise((x / c, x <= c), (2 * (1 - x) / (1 - c), True)),
        lambda x: Piecewise((2 * x / c, x >= c), (2 * (1 - x) / (1 - c), True)),
        lambda x: Piecewise((2 * x / c, x <= c), (0, True)),
        of=(c,),
    ),
    laws(
        "exponential by cases on the reals",
        reals,
        lambda x: Piecewise((lam * exp(-lam * x), x >= 0), (0, True)),
        lambda x: Piecewise((lam * exp(lam * x), x >= 0), (0, True)),
        lambda x: Piecewise((exp(-lam * x), x >= 0), (0, True)),
        lambda x: Piecewise((0, x >= 0), (lam * exp(-lam * x), True)),
        of=(lam,),
    ),
    laws(
        "uniform by cases",
        nonnegative,
        lambda x: Piecewise((1 / a, x <= a), (0, True)),
        lambda x: Piecewise((a, x <= a), (0, True)),
        lambda x: Piecewise((1 / a, x >= a), (0, True)),
        lambda x: Piecewise((1 / a, x <= 1), (0, True)),
        of=(a,),
    ),
    laws(
        "asymmetric Laplace by cases",
        reals,
        lambda x: a * b / (a + b) * Piecewise((exp(-a * x), x >= 0), (exp(b * x), True)),
        lambda x: a * b / (a + b) * Piecewise((exp(-a * x), x < 0), (exp(b * x), True)),
        lambda x: a / (a + b) * Piecewise((exp(-a * x), x >= 0), (exp(b * x), True)),
        lambda x: a * b / (a + b) * Piecewise((exp(-a * x), x >= 1), (exp(b * x), True)),
        of=(a, b),
    ),
    laws(
        "zero-inflated Poisson by cases",
        counts,
        lambda x: Piecewise((p + (1 - p) * exp(-lam), Eq(x, 0)), ((1 - p) * exp(-lam) * lam**x / factorial(x), True)),
        lambda x: Piecewise((p, Eq(x, 0)), ((1 - p) * exp(-lam) * lam**x / factorial(x), True)),
        lambda x: Piecewise((p + (1 - p) * exp(-lam), Eq(x, 1)), ((1 - p) * exp(-lam) * lam**x / factorial(x), True)),
        lambda x: Piecewise((p + (1 - p) * exp(-lam), x <= 1), ((1 - p) * exp(-lam) * lam**x / factorial(x), True)),
        of=(p, lam),
    ),
    laws(
        "three classes by cases",
        Integers(0, 2),
        lambda x: Piecewise((p, Eq(x, 0)), ((1 - p) * c, Eq(x, 1)), ((1 - p) * (1 - c), True)),
        lambda x: Piecewise((p, Eq(x, 0)), (c, Eq(x, 1)), ((1 - p) * (1 - c), True)),
        lambda x: Piecewise((p, x <= 1), ((1 - p) * (1 - c), True)),
        lambda x: Piecewise((p, Eq(x, 0)), ((1 - p) * c, Eq(x, 1)), (1 - p, True)),
        of=(p, c),
        open="a sum with the products of two indicators is not known to be positive",
    ),
    laws(
        "Bernoulli by cases",
        binary,
        lambda x: Piecewise((p, Eq(x, 1)), (1 - p, True)),
        lambda x: Piecewise((p, Eq(x, 1)), (1 + p, True)),
        lambda x: Piecewise((p, x <= 1), (1 - p, True)),
        lambda x: Piecewise((p, Eq(x, 1)), (0, True)),
        of=(p,),
    ),
    laws(
        "binomial on the counts",
        counts,
        lambda x: binomial(N, x) * p**x * (1 - p) ** (N - x),
        lambda x: binomial(N + 1, x) * p**x * (1 - p) ** (N - x),
        lambda x: binomial(N, x) * p**x,
        lambda x: binomial(N, x + 1) * p**x * (1 - p) ** (N - x),
        of=(p,),
        known=(N,),
    ),
    laws(
        "binomial up to its end",
        counts,
        lambda x: binomial(N, x) * p**x * (1 - p) ** (N - x) * AtMost(x, N),
        lambda x: binomial(N, x) * p**x * (1 - p) ** (N - x) * AtMost(x, N - 1),
        lambda x: binomial(N, x) * p**x * (1 - p) ** (N - x) * AtMost(1, x),
        lambda x: p**x * (1 - p) ** (N - x) * AtMost(x, N),
        of=(p,),
        known=(N,),
    ),
    laws(
        "binomial of ten",
        Integers(0, 10),
        lambda x: binomial(10, x) * p**x * (1 - p) ** (10 - x),
        lambda x: binomial(10, x) * p**x * (1 - p) ** (9 - x),
        lambda x: binomial(9, x) * p**x * (1 - p) ** (9 - x) / 2,
        lambda x: binomial(10, x) * p**x,
        of=(p,),
    ),
    laws(
        "binomial of five by factorials",
        Integers(0, 5),
        lambda x: factorial(5) / (factorial(x) * factorial(5 - x)) * p**x * (1 - p) ** (5 - x),
        lambda x: factorial(5) / factorial(x) * p**x * (1 - p) ** (5 - x),
        lambda x: factorial(6) / (factorial(x) * factorial(6 - x)) * p**x * (1 - p) ** (5 - x),
        lambda x: factorial(5) / (factorial(x) * factorial(5 - x)) * p**x * (1 + p) ** (5 - x),
        of=(p,),
        open="(1 - p)^5 is multiplied out before its logarithm is taken",
    ),
    laws(
        "hypergeometric",
        Integers(0, 3),
        lambda x: binomial(K, x) * binomial(10 - K, 3 - x) / binomial(10, 3),
        lambda x: binomial(K, x) * binomial(10 - K, 3 - x) / binomial(10, 4),
        lambda x: binomial(K, x) * binomial(10 - K, x) / binomial(10, 3),
        lambda x: binomial(K, x) * binomial(11 - K, 3 - x) / binomial(10, 3),
        of=(K,),
    ),
    laws(
        "hypergeometric on the counts",
        counts,
        lambda x: binomial(K, x) * binomial(10 - K, 4 - x) / 210,
        lambda x: binomial(K, x) * binomial(10 - K, 3 - x) / 210,
        lambda x: binomial(K, x) * binomial(9 - K, 4 - x) / 210,
        lambda x: binomial(K, x) * binomial(10 - K, 4 - x) / 211,
        of=(K,),
    ),
    laws(
        "negative binomial",
        counts,
        lambda x: binomial(x + a - 1, x) * p**a * (1 - p) ** x,
        lambda x: binomial(x + a, x) * p**a * (1 - p) ** x,
        lambda x: binomial(x + a - 1, x) * p**a * (1 + p) ** x,
        lambda x: binomial(x + a - 1, x) * p**x * (1 - p) ** x,
        of=(a, p),
    ),
    laws(
        "Pascal's law",
        counts,
        lambda x: binomial(x + N - 1, N - 1) * p**N * (1 - p) ** x,
        lambda x: binomial(x + N - 1, N) * p**N * (1 - p) ** x,
        lambda x: binomial(x + N, N - 1) * p**N * (1 - p) ** x,
        lambda x: binomial(x + N - 1, N - 1) * p ** (N + 1) * (1 - p) ** x,
        of=(p,),
        known=(N,),
    ),
    laws(
        "beta",
        open_unit_interval,
        lambda x: x ** (a - 1) * (1 - x) ** (b - 1) / beta(a, b),
        lambda x: x ** (a - 1) * (1 - x) ** (b - 1) / beta(a, b + 1),
        lambda x: x**a * (1 - x) ** (b - 1) / beta(a, b),
        lambda x: x ** (a - 1) * (1 - x) ** (b - 1) * beta(a, b),
        of=(a, b),
    ),
    laws(
        "beta prime",
        positive,
        lambda x: x ** (a - 1) * (1 + x) ** (-a - b) / beta(a, b),
        lambda x: x ** (a - 1) * (1 + x) ** (-a) / beta(a, b),
        lambda x: x ** (a - 1) * (1 + x) ** (-a - b) / beta(a, 2 * b),
        lambda x: x**a * (1 + x) ** (-a - b) / beta(a, b),
        of=(a, b),
    ),
    laws(
        "Student's t by beta",
        reals,
        lambda x: (1 + x**2 / a) ** (-(a + 1) / 2) / (sqrt(a) * beta(Rational(1, 2), a / 2)),
        lambda x: (1 + x**2 / a) ** (-(a + 1) / 2) / (sqrt(a) * beta(1, a / 2)),
        lambda x: (1 + x**2 / a) ** (-(a + 1) / 2) / (a * beta(Rational(1, 2), a / 2)),
        lambda x: (1 + x**2 / a) ** (-(a + 2) / 2) / (sqrt(a) * beta(Rational(1, 2), a / 2)),
        of=(a,),
    ),
    laws(
        "von Mises between multiples of pi",
        RealInterval(-pi, pi),
        lambda x: exp(kappa * cos(x - mu)) / (2 * pi * besseli(0, kappa)),
        lambda x: exp(kappa * cos(x - mu)) / (2 * pi * besseli(1, kappa)),
        lambda x: exp(kappa * cos(2 * x - mu)) / (pi * besseli(0, kappa)),
        lambda x: exp(kappa * cos(x - mu)) / besseli(0, kappa),
        of=(mu, kappa),
    ),
    laws(
        "cardioid",
        RealInterval(0, 2 * pi, True, False),
        lambda x: (1 + c * cos(x - mu)) / (2 * pi),
        lambda x: (1 + c * cos(x - mu)) / pi,
        lambda x: (1 + c * cos((x - mu) / 2)) / (2 * pi),
        lambda x: (2 + c * cos(x - mu)) / (2 * pi),
        of=(mu, c),
    ),
    laws(
        "a power of an angle",
        RealInterval(0, pi / 2),
        lambda x: (a + 1) * (2 * x / pi) ** a * 2 / pi,
        lambda x: a * (2 * x / pi) ** a * 2 / pi,
        lambda x: (a + 1) * (2 * x / pi) ** a / pi,
        lambda x: (a + 1) * (x / pi) ** a * 2 / pi,
        of=(a,),
    ),
    laws(
        "zeta",
        Integers(1),
        lambda x: x ** (-1 - a) / zeta(1 + a),
        lambda x: x ** (-a) / zeta(1 + a),
        lambda x: x ** (-1 - a) / zeta(2 + a),
        lambda x: (x + 1) ** (-1 - a) / zeta(1 + a),
        of=(a,),
    ),
    laws(
        "Poisson cut off by a sum",
        Integers(0, 3),
        lambda x: lam**x / factorial(x) / Sum(lam**j / factorial(j), (j, 0, 3)),
        lambda x: lam**x / factorial(x) / Sum(lam**j / factorial(j), (j, 0, 4)),
        lambda x: lam**x / factorial(x) / Sum(lam**j / factorial(j), (j, 1, 3)),
        lambda x: lam**x / Sum(lam**j / factorial(j), (j, 0, 3)),
        of=(lam,),
    ),
    laws(
        "the hyperbolic secant law",
        reals,
        lambda x: sech(pi * (x - mu) / 2) / 2,
        lambda x: sech(pi * (x - mu)) / 2,
        lambda x: sech(pi * (x - mu) / 2),
        lambda x: cosh(pi * (x - mu) / 2) / 2,
        of=(mu,),
    ),
    laws(
        "logistic by the hyperbolic secant",
        reals,
        lambda x: sech((x - mu) / (2 * a)) ** 2 / (4 * a),
        lambda x: sech((x - mu) / (2 * a)) ** 2 / (2 * a),
        lambda x: sech((x - mu) / a) ** 2 / (4 * a),
        lambda x: sech((x - mu) / (2 * a)) / (4 * a),
        of=(mu, a),
    ),
    Spelling(
        "beta as two shares",
        shares(lambda x, y: x ** (a - 1) * y ** (b - 1) * gamma(a + b) / (gamma(a) * gamma(b)), 1, a, b, columns=2),
        (
            shares(lambda x, y: x ** (a - 1) * y ** (b - 1) / (gamma(a) * gamma(b)), 1, a, b, columns=2),
            shares(lambda x, y: x**a * y ** (b - 1) * gamma(a + b) / (gamma(a) * gamma(b)), 1, a, b, columns=2),
            shares(lambda x, y: x ** (a - 1) * y ** (b - 1) * gamma(a + b) / (gamma(a) * gamma(b)), 2, a, b, columns=2),
        ),
    ),
    Spelling(
        "three shares",
        shares(
            lambda x, y, z: x ** (a - 1) * y ** (b - 1) * gamma(a + b + 1) / (gamma(a) * gamma(b)), 1, a, b, columns=3
        ),
        (
            shares(
                lambda x, y, z: x ** (a - 1) * y ** (b - 1) * gamma(a + b) / (gamma(a) * gamma(b)), 1, a, b, columns=3
            ),
            shares(lambda x, y, z: x ** (a - 1) * y ** (b - 1) * z / beta(a, b), 1, a, b, columns=3),
            shares(lambda x, y, z: x ** (a - 1) * y**b * gamma(a + b + 1) / (gamma(a) * gamma(b)), 1, a, b, columns=3),
        ),
    ),
    Spelling(
        "counts that add up",
        shares(lambda x, y: binomial(x + y, x) * p**x * (1 - p) ** y, 7, p, columns=2, domain=counts),
        (
            shares(lambda x, y: binomial(x + y, x) * p**x * (1 - p) ** x, 7, p, columns=2, domain=counts),
            shares(lambda x, y: binomial(x + y + 1, x) * p**x * (1 - p) ** y, 7, p, columns=2, domain=counts),
            shares(lambda x, y: p**x * (1 - p) ** y, 7, p, columns=2, domain=counts),
        ),
    ),
)

ROWS = (*EQUATIONS, *FAMILIES)


# ---- more of them at random --------------------------------------------------------------------------------------------


def drawn(random: Random) -> Spelling:
    """One of the kinds, with numbers and shapes of its own."""
    kind = random.choice((_coefficients, _parted, _stepped, _counted, _angular, _in_shares, _summed, _abbreviated))
    return kind(random)


def _number(random: Random) -> Rational:
    return Rational(random.randint(1, 9), random.randint(1, 5))


def _coefficients(random: Random) -> Spelling:
    """Identities of binomial coefficients and factorials."""
    j_, n_ = random.randint(0, 5), random.choice((k, k + m, m + random.randint(0, 4), N))
    falling = Product(n_ - j, (j, 0, j_ - 1)) if j_ else Integer(1)
    left = binomial(n_, j_) * factorial(j_)
    if random.random() < 0.5:
        more = random.choice((k, m, N, 2 * k, k + N))
        left, right = log(binomial(more + m, m)), loggamma(more + m + 1) - loggamma(more + 1) - loggamma(m + 1)
        wrong = (right + loggamma(more + 2) - loggamma(more + 1), -right + 1, right + loggamma(m + 1))
        return Spelling(f"{left}", equal(left, right), tuple(equal(left, w) for w in wrong))
    left, right = _unevaluated(n_, j_) * factorial(j_), falling
    wrong_ = (right + 1, -right, right * (n_ + 1) + right)
    return Spelling(f"{left}", equal(left, right), tuple(equal(left, w) for w in wrong_))


def _unevaluated(n: Any, j_: int) -> Any:
    return binomial(n, j_, evaluate=False)


def _parted(random: Random) -> Spelling:
    """A function by cases, against its indicators."""
    values = [random.choice((u, u**2, v, h, u * v, exp(u), Abs(v), _number(random))) for _ in range(3)]
    first, second = random.sample([0, 1, -2, Rational(1, 2), 3], 2)
    strict = random.random() < 0.5
    at_first = u < first if strict else u <= first
    at_second = random.choice((v >= second, v > second))
    tree = Piecewise((values[0], at_first), (values[1], at_second), (values[2] + 1, True))
    one = 1 - AtMost(first, u) if strict else AtMost(u, first)
    two = AtMost(second, v) if at_second == (v >= second) else 1 - AtMost(v, second)
    meant = values[0] * one + (1 - one) * (values[1] * two + (1 - two) * (values[2] + 1))
    other = AtMost(u, first) if strict else 1 - AtMost(first, u)
    wrong = (
        meant + one,
        meant - (1 - one) * (1 - two),
        values[0] * other + (1 - other) * (values[1] * two + (1 - two) * (values[2] + 1)) + other * (1 - one) + one,
    )
    return Spelling(f"{tree}", equal(tree, meant), tuple(equal(tree, w) for w in wrong))


def _stepped(random: Random) -> Spelling:
    """A density with two pieces on an interval that is cut at a parameter, or at a number."""
    r, s = random.choice(((2, 2), (1, 1), (1, 2), (2, 1)))
    weight, place = (
        random.choice((p, Rational(1, 3), Rational(3, 5))),
        random.choice((c, Rational(1, 4), Rational(2, 3))),
    )

    def density(left: Any, right: Any) -> Callable[[Any], Any]:
        return lambda x: Piecewise(
            (left * r * x ** (r - 1) / place**r, x <= place),
            (right * s * (1 - x) ** (s - 1) / (1 - place) ** s, True),
        )

    of = tuple({p: p, c: c}.get(t, p) for t in (weight, place) if t in (p, c)) or (p,)
    wrong = (density(weight, weight + 1), density(weight, 1), density(weight + 1, 1 - weight))
    found = laws(f"two pieces {r}, {s}, {weight}, {place}", unit_interval, density(weight, 1 - weight), *wrong, of=of)
    if of == (p,) and weight != p:  # a parameter has to occur
        return _stepped(random)
    return found


def _counted(random: Random) -> Spelling:
    """Binomial and hypergeometric laws, and the negative binomial law."""
    size, taken = random.randint(7, 12), random.randint(1, 4)
    match random.randint(0, 3):
        case 0:
            n = random.choice((N, N + 1, 2 * N, Integer(size)))
            known = (N,) if n.has(N) else ()
            forms = [
                lambda x, q=q, e=e: binomial(n, x) * q**x * (1 - p) ** (n - x + e)
                for q, e in ((p, 0), (p, 1), (2 * p, 0))
            ]
            return laws(
                f"binomial {n}",
                counts,
                *forms,
                lambda x: binomial(n + 1, x) * p**x * (1 - p) ** (n - x),
                of=(p,),
                known=known,
            )
        case 1:
            good = parameter("K", Integers(0, size))
            whole = binomial(size, taken)
            return laws(
                f"hypergeometric {size}, {taken}",
                random.choice((counts, Integers(0, taken))),
                lambda x: binomial(good, x) * binomial(size - good, taken - x) / whole,
                lambda x: binomial(good, x) * binomial(size - good, taken - x) / (whole + 1),
                lambda x: binomial(good, x) * binomial(size - good + 1, taken - x) / whole,
                lambda x: binomial(good, x) / whole,
                of=(good,),
            )
        case 2:
            r = random.choice((a, N, Integer(taken), a + taken))
            of, known = ((p, a) if r.has(a) else (p,)), ((N,) if r.has(N) else ())
            return laws(
                f"negative binomial {r}",
                counts,
                lambda x: binomial(x + r - 1, x) * p**r * (1 - p) ** x,
                lambda x: binomial(x + r, x) * p**r * (1 - p) ** x,
                lambda x: binomial(x + r - 1, x) * p ** (r + 1) * (1 - p) ** x,
                lambda x: binomial(x + r - 1, x) * p**r * (1 - p) ** (x + 1),
                of=of,
                known=known,
            )
    last = random.randint(2, 5)
    total = Sum(lam**j / factorial(j), (j, 0, last))
    return laws(
        f"Poisson up to {last}",
        Integers(0, last),
        lambda x: lam**x / factorial(x) / total,
        lambda x: lam**x / factorial(x) / (total + 1),
        lambda x: lam**x / total,
        lambda x: lam**x / factorial(x) / Sum(lam**j / factorial(j), (j, 0, last + 1)),
        of=(lam,),
    )


def _angular(random: Random) -> Spelling:
    """Laws on intervals between multiples of pi."""
    start = Rational(random.randint(-4, 4), 2) * pi
    if random.random() < 0.5:
        domain = RealInterval(start, start + 2 * pi, random.random() < 0.5, random.random() < 0.5)
        if random.random() < 0.5:
            return laws(
                f"von Mises on {domain}",
                domain,
                lambda x: exp(kappa * cos(x - mu)) / (2 * pi * besseli(0, kappa)),
                lambda x: exp(kappa * cos(x - mu)) / (2 * pi * besseli(1, kappa)),
                lambda x: exp(kappa * cos(x - mu)) / (pi * besseli(0, kappa)),
                lambda x: exp(kappa * cos(x - mu)) / (2 * pi * besseli(0, 2 * kappa)),
                of=(mu, kappa),
            )
        return laws(
            f"cardioid on {domain}",
            domain,
            lambda x: (1 + c * cos(x - mu)) / (2 * pi),
            lambda x: (1 + c * cos(x - mu)) / (3 * pi),
            lambda x: (c + c * cos(x - mu)) / (2 * pi),
            lambda x: (1 + c + c * cos(x - mu)) / (2 * pi),
            of=(mu, c),
        )
    width = Rational(random.randint(1, 5), random.choice((1, 2, 3))) * pi
    domain = RealInterval(0, width, random.random() < 0.5)
    return laws(
        f"a power on {domain}",
        domain,
        lambda x: (a + 1) * (x / width) ** a / width,
        lambda x: (a + 1) * (x / width) ** a * 2 / width,
        lambda x: a * (x / width) ** a / width,
        lambda x: (a + 1) * (x / (2 * width)) ** a / width,
        of=(a,),
    )


def _in_shares(random: Random) -> Spelling:
    """Dirichlet's law in two to four shares, some of its weights numbers; counts with a total."""
    if random.random() < 0.3:
        n = random.choice((Integer(random.randint(2, 9)), N))

        def counted(q: Any, size: Any) -> Family:
            x, y = sample("x", domain=counts), sample("y", domain=counts)
            density = binomial(size, x.outcome) * p**x.outcome * q**y.outcome
            return Family(
                "drawn", variables=(x, y), parameters=(p,), total=n, density=density, known=(N,) if n == N else ()
            )

        wrong = (counted(1 + p, n), counted(p, n), counted(2 - p, n))
        return Spelling(f"counts that add up to {n}", counted(1 - p, n), wrong)
    columns = random.randint(2, 4)
    weights = [random.choice((a, b, lam, Integer(random.randint(1, 4)))) for _ in range(columns - 1)] + [a]
    of = tuple(dict.fromkeys(w for w in weights if isinstance(w, Parameter)))

    def density(constant: Any, less: int = 1) -> Family:
        def of_shares(*xs: Any) -> Any:
            product = constant
            for x, w in zip(xs, weights, strict=True):
                product = product * x ** (w - less)
            return product

        return shares(of_shares, 1, *of, columns=columns)

    mass_ = gamma(sum(weights))
    for w in weights:
        mass_ = mass_ / gamma(w)
    return Spelling(
        f"shares {weights}", density(mass_), (density(2 * mass_), density(1 / mass_ + 1), density(mass_, 0))
    )


def _summed(random: Random) -> Spelling:
    """Sums and products with numbers for bounds."""
    low, size = random.randint(-2, 2), random.randint(1, 5)
    term = random.choice((a**2 * j + b, exp(j * u), lam * j**2, (1 + j**2) * h))
    numbers = range(low, low + size)
    total = sum((term.subs(j, i) for i in numbers), Integer(0))
    tree = Sum(term, (j, low, low + size - 1))
    wrong = (total + term.subs(j, low + size) + 1, total - 1, -total - 1)
    return Spelling(f"{tree}", equal(tree, total), tuple(equal(tree, w) for w in wrong))


def _abbreviated(random: Random) -> Spelling:
    """beta, rising factorials, erfc, sech and steps by what they stand for."""
    s, t = random.choice((a, b, h + 1, 2 * a)), random.choice((b, h, lam + 2))
    n = random.randint(1, 4)
    rising = Integer(1)
    for i in range(n):
        rising = rising * (s + i)
    tree, meant = random.choice(
        (
            (log(beta(s, t)), loggamma(s) + loggamma(t) - loggamma(s + t)),
            (rf(s, n), rising),
            (erfc(s - t), 1 - erf(s - t)),
            (sech(s - t) * u, u / cosh(t - s)),
            (Heaviside(s - t, 1) * u, u * AtMost(t, s)),
            (Heaviside(s - t, 0), 1 - AtMost(s, t)),
            (Sum(beta(s, j), (j, 1, 2)), 1 / s + 1 / (s * (s + 1))),
        )
    )
    wrong = (meant + Rational(1, 3), 2 * meant + 1, meant * (1 + exp(u)) + 1)
    return Spelling(f"{tree}", equal(tree, meant), tuple(equal(tree, w) for w in wrong))
