"""Tests of symbolic.calculus.normal_form.laws: each law at random numbers, a wrong twin of each, and where each is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from math import inf, nan, prod
from random import Random
from typing import Any

import pytest
from flint import arb, fmpq
from sympy import Abs, Max, exp, log, sqrt
from true_steps import TRUE_STEPS

from symbolic import check, derivations, families
from symbolic.asking import provers
from symbolic.calculus.normal_form import LAWS, NormalForm, laws, shared, tally
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.terms import parameter, raw, sample
from symbolic.functions import ROWS
from symbolic.kernel import Verdict, judge
from symbolic.models.likelihood import derivation
from symbolic.statements.equal import Equal

DRAWS = 200
Sides = tuple[Any, Any]
Drawn = Callable[[Random], Sides]

# ---- numbers: balls, and the two infinities as floats ------------------------------------------------------------------


def ball(value: Fraction | int) -> arb:
    return arb(fmpq(Fraction(value).numerator, Fraction(value).denominator))


def real(r: Random) -> arb:
    return ball(Fraction(r.randint(-30, 30), r.randint(1, 9)))


def above(r: Random) -> arb:
    return ball(Fraction(r.randint(1, 30), r.randint(1, 9)))


def least(r: Random) -> arb:
    return ball(0) if r.random() < 0.2 else above(r)


def down(r: Random) -> Any:
    return -inf if r.random() < 0.3 else real(r)


def up(r: Random) -> Any:
    return inf if r.random() < 0.3 else real(r)


def either(r: Random) -> Any:
    return r.choice((up, down))(r)


def rows(r: Random, one: Callable[[Random], Any], n: int = 3) -> list[Any]:
    return [one(r) for _ in range(n)]


def infinite(u: Any) -> bool:
    return isinstance(u, float)


def plus(*terms: Any) -> Any:
    wild = [t for t in terms if infinite(t)]
    return sum(wild) if wild else sum(terms, ball(0))


def times(a: Any, b: Any) -> Any:
    if not infinite(a) and not infinite(b):
        return a * b
    if nan in (a, b) or a == 0 or b == 0:
        return ball(0)
    return inf if (a > 0) == (b > 0) else -inf


def over(a: Any, b: Any) -> Any:
    return nan if b == 0 else a / b


def power(a: arb, e: Fraction | int) -> Any:
    if a == 0:
        return ball(0) if e > 0 else ball(1) if e == 0 else nan
    if Fraction(e).denominator == 1:
        return a ** int(e)
    return a ** ball(e) if a > 0 else nan


def log_of(a: Any) -> Any:
    return a if a == inf else -inf if a == 0 else a.log()


def exp_of(u: Any) -> Any:
    return u.exp() if not infinite(u) else inf if u > 0 else ball(0)


def exponent(r: Random) -> Fraction:
    return Fraction(r.randint(1, 12), r.randint(1, 4))


def agree(left: Any, right: Any) -> bool:
    if isinstance(left, arb) and isinstance(right, arb):
        return left.is_finite() and right.is_finite() and left.overlaps(right)
    return bool(left == right)


# ---- the laws, each as its two sides at random numbers, with a twin that is wrong ----------------------------------------

TABLE: dict[laws.Law, tuple[Drawn, Drawn]] = {}


def law(row: laws.Law, wrong: Drawn) -> Callable[[Drawn], Drawn]:
    def note(right: Drawn) -> Drawn:
        TABLE[row] = right, wrong
        return right

    return note


def regrouped(u: Any, v: Any, w: Any) -> Sides:
    return plus(plus(u, v), w), plus(u, plus(v, w))


@law(laws.INFINITE_SUM, lambda r: regrouped(either(r), either(r), either(r)))
def infinite_sum(r: Random) -> Sides:
    one = r.choice((up, down))
    return regrouped(one(r), one(r), one(r))


def distributed(u: Any, v: Any, w: Any) -> Sides:
    return times(plus(u, v), w), plus(times(u, w), times(v, w))


@law(laws.INFINITE_FACTOR, lambda r: distributed(real(r), real(r), up(r)))
def infinite_factor(r: Random) -> Sides:
    sign = r.choice((1, -1))
    return distributed(sign * least(r), sign * least(r), up(r))


def cancelled(a: arb, u: arb) -> Sides:
    return over(a * u, a), u


def outweighed(u: arb, e: Fraction | int, k: int) -> Sides:
    return times(power(u, e), log_of(u) ** k), ball(0) if u == 0 else power(u, e) * u.log() ** k


@law(laws.OUTWEIGHED, lambda r: outweighed(least(r), 0, r.randint(1, 3)))
def a_power_outweighs_a_logarithm(r: Random) -> Sides:
    return outweighed(least(r), exponent(r), r.randint(1, 3))


@law(laws.CANCELLING, lambda r: cancelled(least(r), real(r)))
def cancelling(r: Random) -> Sides:
    return cancelled(r.choice((1, -1)) * above(r), real(r))


def divided(r: Random) -> tuple[arb, arb, arb, arb]:
    return above(r), above(r), real(r), real(r)


@law(laws.QUOTIENT, lambda r: (lambda b, k, t, m: (t * m / b, t - t * (b - m) * k / b))(*divided(r)))
def quotient(r: Random) -> Sides:
    b, k, t, m = divided(r)
    return t * m / b, (t - t * (b - k * m) / b) / k


def cleared(b: int, u: int, v: int) -> Sides:
    return u == v, b * u == b * v


@law(laws.CLEARING, lambda r: cleared(r.randint(0, 3), r.randint(-2, 2), r.randint(-2, 2)))
def clearing(r: Random) -> Sides:
    return cleared(r.randint(1, 3), r.randint(-2, 2), r.randint(-2, 2))


def of_product(a: arb, b: arb, k: int, e: Fraction) -> Sides:
    return power(power(a, k) * b, e), power(a, k * e) * power(b, e)


@law(laws.POWER_OF_PRODUCT, lambda r: of_product(real(r), above(r), 2, Fraction(1, 2)))
def power_of_product(r: Random) -> Sides:
    if r.random() < 0.3:
        return of_product(real(r), real(r), r.randint(1, 3), Fraction(r.randint(1, 3)))
    if r.random() < 0.2:
        return of_product(-above(r), r.choice((1, -1)) * above(r), r.randint(1, 3), -Fraction(r.randint(1, 3)))
    if r.random() < 0.5:
        return of_product(above(r), above(r), r.randint(1, 3), -exponent(r))
    return of_product(least(r), least(r), r.randint(1, 3), exponent(r))


@law(
    laws.ROOTS,
    lambda r: (lambda a, p, q: (power(a, p) * power(a, q), power(a, p * q)))(least(r), exponent(r), exponent(r)),
)
def roots(r: Random) -> Sides:
    a, p, q = least(r), exponent(r), exponent(r)
    return power(a, p) * power(a, q), power(a, p + q)


@law(laws.NEGATED_POWER, lambda r: (lambda u, e: (power(-u, e), power(u, e)))(above(r), r.randint(-4, 4)))
def negated_power(r: Random) -> Sides:
    u, e = above(r), r.randint(-4, 4)
    return power(-u, e), (-1) ** (e % 2) * power(u, e)


@law(laws.EVEN_POWER, lambda r: (lambda u, e: (power(u, e), power(abs(u), e)))(real(r), r.randint(1, 5)))
def even_power(r: Random) -> Sides:
    u, e = real(r), 2 * r.randint(1, 3)
    return power(u, e), power(abs(u), e)


@law(laws.IDEMPOTENT, lambda r: (lambda z, e: (power(z, e), z))(ball(r.randint(0, 2)), exponent(r)))
def idempotent(r: Random) -> Sides:
    z, e = ball(r.randint(0, 1)), exponent(r)
    return power(z, e), z


def as_exp(a: arb, b: Fraction) -> Sides:
    return power(a, b), exp_of(times(ball(b), log_of(a)))


@law(laws.POWER_AS_EXP, lambda r: as_exp(least(r), -exponent(r)))
def power_as_exp(r: Random) -> Sides:
    return as_exp(above(r), exponent(r) - 5) if r.random() < 0.5 else as_exp(least(r), exponent(r) - Fraction(1, 4))


@law(laws.LOG_OF_PRODUCT, lambda r: (lambda a, b: (log_of(a + b), plus(log_of(a), log_of(b))))(least(r), least(r)))
def log_of_product(r: Random) -> Sides:
    a, b = least(r), least(r)
    return log_of(a * b), plus(log_of(a), log_of(b))


@law(laws.LOG_OF_POWER, lambda r: (lambda a, c: (log_of(power(a, c)), plus(ball(c), log_of(a))))(above(r), exponent(r)))
def log_of_power(r: Random) -> Sides:
    a, c = (above(r), -exponent(r)) if r.random() < 0.5 else (least(r), exponent(r))
    return log_of(power(a, c)), times(ball(c), log_of(a))


@law(laws.LOG_OF_EXP, lambda r: (lambda u: (log_of(exp_of(u)), abs(u)))(real(r)))
def log_of_exp(r: Random) -> Sides:
    u = down(r)
    return log_of(exp_of(u)), u


@law(laws.EXP_OF_LOG, lambda r: (lambda a, c: (exp_of(c * log_of(a)), c * a))(above(r), above(r)))
def exp_of_log(r: Random) -> Sides:
    a, c = (above(r), -exponent(r)) if r.random() < 0.5 else (least(r), exponent(r))
    return exp_of(times(ball(c), log_of(a))), power(a, c)


@law(laws.EXP_OF_SUM, lambda r: (lambda u, v: (exp_of(plus(u, v)), plus(exp_of(u), exp_of(v))))(down(r), down(r)))
def exp_of_sum(r: Random) -> Sides:
    one = r.choice((up, down))
    u, v = one(r), one(r)
    return exp_of(plus(u, v)), times(exp_of(u), exp_of(v))


def split(us: list[Any], vs: list[Any]) -> Sides:
    return plus(*map(plus, us, vs)), plus(plus(*us), plus(*vs))


@law(laws.SUM_SPLITS, lambda r: split(rows(r, up), rows(r, down)))
def sum_splits(r: Random) -> Sides:
    one = r.choice((up, down))
    return split(rows(r, one), rows(r, one))


def with_factors(cs: list[Any], us: list[Any]) -> Sides:
    return plus(*map(times, cs, us)), times(cs[0], plus(*us))


@law(laws.FACTOR_LEAVES_SUM, lambda r: with_factors(rows(r, real), rows(r, up)))
def factor_leaves_sum(r: Random) -> Sides:
    c, us = (real(r), rows(r, up)) if r.random() < 0.5 else (up(r), rows(r, least))
    return with_factors([c] * len(us), us)


@law(laws.COUNT, lambda r: (sum(1 for _ in range(r.randint(1, 9))), 1))
def count(r: Random) -> Sides:
    n = r.randint(1, 9)
    return sum(1 for _ in range(n)), n


@law(laws.PRODUCT_OVER_ROWS, lambda r: (lambda a: (prod(a, start=ball(1)), exp_of(plus(*a))))(rows(r, least)))
def product_over_rows(r: Random) -> Sides:
    a = rows(r, least)
    return prod(a, start=ball(1)), exp_of(plus(*map(log_of, a)))


@law(
    laws.PRODUCT_SPLITS,
    lambda r: (lambda a, b: (prod(map(plus, a, b), start=ball(1)), prod(a, start=ball(1)) + prod(b, start=ball(1))))(
        rows(r, least), rows(r, least)
    ),
)
def product_splits(r: Random) -> Sides:
    a, b = rows(r, real), rows(r, real)
    return prod(map(times, a, b), start=ball(1)), prod(a, start=ball(1)) * prod(b, start=ball(1))


@law(laws.PRODUCT_OF_ONE, lambda r: (lambda a, n: (prod([a] * n, start=ball(1)), n * a))(real(r), r.randint(1, 4)))
def product_of_one(r: Random) -> Sides:
    a, n = real(r), r.randint(1, 4)
    if r.random() < 0.3:
        return power(ball(-1), n) * power(ball(-1), n), ball(1)
    return prod([a] * n, start=ball(1)), power(a, n)


@law(laws.LOG_OF_ROW_PRODUCT, lambda r: (lambda a: (log_of(plus(*a)), plus(*map(log_of, a))))(rows(r, least)))
def log_of_row_product(r: Random) -> Sides:
    a = rows(r, least)
    return log_of(prod(a, start=ball(1))), plus(*map(log_of, a))


@law(laws.TOTAL_IS_LINEAR, lambda r: (lambda c, g: (plus(*(c + x for x in g)), c + plus(*g)))(real(r), rows(r, real)))
def total_is_linear(r: Random) -> Sides:
    c, g, h = real(r), rows(r, real), rows(r, up)
    return plus(*(plus(c * x, y) for x, y in zip(g, h, strict=True))), plus(c * plus(*g), plus(*h))


def chosen_among(z: int, g: list[Any]) -> Sides:
    return plus(*(ball(int(y == z)) * v for y, v in enumerate(g[:3]))), g[z]


@law(laws.CHOSEN, lambda r: chosen_among(r.randint(0, 3), rows(r, above, 4)))
def chosen(r: Random) -> Sides:
    return chosen_among(r.randint(0, 2), rows(r, above, 4))


def exchanged(a: list[Any], u: list[list[Any]]) -> Sides:
    one_way = plus(*(times(c, plus(*row)) for c, row in zip(a, u, strict=True)))
    return one_way, plus(*(plus(*map(times, a, column)) for column in zip(*u, strict=True)))


@law(laws.EXCHANGED, lambda r: exchanged(rows(r, up), [rows(r, real) for _ in range(3)]))
def exchange(r: Random) -> Sides:
    if r.random() < 0.5:
        return exchanged(rows(r, up), [rows(r, least) for _ in range(3)])
    return exchanged(rows(r, least), [rows(r, r.choice((up, real))) for _ in range(3)])


def weights(r: Random) -> list[arb]:
    parts = [r.randint(1, 9) for _ in range(3)]
    return [ball(Fraction(p, sum(parts))) for p in parts]


@law(laws.MASS, lambda r: (plus(*(p * p for p in weights(r))), ball(1)))
def mass(r: Random) -> Sides:
    return plus(*weights(r)), ball(1)


def mean(w: list[arb], u: list[Any]) -> Any:
    return plus(*map(times, w, u))


@law(laws.MEAN_OF_CONSTANT, lambda r: (lambda c: (mean(rows(r, above), [c] * 3), c))(real(r)))
def mean_of_constant(r: Random) -> Sides:
    c = real(r)
    return mean(weights(r), [c] * 3), c


def of_product_of(w: list[arb], c: list[Any], u: list[Any]) -> Sides:
    return mean(w, list(map(times, c, u))), times(mean(w, c), mean(w, u))


@law(laws.FACTOR_LEAVES_MEAN, lambda r: of_product_of(weights(r), rows(r, real), rows(r, real)))
def factor_leaves_mean(r: Random) -> Sides:
    return of_product_of(weights(r), [real(r)] * 3, rows(r, up))


def of_both(w: list[arb], u: list[Any], v: list[Any]) -> Sides:
    return mean(w, list(map(plus, u, v))), plus(mean(w, u), mean(w, v))


@law(laws.MEAN_SPLITS, lambda r: of_both(weights(r), rows(r, up), rows(r, down)))
def mean_splits(r: Random) -> Sides:
    return of_both(weights(r), rows(r, real), rows(r, r.choice((up, down))))


Table = list[list[arb]]


def table(r: Random) -> Table:
    """p(x, y) for x and y in {0, 1, 2}; a row may have no mass."""
    counts = [[r.choice((0, r.randint(1, 9))) for _ in range(3)] for _ in range(3)]
    counts[r.randint(0, 2)] = [r.randint(1, 9) for _ in range(3)]
    return [[ball(Fraction(c, sum(map(sum, counts)))) for c in row] for row in counts]


def given(row: list[arb]) -> list[arb]:
    """p(y | x), anything where p(x) = 0."""
    total = plus(*row)
    return [c / total if total != 0 else ball(Fraction(1, 3)) for c in row]


def over_cells(p: Table, u: Callable[[int, int], Any]) -> Any:
    return plus(*(times(c, u(x, y)) for x, row in enumerate(p) for y, c in enumerate(row) if c != 0))


def of_some_columns(p: Table, weight: list[arb], u: list[Any]) -> Sides:
    return over_cells(p, lambda x, y: u[x]), plus(*(times(m, a) for m, a in zip(weight, u, strict=True) if m != 0))


@law(laws.MARGINAL, lambda r: of_some_columns(table(r), weights(r), rows(r, real)))
def marginal(r: Random) -> Sides:
    p = table(r)
    return of_some_columns(p, [plus(*row) for row in p], rows(r, r.choice((up, down))))


def of_conditional_means(p: Table, conditional: Table, u: list[Any], v: list[list[Any]]) -> Sides:
    means = [
        mean(row, [a if c != 0 else ball(0) for c, a in zip(row, b, strict=True)])
        for row, b in zip(conditional, v, strict=True)
    ]
    outer = [(plus(*row), times(a, b)) for row, a, b in zip(p, u, means, strict=True) if plus(*row) != 0]
    return plus(*(times(m, a) for m, a in outer)), over_cells(p, lambda x, y: times(u[x], v[x][y]))


@law(
    laws.TOWER,
    lambda r: of_conditional_means(table(r), [weights(r)] * 3, rows(r, real), [rows(r, real) for _ in "abc"]),
)
def tower(r: Random) -> Sides:
    p, one = table(r), r.choice((up, down))
    return of_conditional_means(p, list(map(given, p)), rows(r, least), [rows(r, one) for _ in "abc"])


@law(
    laws.CHAIN_RULE,
    lambda r: (lambda p, x, y: (p[x][y], plus(*p[x]) * given([row[y] for row in p])[x]))(table(r), 0, 1),
)
def chain_rule(r: Random) -> Sides:
    p, x, y = table(r), r.randint(0, 2), r.randint(0, 2)
    return p[x][y], plus(*p[x]) * given(p[x])[y]


def frequencies(r: Random) -> tuple[list[int], Counter[int], list[arb]]:
    data = [r.randint(0, 2) for _ in range(6)]
    return data, Counter(data), rows(r, real)


def by_frequency(data: list[int], found: Counter[int], u: list[Any], n: int) -> Sides:
    return plus(*(u[x] * k / len(data) for x, k in found.items())), plus(*(u[x] for x in data)) / n


@law(laws.EMPIRICAL_MEAN, lambda r: by_frequency(*frequencies(r), r.randint(1, 5)))
def empirical_mean(r: Random) -> Sides:
    return by_frequency(*frequencies(r), 6)


@law(laws.SURE, lambda r: (lambda u: (u == 0, True))(r.randint(0, 2)))
def sure(r: Random) -> Sides:
    u = r.randint(-2, 2)
    return (u >= 0, u == 0), ((True, u == 0) if u >= 0 else (False, False))


@law(laws.SCALED, lambda r: (lambda u: (u >= 0, -u >= 0))(r.randint(-2, 2)))
def scaled(r: Random) -> Sides:
    c, u = r.randint(1, 3), r.randint(-2, 2)
    return (c * u >= 0, c * u == 0, u == 0), (u >= 0, u == 0, -u == 0)


@law(laws.ONE_SIGN, lambda r: (lambda u: (abs(u), u))(real(r)))
def one_sign(r: Random) -> Sides:
    u = least(r)
    return abs(r.choice((1, -1)) * u), u


@law(laws.ABS_OF_PRODUCT, lambda r: (lambda u, v: (abs(u + v), abs(u) + abs(v)))(real(r), real(r)))
def abs_of_product(r: Random) -> Sides:
    u, v = real(r), real(r)
    return abs(r.choice((1, -1)) * u * v), abs(u) * abs(v)


@law(laws.ALIKE, lambda r: (lambda u, v: (max(u, v), u))(r.random(), r.random()))
def alike(r: Random) -> Sides:
    u = real(r)
    return r.choice((max, min))(u, u), u


PARTED = [row for row in ROWS.values() if row.parity and row.takes(1)]
AT_ZERO = [row for row in ROWS.values() if row.at_zero is not None and row.takes(1)]


@law(laws.PARITY, lambda r: (lambda row, u: (row.ball(-u), -row.parity * row.ball(u)))(r.choice(PARTED), above(r) / 31))
def parity(r: Random) -> Sides:
    if r.random() < 0.3:
        row = r.choice(AT_ZERO)
        return row.ball(ball(0)), ball(row.at_zero or 0)
    row, u = r.choice(PARTED), above(r) / 31
    return row.ball(-u), row.parity * row.ball(u)


@law(laws.TURNS, lambda r: (lambda u, k: ((u + k * arb.pi()).cos(), u.cos()))(real(r), r.randint(-3, 3)))
def turns(r: Random) -> Sides:
    u, k, f = real(r), r.randint(-3, 3), r.choice((arb.cos, arb.sin))
    return f(u + k * arb.pi()), (-1) ** (k % 2) * f(u)


@law(laws.PYTHAGORAS, lambda r: (lambda u: (u.sin() ** 2, u.cos() ** 2 - 1))(real(r)))
def pythagoras(r: Random) -> Sides:
    u = real(r)
    return u.sin() ** 2, 1 - u.cos() ** 2


def added(u: arb, v: arb, sign: int) -> Sides:
    parts = u.cos() * v.cos() - sign * u.sin() * v.sin(), u.sin() * v.cos() + sign * u.cos() * v.sin()
    quarter = arb.pi() / 2
    assert quarter.cos().overlaps(ball(0)) and quarter.sin().overlaps(ball(1))
    return ((u + v).cos() + 2 * (u + v).sin()), parts[0] + 2 * parts[1]


@law(laws.ADDITION, lambda r: added(real(r), real(r), -1))
def addition(r: Random) -> Sides:
    return added(real(r), real(r), 1)


@law(laws.HYPERBOLIC, lambda r: (lambda u: (u.tanh(), 1 - 2 / (1 + u.exp())))(real(r)))
def hyperbolic(r: Random) -> Sides:
    u = real(r)
    return r.choice(
        (
            (u.tanh(), 1 - 2 / (1 + (2 * u).exp())),
            (2 * u.cosh(), u.exp() + (-u).exp()),
            (2 * u.sinh(), u.exp() - (-u).exp()),
        )
    )


@law(laws.INVERSE_HYPERBOLIC, lambda r: (lambda u: (u.atanh(), (1 + u).log() - (1 - u).log()))(real(r) / 31))
def inverse_hyperbolic(r: Random) -> Sides:
    u = real(r) / 31
    return 2 * u.atanh(), (1 + u).log() - (1 - u).log()


@law(laws.GAMMA, lambda r: (lambda u: ((u + 1).gamma(), (u + 1) * u.gamma()))(above(r)))
def gamma(r: Random) -> Sides:
    u = above(r)
    return (u + 1).gamma(), u * u.gamma()


@law(laws.GAMMA_VALUES, lambda r: (ball(Fraction(1, 2)).gamma(), arb.pi()))
def gamma_values(r: Random) -> Sides:
    return r.choice(((ball(1).gamma(), ball(1)), (ball(Fraction(1, 2)).gamma(), arb.pi().sqrt())))


def next_polygamma(m: int, u: arb, sign: int) -> Sides:
    ball_of = ROWS["polygamma"].ball
    return ball_of(ball(m), u + 1), ball_of(ball(m), u) + sign * ball(prod(range(1, m + 1))) / u ** (m + 1)


@law(laws.POLYGAMMA, lambda r: next_polygamma(1, above(r), 1))
def polygamma(r: Random) -> Sides:
    m = r.randint(0, 3)
    return next_polygamma(m, above(r), (-1) ** m)


def polygamma_at(m: int, u: Fraction | int) -> arb:
    return ROWS["polygamma"].ball(ball(m), ball(u))


def out_of(n: arb | int, k: arb | int) -> arb:
    return ROWS["binomial"].ball(arb(n), arb(k))


def falling(n: arb, m: int) -> arb:
    return prod((n - j for j in range(m)), start=ball(1))


@law(laws.BINOMIAL, lambda r: (lambda n, m: (out_of(n, m), falling(n + 1, m) / prod(range(1, m + 1))))(above(r), 2))
def a_binomial_coefficient(r: Random) -> Sides:
    k, rest, n, m = least(r), least(r), least(r), r.randint(0, 6)
    return r.choice(
        (
            (out_of(k + rest, k), (k + rest + 1).gamma() / ((k + 1).gamma() * (rest + 1).gamma())),
            (out_of(k + rest, k), out_of(k + rest, rest)),
            (out_of(n, m), falling(n, m) / prod(range(1, m + 1))),
            (out_of(n, n - m), falling(n, m) / prod(range(1, m + 1))),
            (out_of(n, -m - 1), ball(0)),
            (out_of(n, n + m + 1), ball(0)),
        )
    )


HALF = Fraction(1, 2)


@law(laws.POLYGAMMA_VALUES, lambda r: (polygamma_at(1, HALF), arb.pi() ** 2 / 6))
def polygamma_values(r: Random) -> Sides:
    euler, pi = arb.const_euler(), arb.pi()
    return r.choice(
        (
            (polygamma_at(0, 1), -euler),
            (polygamma_at(0, HALF), -euler - 2 * ball(2).log()),
            (polygamma_at(1, 1), pi**2 / 6),
            (polygamma_at(1, HALF), pi**2 / 2),
        )
    )


@law(laws.WHATEVER, lambda r: (lambda u: (power(u**2, HALF), u))(real(r)))
def whatever(r: Random) -> Sides:
    u = plus(*(v**2 for v in rows(r, real)))
    return power(u**2, HALF), u


def same_sign(b: int, u: int) -> Sides:
    return b * u > 0, u > 0


@law(laws.SIGN_OF_PRODUCT, lambda r: same_sign(r.randint(-3, 3), r.randint(-3, 3)))
def sign_of_product(r: Random) -> Sides:
    return same_sign(r.randint(1, 3), r.randint(-3, 3))


def halves(r: Random) -> tuple[Fraction, Fraction]:
    return Fraction(r.randint(-6, 6), 2), Fraction(r.randint(-6, 6), 2)


def ordered(f: Callable[[arb], arb], u: Fraction, v: Fraction, turned: bool = False) -> Sides:
    if u == v:
        return True, True
    return bool(f(ball(u)) < f(ball(v))), (v < u) if turned else (u < v)


@law(laws.ORDER_BY_EXP, lambda r: ordered(lambda u: (-u).exp(), *halves(r)))
def order_by_exp(r: Random) -> Sides:
    return ordered(lambda u: u.exp(), *halves(r))


@law(laws.ORDER_BY_FUNCTION, lambda r: ordered(lambda u: u.cosh(), *halves(r)))
def order_by_function(r: Random) -> Sides:
    """Every function at arguments where its row says that it grows or falls."""
    row = r.choice([row for row in ROWS.values() if row.function.nargs == {1} and (row.increasing or row.decreasing)])
    way = r.choice([w for w, on in ((1, row.increasing), (-1, row.decreasing)) if on is not None])
    on = row.increasing if way == 1 else row.decreasing
    assert on is not None
    inside = [Fraction(k, 8) for k in range(-60, 61) if on.has(Fraction(k, 8))]
    return ordered(row.ball, r.choice(inside), r.choice(inside), way == -1)


def squared(u: Fraction, v: Fraction) -> Sides:
    return abs(u) < v, u**2 < v**2


@law(laws.ORDER_BY_SQUARES, lambda r: squared(*halves(r)))
def order_by_squares(r: Random) -> Sides:
    u, v = halves(r)
    return squared(u, abs(v) + 1)


def beside_a_term(g: list[int], z: int) -> Sides:
    return sum(g) >= g[z] and (sum(g) > g[z] or len(g) < 2 or min(g) == 0), True


@law(laws.TERM_OF_SUM, lambda r: beside_a_term([r.randint(-3, 3) for _ in range(3)], r.randrange(3)))
def term_of_sum(r: Random) -> Sides:
    g = [r.randint(0, 3) for _ in range(r.randint(1, 3))]
    return beside_a_term(g, r.randrange(len(g)))


def above_a_tangent(u: Fraction, a: Fraction) -> Sides:
    w, b = ball(u), ball(a)
    return [
        u == 0 or bool(w.exp() > 1 + w),
        a == 1 or bool(b.log() < b - 1),
        a == 1 or bool(b.log() > 1 - 1 / b),
    ], [True] * 3


@law(laws.TANGENT, lambda r: (lambda u: ([bool(ball(u).exp() > ball(1 + u + u**2))], [True]))(halves(r)[0]))
def tangent(r: Random) -> Sides:
    u, v = halves(r)
    return above_a_tangent(u, abs(v) + Fraction(1, 2))


NAMES = {row.name: row for row in TABLE}


def test_every_law_has_a_test_and_a_source() -> None:
    assert NAMES == LAWS
    assert len({row.statement for row in TABLE}) == len(TABLE)
    for row in TABLE:
        assert all((row.name, row.statement)) and "," in row.source + ","
        assert row.source.partition(",")[0] != row.source or row.source == "Knuth, Two Notes on Notation"


@pytest.mark.parametrize("name", NAMES)
def test_a_law_holds_at_random_numbers(name: str) -> None:
    right, r = TABLE[NAMES[name]][0], Random(name)
    for _ in range(DRAWS):
        one, other = right(r)
        assert agree(one, other), (one, other)


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_twin_is_caught(name: str) -> None:
    wrong, r = TABLE[NAMES[name]][1], Random(name)
    assert not all(agree(*wrong(r)) for _ in range(DRAWS))


# ---- they are cited ------------------------------------------------------------------------------------------------------


def shipped() -> Iterator[Any]:
    """The chains of all derivations and families, and the steps of our own that are to be accepted."""
    for name in derivations.names():
        yield derivations.load(name)
    for name in families.names():
        yield derivation(families.load(name))
    for step in TRUE_STEPS:
        yield step.build()


def test_every_law_is_used_by_something_that_ships() -> None:
    used = {name for chain in shipped() for j in check(chain).judgements for name, _ in j.used}
    assert used == set(LAWS)


a, b = parameter("a", nonnegative), parameter("b", nonnegative)
s, t, w = parameter("s", positive), parameter("t", positive), parameter("w", reals)
x = sample("x", domain=reals)


def cited(*trees: Any, forms: NormalForm | None = None) -> dict[str, int]:
    forms = forms or NormalForm()
    with forms.citing() as used:
        for tree in trees:
            forms.of(tree)
    return dict(tally(used))


def test_a_normal_form_cites_what_it_applies_and_nothing_else() -> None:
    assert cited(log(s * t)) == {laws.LOG_OF_PRODUCT.name: 1}
    assert cited(log(a * b)) == {laws.LOG_OF_PRODUCT.name: 1, laws.INFINITE_SUM.name: 1}
    assert cited(w + 2 * s * w) == {}
    assert cited(w * (s + t)) == {}
    assert cited(x.sum(2 * x.i)) == {laws.FACTOR_LEAVES_SUM.name: 1}


def test_what_is_remembered_is_cited_again() -> None:
    forms = NormalForm()
    once = cited(log(s * t), forms=forms)
    assert cited(log(s * t), forms=forms) == once
    assert cited(w * log(s * t), forms=forms) == once
    assert cited(log(s * t), log(s * t), forms=forms)[laws.LOG_OF_PRODUCT.name] == 2


def test_signs_are_conditions_and_cite_nothing_whatever_is_remembered() -> None:
    forms = NormalForm()
    with forms.citing() as used:
        assert forms.sign_of(forms.of(w**2 - 2 * w * t + t**2)) == 0
    assert used == {}


def test_each_thread_cites_for_itself() -> None:
    forms = NormalForm()
    trees = [log(a * b**k) for k in range(1, 9)]
    expected = [cited(tree, forms=NormalForm()) for tree in trees]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda tree: cited(tree, forms=forms), trees)) == expected


def test_the_most_frequent_laws_come_first() -> None:
    assert tally({laws.COUNT: 1, laws.CHOSEN: 3, laws.ALIKE: 1}) == (
        (laws.CHOSEN.name, 3),
        (laws.COUNT.name, 1),
        (laws.ALIKE.name, 1),
    )


def used_for(left: Any, right: Any) -> tuple[str, dict[str, int]]:
    found = judge(Equal(left, right), provers())
    assert found.verdict is Verdict.PROVED
    return found.prover, dict(found.used)


def test_a_proof_of_equality_carries_its_laws() -> None:
    assert used_for(log(s * t), log(s) + log(t)) == ("identities", {laws.LOG_OF_PRODUCT.name: 1})
    assert used_for(w, w + 0 * s) == ("identities", {})
    prover, used = used_for(Abs(w) * w, w * raw(Abs, (-w,)))
    assert (prover, used) == ("identities", {laws.ABS_OF_PRODUCT.name: 1})
    root = sqrt(x.sum((x.i - w) ** 2))
    prover, used = used_for((root + 1) ** 2, x.sum((x.i - w) ** 2) + 2 * root + 1)
    assert prover == "identities" and used[laws.WHATEVER.name] == 1
    prover, used = used_for(Max(w, 0) * log(s * t), (w + Abs(w)) / 2 * (log(s) + log(t)))
    assert prover == "cases" and used[laws.LOG_OF_PRODUCT.name] > 0


def test_what_is_not_proved_carries_none() -> None:
    shared.cache_clear()
    found = judge(Equal(log(a * b), exp(a)), provers())
    assert (found.verdict, found.used) == (Verdict.UNKNOWN, ())
