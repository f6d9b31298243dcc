"""Words for declaring: factorials and binomial coefficients, cases, sums of so many terms, ends at multiples of pi, shares."""

from __future__ import annotations

from collections.abc import Callable
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
from symbolic.obligations import Obligation

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
) -> Spelling:
    """The first is a density, the others are none, though they look like it."""
    right, *wrong = (mass(domain, density, *of, known=known) for density in densities)
    return Spelling(name, right, tuple(wrong))


def shares(density: Any, total: Any, *unknowns: Parameter, columns: int, domain: Domain = open_unit_interval) -> Family:
    columns_ = tuple(sample(f"x_{i}", domain=domain) for i in range(1, columns + 1))
    return Family(
        "drawn", variables=columns_, parameters=unknowns, total=total, density=density(*(s.outcome for s in columns_))
    )


def value(tree: Any, *outcomes: Any, value: Any = 1) -> Any:
    return Obligation("integral", (tree, outcomes, Integer(value), None))


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
        open="that 1[u <= v] 1[u = v] is 1[u = v] is no law",
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
        lambda x: binomial(a, x) * p**x * (1 - p) ** (a - x),  # negative beyond a + 1
        of=(p, a),
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
        "Yule and Simon's law",
        Integers(1),
        lambda x: a * beta(x, a + 1),
        lambda x: beta(x, a + 1),
        lambda x: a * beta(x, a),
        lambda x: a * beta(x + 1, a + 1),
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
        lambda x: a * (2 * x / pi) ** (a - 1) * 2 / pi if False else (a + 1) * (2 * x / pi) ** a * 2 / pi,
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
