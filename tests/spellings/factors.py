"""Factors are kept until a logarithm, a power or an absolute value has been taken."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from spelling import Spelling, equal
from sympy import Abs, Expr, Integer, Mul, Pow, Rational, exp, expand, gamma, log, loggamma, pi, sqrt

from symbolic import Chain, Family, argmin
from symbolic.core.domains import counts, nonnegative, open_unit_interval, positive, reals
from symbolic.core.terms import density, parameter, raw, sample
from symbolic.rules import rewrite

h, b, q, p, nu = (parameter(name, positive) for name in ("h", "b", "q", "p", "nu"))
g, k = parameter("g", nonnegative), parameter("k", nonnegative)
u, v, t, s, m = (parameter(name, reals) for name in ("u", "v", "t", "s", "m"))
a, c = parameter("a", open_unit_interval), parameter("c", open_unit_interval)
x, y = sample("x", domain=positive), sample("y", domain=reals)
theta = parameter("theta")
d, e = density("q", theta), density("p")
w = sample("w")
n, count = x.n, parameter("count", counts)


def times(*factors: Any) -> Any:
    """A product as it is written: SymPy multiplies numbers out."""
    return raw(Mul, factors)


def to(base: Any, exponent: Any) -> Any:
    """A power as it is written: SymPy multiplies exponents."""
    return raw(Pow, (base, Integer(exponent) if isinstance(exponent, int) else exponent))


half = Rational(1, 2)
z = (y.i - m) ** 2 / nu  # Student's t with a centre and a scale of its own
STUDENT = gamma((nu + 1) / 2) / (sqrt(nu * pi) * gamma(nu / 2) * (1 + z) ** ((nu + 1) / 2))
STUDENT_LOSS = (nu + 1) / 2 * log(1 + z) + log(nu * pi) / 2 + loggamma(nu / 2) - loggamma((nu + 1) / 2)


a1, r = parameter("alpha", positive), sample("r", domain=open_unit_interval)


def shares(loss: Any) -> Family:
    """A beta density with its mass in closed form, and a loss that is said to be its."""
    body = a1 * (a1 + 1) * r.outcome ** (a1 - 1) * (1 - r.outcome)
    return Family("beta_with_two", variables=(r,), parameters=(a1,), density=body, loss=loss)


def steps(before: Any, after: Any, *unknowns: Any) -> Any:
    """Minimise one expression, which is rewritten as another: definedness is owed as well."""
    return Chain("rewritten", argmin(before, *unknowns)).then(rewrite(after))


ROWS = (
    Spelling(
        "log of a product of sums",
        equal(log((1 + h) * (2 + h)), log(1 + h) + log(2 + h)),
        (
            equal(log((1 + h) * (2 + h)), log(1 + h) - log(2 + h)),
            equal(log((1 + h) * (2 + h)), log(2 + h) + log(2 + h)),
            equal(log((1 + u) * (2 + u)), log(1 + u) + log(2 + u)),
            equal(log((1 + h) * (2 - h)), log(1 + h) + log(2 - h) + log(h)),
        ),
    ),
    Spelling(
        "log of a product of sums that was multiplied out",
        equal(log(h**2 + 3 * h + 2), log(1 + h) + log(2 + h)),
        (
            equal(log(h**2 + 3 * h + 3), log(1 + h) + log(2 + h)),
            equal(log(h**2 + 3 * h - 2), log(1 + h) + log(2 + h)),
            equal(log(u**2 + 3 * u + 2), log(1 + u) + log(2 + u)),
        ),
    ),
    Spelling(
        "log of a product of sums, in a chain",
        steps(x.sum(log((1 + x.i) * (h + x.i))), x.sum(log(1 + x.i)) + x.sum(log(h + x.i)), h),
        (
            steps(x.sum(log((1 + x.i) * (h + x.i))), x.sum(log(1 + x.i)) - x.sum(log(h + x.i)), h),
            steps(x.sum(log((1 + x.i) * (h + x.i))), n * log(1 + h) + x.sum(log(h + x.i)), h),
            steps(y.sum(log((1 + y.i) * (h + y.i))), y.sum(log(1 + y.i)) + y.sum(log(h + y.i)), h),
        ),
    ),
    Spelling(
        "the square of a log of a sum of squares",
        equal(log(1 + u**2) ** 2, times(log(1 + u**2), log(1 + u**2))),
        (
            equal(log(1 + u**2) ** 2, 2 * log(1 + u**2)),
            equal(log(1 + u**2) ** 2, log(1 - u**2) ** 2),
            equal(log((1 + u**2) ** 2), log(1 + u**2) ** 2),
        ),
    ),
    Spelling(
        "log of the square of a sum of squares",
        equal(log(to(1 + u**2, 2)), 2 * log(1 + u**2)),
        (
            equal(log(to(1 + u**2, 2)), log(1 + u**2)),
            equal(log(to(1 + u**2, 2)), 4 * log(1 + u)),
            equal(log(to(1 + u, 2)), 2 * log(1 + u)),
        ),
    ),
    Spelling(
        "log of the square of what is positive",
        equal(log((1 + h) ** 2), 2 * log(1 + h)),
        (
            equal(log((1 + h) ** 2), log(1 + h)),
            equal(log((1 + u) ** 2), 2 * log(1 + u)),
            equal(log((1 - h) ** 2), 2 * log(1 - h)),
        ),
    ),
    Spelling(
        "log of the square of what may be negative",
        equal(log(to(1 - u, 2)), 2 * log(Abs(u - 1))),
        (
            equal(log(to(1 - u, 2)), 2 * log(1 - u)),
            equal(log(to(1 - u, 2)), 2 * log(1 + Abs(u))),
            equal(log(to(1 - u, 3)), 3 * log(Abs(1 - u)) + log(2)),
        ),
    ),
    Spelling(
        "log of squares and cubes of what is positive",
        equal(log(times(to(1 + h, 2), to(2 + g, 3))), 2 * log(1 + h) + 3 * log(2 + g)),
        (
            equal(log(times(to(1 + h, 2), to(2 + g, 3))), 3 * log(1 + h) + 2 * log(2 + g)),
            equal(log(times(to(1 + h, 2), to(2 + g, 3))), 6 * (log(1 + h) + log(2 + g))),
            equal(log(times(to(1 + h, 2), to(2 + u, 3))), 2 * log(1 + h) + 3 * log(2 + Abs(u))),
        ),
    ),
    Spelling(
        "a Student t in a denominator",
        equal(-log(STUDENT), STUDENT_LOSS),
        (
            equal(-log(STUDENT), STUDENT_LOSS - log(1 + z)),
            equal(-log(STUDENT), -STUDENT_LOSS),
            equal(-log(STUDENT), STUDENT_LOSS - log(nu) / 2),
        ),
    ),
    Spelling(
        "a Cauchy kernel, squared, in a denominator",
        steps(y.sum(-log(1 / (b * to(1 + z, 2)))), y.sum(2 * log(1 + z) + log(b)), m, nu, b),
        (
            steps(y.sum(-log(1 / (b * to(1 + z, 2)))), y.sum(log(1 + z) + log(b)), m, nu, b),
            steps(y.sum(-log(1 / (b * to(1 + z, 2)))), y.sum(2 * log(1 + z) - log(b)), m, nu, b),
            steps(y.sum(-log(1 / (b * to(1 + z, 2)))), y.sum(2 * log(nu + (y.i - m) ** 2) + log(b)), m, nu, b),
        ),
    ),
    Spelling(
        "two Cauchy kernels in a denominator",
        equal(log(1 / (pi * (1 + u**2) * (1 + t**2))), -log(pi) - log(1 + u**2) - log(1 + t**2)),
        (
            equal(log(1 / (pi * (1 + u**2) * (1 + t**2))), -log(pi) - log(1 + u**2) + log(1 + t**2)),
            equal(log(1 / (pi * (1 + u**2) * (1 + t**2))), log(pi) - log(1 + u**2) - log(1 + t**2)),
            equal(log(1 / (pi * (1 + u**2) * (1 + t**2))), -log(pi) - 2 * log(1 + u**2)),
        ),
    ),
    Spelling(
        "log of a sum times one of its terms",
        equal(log((q + p) * q), log(q + p) + log(q)),
        (
            equal(log((q + p) * q), log(q + p) + log(p)),
            equal(log((q + p) * q), 2 * log(q) + log(p)),
            equal(log((u + p) * u), log(u + p) + log(u)),
        ),
    ),
    Spelling(
        "log of a sum of densities times sums of one of them",
        equal(log((d(w.i) + e(w.i)) * (1 + d(w.i))), log(d(w.i) + e(w.i)) + log(1 + d(w.i))),
        (
            equal(log((d(w.i) + e(w.i)) * (1 + d(w.i))), log(d(w.i) + e(w.i)) + log(1 + e(w.i))),
            equal(log((d(w.i) + e(w.i)) * (1 + d(w.i))), log(d(w.i)) + log(e(w.i)) + log(1 + d(w.i))),
            equal(log((d(w.i) - e(w.i)) * (1 - d(w.i))), log(d(w.i) - e(w.i)) + log(1 - d(w.i))),
        ),
    ),
    Spelling(
        "log Gamma at a number and three",
        equal(log(gamma(b + 3)), log(b + 2) + log(b + 1) + log(b) + loggamma(b)),
        (
            equal(log(gamma(b + 3)), log(b + 3) + log(b + 2) + log(b + 1) + loggamma(b)),
            equal(log(gamma(b + 3)), log(b + 2) + log(b + 1) + loggamma(b)),
            equal(log(gamma(b + 3)), 3 * log(b + 1) + loggamma(b)),
        ),
    ),
    Spelling(
        "log Gamma at the next number but one",
        equal(loggamma(b + h + 2), log(b + h + 1) + loggamma(b + h + 1)),
        (
            equal(loggamma(b + h + 2), log(b + h + 2) + loggamma(b + h + 1)),
            equal(loggamma(b + h + 2), log(b + h + 1) + loggamma(b + h)),
            equal(loggamma(b + h + 2), log(b + 1) + log(h + 1) + loggamma(b + h + 1)),
        ),
    ),
    Spelling(
        "an absolute value of a product of sums",
        equal(Abs((t - 1) * (s - 1)), Abs(t - 1) * Abs(s - 1)),
        (
            equal(Abs((t - 1) * (s - 1)), (t - 1) * (s - 1)),
            equal(Abs((t - 1) * (s - 1)), Abs(t - 1) + Abs(s - 1)),
            equal(Abs((t - 1) * (s - 1)), Abs(t - 1) * (s - 1)),
        ),
    ),
    Spelling(
        "an absolute value of a product that was multiplied out",
        equal(Abs(t * s - t - s + 1), Abs(1 - t) * Abs(s - 1)),
        (
            equal(Abs(t * s - t - s - 1), Abs(1 - t) * Abs(s - 1)),
            equal(Abs(t * s - t + s + 1), Abs(1 - t) * Abs(s - 1)),
            equal(Abs(t * s - t - s + 1), Abs(1 + t) * Abs(s - 1)),
        ),
    ),
    Spelling(
        "an absolute value of powers of sums",
        equal(raw(Abs, (times(to(t - 1, 3), to(s - 2, 2)),)), Abs(t - 1) ** 3 * (s - 2) ** 2),
        (
            equal(raw(Abs, (times(to(t - 1, 3), to(s - 2, 2)),)), (t - 1) ** 3 * (s - 2) ** 2),
            equal(raw(Abs, (times(to(t - 1, 3), to(s - 2, 2)),)), Abs(t - 1) * (s - 2) ** 2),
            equal(raw(Abs, (times(to(t - 1, 3), to(s - 2, 2)),)), Abs(t - 1) ** 3 * (s - 2)),
        ),
    ),
    Spelling(
        "a power of a product, with as many factors as there are rows",
        equal(to(times(u, v), n), times(to(u, n), to(v, n))),
        (
            equal(to(times(u, v), n), times(to(u, n), v)),
            equal(to(times(u, v), n), -times(to(u, n), to(v, n))),
            equal(to(times(u, v), n), times(to(Abs(u), n), to(Abs(v), n))),
            equal(to(times(-u, v), n), times(to(u, n), to(v, n))),
        ),
    ),
    Spelling(
        "a power of a product of sums, with as many factors as there are rows, in a chain",
        steps(to(times(1 - u, 1 - v), n), times(to(u - 1, n), to(v - 1, n)), u, v),
        (
            steps(to(times(1 - u, 1 - v), n), times(to(u - 1, n), to(1 - v, n)), u, v),
            steps(to(times(1 - u, 1 - v), n), times(to(u + 1, n), to(v - 1, n)), u, v),
            steps(to(times(1 - u, 1 - v), n), times(to(u - 1, n), v - 1), u, v),
        ),
    ),
    Spelling(
        "a power of a product of positive sums",
        equal(((1 + h) * (2 + g)) ** nu, (1 + h) ** nu * (2 + g) ** nu),
        (
            equal(((1 + h) * (2 + g)) ** nu, (1 + h) ** nu * (2 + g)),
            equal(((1 + h) * (2 + g)) ** nu, (1 + h) ** nu + (2 + g) ** nu),
            equal(((1 + h) * (2 + g)) ** nu, (1 + h) ** g * (2 + g) ** nu),
        ),
    ),
    Spelling(
        "a product over rows of a product of sums",
        equal(x.product((1 + x.i) * (2 + x.i)), x.product(1 + x.i) * x.product(2 + x.i)),
        (
            equal(x.product((1 + x.i) * (2 + x.i)), x.product(1 + x.i) + x.product(2 + x.i)),
            equal(x.product((1 + x.i) * (2 + x.i)), x.product(1 + x.i) * 2**n),
            equal(x.product((1 + x.i) * (2 + x.i)), x.product(1 + x.i) * (2 + x.product(x.i))),
        ),
    ),
    Spelling(
        "a product over rows of sums of both signs",
        equal(x.product((u - x.i) * (v - x.i)), x.product(x.i - u) * x.product(x.i - v)),
        (
            equal(x.product((u - x.i) * (v - x.i)), x.product(x.i - u) * x.product(v - x.i)),
            equal(x.product((u - x.i) * (v - x.i)), x.product(x.i + u) * x.product(x.i + v)),
            equal(x.product((u - x.i) * (v + x.i)), x.product(x.i - u) * x.product(x.i + v)),
        ),
    ),
    Spelling(
        "an absolute value of a product over rows",
        equal(raw(Abs, (y.product(u - y.i),)), y.product(Abs(y.i - u))),
        (
            equal(raw(Abs, (y.product(u - y.i),)), y.product(u - y.i)),
            equal(raw(Abs, (y.product(u - y.i),)), y.product(Abs(y.i + u))),
            equal(raw(Abs, (y.product(u - y.i),)), -y.product(Abs(y.i - u))),
        ),
    ),
    Spelling(
        "a whole power, whose exponent is a number of its own, of a product of both signs",
        equal(to(times(u, v), count), times(to(u, count), to(v, count))),
        (
            equal(to(times(u, v), count), times(to(u, count), v)),
            equal(to(times(u, v), count), times(to(u, count), to(-v, count))),
            equal(to(times(u, v), nu), times(to(u, nu), to(v, nu))),
        ),
        open="a power of what may be negative is known where the exponent is a number of rows",
    ),
    Spelling(
        "log of a product over rows of a product of sums, in a chain",
        steps(-log(x.product((1 + x.i) * (h + x.i))), -x.sum(log(1 + x.i)) - x.sum(log(h + x.i)), h),
        (
            steps(-log(x.product((1 + x.i) * (h + x.i))), -x.sum(log(1 + x.i)) + x.sum(log(h + x.i)), h),
            steps(-log(x.product((1 + x.i) * (h + x.i))), -x.sum(log(1 + x.i)) * x.sum(log(h + x.i)), h),
            steps(-log(x.product((1 - x.i) * (h - x.i))), -x.sum(log(1 - x.i)) - x.sum(log(h - x.i)), h),
        ),
    ),
    Spelling(
        "a root of a product of sums",
        equal(raw(Pow, (times(1 + h, 2 + g), half)), sqrt(1 + h) * sqrt(2 + g)),
        (
            equal(raw(Pow, (times(1 + h, 2 + g), half)), sqrt(1 + h) * (2 + g)),
            equal(raw(Pow, (times(1 + h, 2 + g), half)), sqrt(1 + h) + sqrt(2 + g)),
            equal(raw(Pow, (times(1 + h, 2 - u), half)), sqrt(1 + h) * sqrt(2 + u)),
        ),
    ),
    Spelling(
        "a root of a square of a sum",
        equal(raw(Pow, (to(1 + u, 2), half)), Abs(1 + u)),
        (
            equal(raw(Pow, (to(1 + u, 2), half)), 1 + u),
            equal(raw(Pow, (to(1 + u, 2), half)), -Abs(1 + u)),
            equal(raw(Pow, (to(1 + u, 2), half)), 1 + Abs(u)),
        ),
    ),
    Spelling(
        "a difference of squares under a root and a log",
        equal(log(to(1 - a**2, half)), log(1 - a) / 2 + log(1 + a) / 2),
        (
            equal(log(to(1 - a**2, half)), log(1 - a) / 2 - log(1 + a) / 2),
            equal(log(to(1 - a**2, half)), log(1 - a)),
            equal(log(to(1 - u**2, half)), log(1 - u) + log(1 + u)),
        ),
    ),
    Spelling(
        "log of a product of shares",
        equal(log(times(to(a, 2), to(1 - a, 3), 1 - c)), 2 * log(a) + 3 * log(1 - a) + log(1 - c)),
        (
            equal(log(times(to(a, 2), to(1 - a, 3), 1 - c)), 2 * log(a) + 3 * log(1 - a) - log(1 - c)),
            equal(log(times(to(a, 2), to(1 - a, 3), 1 - c)), 3 * log(a) + 2 * log(1 - a) + log(1 - c)),
            equal(log(times(to(u, 2), to(1 - u, 3), 1 - c)), 2 * log(u) + 3 * log(1 - u) + log(1 - c)),
        ),
    ),
    Spelling(
        "log of more factors than may be multiplied out",
        equal(
            log((1 + h) * (2 + g) * (3 + p + q) * (4 + b + h + g) * (5 + p + b) * (6 + h + q)),
            log(1 + h) + log(2 + g) + log(3 + p + q) + log(4 + b + h + g) + log(5 + p + b) + log(6 + h + q),
        ),
        (
            equal(
                log((1 + h) * (2 + g) * (3 + p + q) * (4 + b + h + g) * (5 + p + b) * (6 + h + q)),
                log(1 + h) + log(2 + g) + log(3 + p + q) + log(4 + b + h + g) + log(5 + p + b) - log(6 + h + q),
            ),
            equal(
                log((1 + h) * (2 + g) * (3 + p + q) * (4 + b + h + g) * (5 + p + b) * (6 + h + q)),
                log(1 + h) + log(2 + g) + log(3 + p + q) + log(4 + b + h + g) + log(5 + p + b),
            ),
            equal(
                log((1 + h) * (2 + g) * (3 + p + q) * (4 + b + h + g) * (5 + p + b) * (6 + h + q)),
                log(1 + h) + log(2 + g) + log(3 + p - q) + log(4 + b + h + g) + log(5 + p + b) + log(6 + h + q),
            ),
        ),
    ),
    Spelling(
        "a density whose factors are sums",
        shares(-log(a1) - log(a1 + 1) - (a1 - 1) * log(r.outcome)),
        (
            shares(-log(a1) + log(a1 + 1) - (a1 - 1) * log(r.outcome)),
            shares(-log(a1) - (a1 - 1) * log(r.outcome)),
            shares(-log(a1) - log(a1 + 1) - a1 * log(1 - r.outcome)),
        ),
    ),
    Spelling(
        "log of a large power",
        equal(log(to(1 + h, 100)), 100 * log(1 + h)),
        (
            equal(log(to(1 + h, 100)), 99 * log(1 + h)),
            equal(log(to(1 + u, 100)), 100 * log(1 + u)),
            equal(log(to(1 - h, 100)), 100 * log(1 - h)),
        ),
    ),
    Spelling(
        "log of a product of sums with roots of numbers",
        equal(log(times(to(h + sqrt(2), 2), h + 1)), 2 * log(h + sqrt(2)) + log(h + 1)),
        (
            equal(log(times(to(h + sqrt(2), 2), h + 1)), log(h**2 + 2) + log(h + 1)),
            equal(log(times(to(h + sqrt(2), 2), h + 1)), 2 * log(h - sqrt(2)) + log(h + 1)),
            equal(log(times(to(h + sqrt(2), 2), h + 1)), log(h + sqrt(2)) + log(h + 1)),
        ),
    ),
    Spelling(
        "factors that may vanish",
        equal(log((g + k) * (g + 1) * g), log(g + k) + log(g + 1) + log(g)),
        (
            equal(log((g + k) * (g + 1) * g), log(g + k) + log(g + 1) + log(k)),
            equal(log((g - k) * (g + 1) * g), log(g - k) + log(g + 1) + log(g)),
            equal(log((g + k) * (g - 1) * g), log(g + k) + log(g - 1) + log(g)),
        ),
    ),
)

# ---- more of them at random ------------------------------------------------------------------------------------------

POSITIVE = (h, q, u**2, exp(t), h * q, g, g**2 * h, Abs(v), exp(-u), c, h / q, x.sum(x.i), g * u**2)
VANISHING = (g + k, g + u**2, t**2 + s**2, (u - t) ** 2, Abs(u) + k, g * h + k)
SIGNED = (u + 1, t - 2, s - v, u * t - 1, m - h, 2 * u - 3 * t, h - q, 1 - 2 * a, u**2 - t, u**3 - 2 * v)


def _positive(random: Random) -> Any:
    if random.random() < 0.15:
        return random.choice((1 - a, 2 - c, 1 - a * c, 1 + a - c))
    parts = random.sample(POSITIVE, random.randint(1, 3))
    return Integer(random.randint(1, 9)) + sum((random.choice((1, 1, 2, 5)) * r for r in parts), Integer(0))


def _signed(random: Random) -> Any:
    return random.choice((1, -1)) * random.choice(SIGNED) + random.choice((0, 0, half))


def _several(random: Random, one: Callable[[Random], Any], most: int = 3) -> list[Any]:
    found = [one(random) for _ in range(random.randint(2, most))]
    return found if len(set(found)) == len(found) and 0 not in found else _several(random, one, most)


def _logarithm(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """log of a product of powers of positive sums: as written, some of it below the line, or all multiplied out."""
    sums = _several(random, _positive)
    powers = [random.choice((1, 1, 2, 3, -1, -2)) for _ in sums]
    right = sum((j * log(f) for f, j in zip(sums, powers, strict=True)), Integer(0))
    product = times(*(to(f, j) for f, j in zip(sums, powers, strict=True)))
    if min(powers) > 0 and sum(powers) < 5 and random.random() < 0.5:
        product = expand(product)
    return (
        log(product),
        right,
        [right + log(sums[0] + 1), -right, sum((j * log(f + 1) for f, j in zip(sums, powers, strict=True)), log(2))],
    )


def _squares(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """log of even powers of what may be negative, and of what may vanish."""
    (f, r), o = _several(random, _signed, 2), random.choice((_positive(random), random.choice(VANISHING)))
    i, j = random.choice((2, 4)), random.choice((2, 2, 6))
    left = log(times(to(f, i), to(r, j), o))
    right = i * log(Abs(f)) + j * log(Abs(r)) + log(o)
    return (
        left,
        right,
        [i * log(f) + j * log(r) + log(o), right + log(2), i * log(Abs(f)) + j * log(Abs(r)) - log(1 + o)],
    )


def _root(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """A rational or a symbolic power of a product of positive sums."""
    sums, j = _several(random, _positive), random.choice((half, Rational(3, 2), Rational(-1, 3), nu, -h, 1 + a))
    right = times(*(to(f, j) for f in sums))
    return to(times(*sums), j), right, [2 * right, -right, times(*(to(f, j) for f in sums), to(1 + h, j))]


def _absolute(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """|.| of a product of sums of both signs, or of what it is once multiplied out."""
    sums, o = _several(random, _signed), _positive(random)
    product = times(*sums, o)
    left = raw(Abs, (expand(product) if random.random() < 0.4 else product,))
    right = times(*(Abs(f) for f in sums), o)
    return left, right, [product, right + 1, times(Abs(sums[0] + 1), *(Abs(f) for f in sums[1:]), o)]


def _gamma(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """log Gamma, a few numbers further."""
    at, j = random.choice((b, h, b + q, h * b, nu / 2, 1 / b)), random.randint(2, 5)
    left = random.choice((loggamma(at + j), log(gamma(at + j))))
    right = sum((log(at + i) for i in range(j)), loggamma(at))
    return left, right, [right + log(at + j), right - log(at + j - 1), j * log(at) + loggamma(at)]


def _counted(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """A power with as many factors as there are rows, of what may be negative."""
    sums = _several(random, _signed)
    signs = [random.choice((1, -1)) for _ in sums]
    turned = [o * f for o, f in zip(signs, sums, strict=True)]
    left, right = to(times(*sums), n), times(*(to(f, n) for f in turned))
    if signs.count(-1) % 2:
        right = times(right, to(Integer(-1), n))
    return left, right, [-right, times(right, to(Integer(-1), n)), times(*(to(Abs(f), n) for f in sums))]


def _over_rows(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """A product over rows of a product of sums."""
    pool = (x.i + h, 1 + x.i**2, x.i + u**2, 2 + exp(x.i), x.i - u, u * x.i + t, 1 - x.i, x.i**2 - t)
    sums = random.sample(pool, random.randint(2, 3))
    right = times(*(x.product(f) for f in sums))
    return (
        x.product(times(*sums)),
        right,
        [-right, times(right, x.product(x.i + 1)), sum((x.product(f) for f in sums), Integer(0))],
    )


def _of_densities(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """log of products of sums of densities."""
    one, other = d(w.i), e(w.i)
    pool = (one + other, 1 + one, one, one + other**2, 2 + other, one + h * other, a * one + (1 - a) * other)
    sums = random.sample(pool, random.randint(2, 3))
    right = sum(map(log, sums), Integer(0))
    return log(times(*sums)), right, [right + log(1 + h), -right, right + log(1 + other)]


def _student(random: Random) -> tuple[Expr, Expr, list[Any]]:
    """A kernel with heavy tails in a denominator."""
    kernel = 1 + (y.i - m) ** 2 / random.choice((nu, nu * b, b**2, nu + 1))
    j = random.choice(((nu + 1) / 2, Integer(2), nu, Rational(3, 2)))
    outside = _positive(random)
    right = j * log(kernel) + log(outside)
    return (
        -log(1 / (outside * to(kernel, j))),
        right,
        [right - log(kernel), -right, j * log(kernel) - log(outside) + log(7)],
    )


KINDS = (
    _logarithm, _squares, _root, _absolute, _gamma, _counted, _over_rows, _of_densities, _student
)  # fmt: skip


def drawn(random: Random) -> Spelling:
    """A spelling of one of these kinds, made of sums whose signs are known by how they are made."""
    kind = random.choice(KINDS)
    left, right, wrong = kind(random)
    return Spelling(f"{kind.__name__[1:]}: {left}", equal(left, right), tuple(equal(left, other) for other in wrong))
