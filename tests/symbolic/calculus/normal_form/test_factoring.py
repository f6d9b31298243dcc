"""Tests of symbolic.calculus.normal_form.factoring, and of what leaves a logarithm, a power or an absolute value by it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from sympy import Abs, Integer, Mul, Pow, Rational, exp, log, sqrt

from symbolic.calculus.normal_form import NormalForm, ring
from symbolic.calculus.normal_form.atoms import ParameterAtom, ProductAtom, Undecided
from symbolic.calculus.normal_form.factoring import MAX_DEGREE, MAX_FACTORED, factors_of_sum
from symbolic.calculus.normal_form.polynomials import constant, fixed, single
from symbolic.core.domains import nonnegative, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import parameter, raw, sample

a, b = parameter("a", nonnegative), parameter("b", nonnegative)
s, t = parameter("s", positive), parameter("t", positive)
u, v, w = (parameter(name, reals) for name in ("u", "v", "w"))
h, c = parameter("h", unit_interval), parameter("c", open_unit_interval)
x, y = sample("x", domain=reals), sample("y", domain=positive)
n = x.n
forms = NormalForm().factored()
of = forms.of
half = Rational(1, 2)


def to(base: Any, exponent: Any) -> Any:
    return raw(Pow, (base, Integer(exponent) if isinstance(exponent, int) else exponent))


# ---- factors of sums -------------------------------------------------------------------------------------------------


def product(tree: Any) -> Any:
    """What the factors of a sum multiply to, and how many there are."""
    found = factors_of_sum(fixed(of(tree)))
    if found is None:
        return None
    number, factors = found
    out = constant(number)
    for f, k in factors:
        out = ring.multiply(forms, out, ring.power(forms, dict(f), k))
    return sum(k for _, k in factors) if out == of(tree) else "other"


@pytest.mark.parametrize(
    ("tree", "count"),
    [
        ((1 + s) * (2 + s), 2),
        ((1 + u) ** 3, 3),
        (Rational(1, 2) * (u - v) * (u + v) * (1 + w), 3),
        (-(u - 1) * (v - 1), 2),
        (s * t + s, 2),
        ((1 + exp(u)) * (2 + exp(-v) * exp(u)), None),
        ((1 + exp(u)) * (2 + exp(v)), 2),
        ((1 + sqrt(s)) ** 2, 2),
        ((1 + Abs(u)) ** 2, 2),
        ((1 + Abs(u)) * (u + 2), 2),
        (1 + u, None),
        (1 + s * t, None),
        (1 + u**2, None),
        (s - t, None),
        (2 * s + 2, None),
        (2 * s, None),
        (u**2 - 2, None),
    ],
    ids=str,
)
def test_the_factors_of_a_sum_multiply_to_it(tree: Any, count: int | None) -> None:
    assert product(tree) == count


def test_long_sums_and_high_degrees_have_no_factors_here() -> None:
    many = [parameter(f"d{k}", positive) for k in range(8)]
    long = of(Mul(*(1 + d for d in many)))
    assert len(long) > MAX_FACTORED
    assert factors_of_sum(fixed(long)) is None
    assert factors_of_sum(fixed(ring.add(forms, of(to(s, MAX_DEGREE + 2)), constant(-1)))) is None


def test_a_sum_is_taken_apart_where_that_is_asked_for_and_where_nothing_is_infinite() -> None:
    plain = NormalForm()
    assert ring.taken_apart(plain, plain.of((1 + s) * (2 + s))) is None
    assert ring.taken_apart(forms, of((1 + s) * (2 + s))) is not None
    assert ring.taken_apart(forms, of((1 + b) * log(a))) is None
    assert ring.taken_apart(forms, of(1 + s)) is None
    assert ring.taken_apart(forms, of(3 * s)) is None


def test_what_does_not_multiply_to_the_sum_is_no_factorisation(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = 1, ((fixed(of(1 + s)), 1), (fixed(of(3 + s)), 1))
    monkeypatch.setattr(ring, "factors_of_sum", lambda p: wrong)
    assert ring.taken_apart(forms, of((1 + s) * (2 + s))) is None


@pytest.mark.parametrize(
    ("tree", "sign"),
    [
        ((1 + s) * (2 + s), 1),
        ((1 - c) * (s - 2 * c * s) ** 2, 0),
        (-(1 - c) * (c - 1), 1),
        ((u - v) ** 2, 0),
        (-((u - v) ** 2), None),
        ((u - 1) * (v - 1), None),
        ((h - 1) * (a + 1), None),
        ((1 - h) * (a + 1), 0),
        ((u - 1) ** 2 * (v - 1) ** 3, None),
    ],
    ids=str,
)
def test_a_sign_by_factors(tree: Any, sign: int | None) -> None:
    assert ring.sign_by_factors(forms, of(tree)) == sign


# ---- what leaves ------------------------------------------------------------------------------------------------------


EQUAL = [
    (log((1 + s) * (2 + s)), log(1 + s) + log(2 + s)),
    (log(to(1 + s, 2)), 2 * log(1 + s)),
    (log(to(u - 1, 2)), 2 * log(Abs(1 - u))),
    (log((1 - c) * (2 - c)), log(1 - c) + log(2 - c)),
    (log((c - 1) * (c - 2)), log(1 - c) + log(2 - c)),
    (log((a + b) * (1 + a)), log(a + b) + log(1 + a)),
    (log(to(1 + s, 90)), 90 * log(1 + s)),
    (log((1 + s) / to(2 + s, 3)), log(1 + s) - 3 * log(2 + s)),
    (raw(Abs, ((u - 1) * (v + 2) * (1 + s),)), Abs(1 - u) * Abs(v + 2) * (1 + s)),
    (raw(Abs, (to(u - 1, 3),)), (u - 1) ** 2 * Abs(u - 1)),
    (to(raw(Abs, (u,)), 2), u**2),
    (to(to(1 - u, 2), half), Abs(u - 1)),
    (to(to(1 - u, 2), Rational(3, 2)), (u - 1) ** 2 * Abs(u - 1)),
    (to((1 + s) * (2 + s), half), sqrt(1 + s) * sqrt(2 + s)),
    (to((1 + s) * (2 + s), u), to(1 + s, u) * to(2 + s, u)),
    (to((a + b) * (2 + s), t), to(a + b, t) * to(2 + s, t)),
    (to(1 - u, 8), to(u - 1, 8)),
    (to(1 - u, 9), -to(u - 1, 9)),
    (to(u * v, n), to(u, n) * to(v, n)),
    (to(-u, 2 * n), to(u, n) ** 2),
    (raw(Abs, (x.product(u - x.i),)), x.product(raw(Abs, (x.i - u,)))),
    (raw(Abs, (-3 * to(u, n),)), 3 * to(raw(Abs, (u,)), n)),
    (raw(Abs, (to(Integer(-1), n),)), Integer(1)),
    (to(h - 2, n) * to(Integer(-1), n), to(2 - h, n)),
    (to(h - 2, 4 * n), to(2 - h, 4 * n)),
    (x.product((u - x.i) * (v + x.i)), x.product(u - x.i) * x.product(v + x.i)),
    (x.product((u - x.i) ** 2), x.product(x.i - u) ** 2),
    (y.product((1 + y.i) * (s + y.i)), exp(y.sum(log(1 + y.i) + log(s + y.i)))),
]


@pytest.mark.parametrize(("left", "right"), EQUAL, ids=[str(left) for left, _ in EQUAL])
def test_factors_leave(left: Any, right: Any) -> None:
    assert forms.equal(of(left), of(right))


DIFFERENT = [
    (log((1 + u) * (2 + u)), log(3 + u) + log(u)),
    (log(-(1 + s) * (2 + s)), log(1 + s) + log(2 + s)),
    (log(to(1 + u, 3) * v), 3 * log(1 + u) + log(v)),
    (to(to(1 - u, 2), half), 1 - u),
    (to(to(1 - u, 2), half), u - 1),
    (to(1 - u, 9), to(u - 1, 9)),
    (to(-u, n), to(u, n)),
    (to(-u, n), -to(u, n)),
    (to(u, 2 * n), to(u, n)),
    (to(u, n), to(Abs(u), n)),
    (x.product(u - x.i), x.product(x.i - u)),
    (raw(Abs, (x.product(u - x.i),)), x.product(u - x.i)),
    (raw(Abs, (-3 * to(u, n),)), 3 * to(u, n)),
    (x.product(u - x.i), x.product(raw(Abs, (x.i - u,)))),
    (raw(Abs, ((u - 1) * (v + 2),)), (u - 1) * (v + 2)),
    (raw(Abs, (to(u - 1, 3),)), (u - 1) ** 3),
]


@pytest.mark.parametrize(("left", "right"), DIFFERENT, ids=[f"{left} ~ {right}" for left, right in DIFFERENT])
def test_and_signs_stay(left: Any, right: Any) -> None:
    with suppress(Undecided):
        assert not forms.equal(of(left), of(right))


OPEN = [
    log(raw(Mul, (Integer(-1), 1 + s, 2 + s))),
    to((u - 1) * (v - 1), half),
    to((u - 1) ** 2, -half),
    to((a + b) * (1 + a), -half),
    to((a + b) * (1 + a), u),
    to((u - 1) * (1 + s), t),
    to(-(1 + s) * (2 + s), half),
    x.product(log(a) * (1 + u) + 1),
]


@pytest.mark.parametrize("tree", OPEN, ids=str)
def test_what_may_be_negative_or_infinite_is_open(tree: Any) -> None:
    with pytest.raises(Undecided):
        of(tree)


def test_factors_that_may_both_be_negative_stay_together() -> None:
    assert len(of(log((1 + u) * (2 + u)))) <= 2
    assert of(log((1 + u) * (2 + v) * (1 + s))) != of(log(1 + u) + log(2 + v) + log(1 + s))
    assert of(log((a - b) * (1 + a) * a)) != of(log(a - b) + log(1 + a) + log(a)), "a may be 0 and a - b negative"


def test_a_sign_over_rows_is_its_own_inverse() -> None:
    ((m, _),) = ring.multiply(forms, of(to(-u, n)), of(to(-v, n))).items()
    assert {a for a, _ in m} == {ProductAtom("n", ParameterAtom(p)) for p in (u, v)}
    minus = of(to(Integer(-1), n))
    assert ring.multiply(forms, minus, minus) == constant(1)
    assert ring.power(forms, minus, 3) == minus
    assert minus not in (constant(1), constant(-1))
    with pytest.raises(Undecided):
        ring.power(forms, minus, half)
    assert single(next(iter(next(iter(minus))))[0]) == minus
