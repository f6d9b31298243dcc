"""Tests of symbolic.calculus.integrals.one_variable: cutting, cases of a sign, names of substitutes, finite sums."""

from typing import Any

import pytest
from numeric import integral, number
from sympy import (
    Abs,
    Integer,
    Pow,
    Rational,
    besseli,
    binomial,
    cos,
    cosh,
    exp,
    factorial,
    log,
    pi,
    sign,
    sin,
    sinh,
    tanh,
)

from symbolic.calculus.integrals import compute
from symbolic.calculus.integrals.one_variable import free_name, one_variable
from symbolic.calculus.normal_form import Undecided, same
from symbolic.core.domains import (
    Arc,
    FiniteSet,
    Integers,
    RealInterval,
    binary,
    circle,
    counts,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import AtMost, NegativePart, parameter, raw, sample


def outcome(domain: Any, name: str = "x") -> Any:
    return sample(name, domain=domain).outcome


x, h, k = outcome(reals), outcome(positive), outcome(counts)
mu, a, s = parameter("mu", reals), parameter("a", positive), parameter("s", positive)
lam = parameter("lambda", RealInterval(0))
VALUES = {"mu": 0.3, "a": 1.7, "s": 0.8, "r": 2.6, "d": 1.2, "p": 0.35, "q": 0.6, "lambda": 1.4, "N": 5}


@pytest.mark.parametrize("rate", [1, Rational(1, 3)])
def test_the_exponential_series_holds_at_rate_0(rate: Any) -> None:
    assert compute(lam**k * exp(-lam) / factorial(k), (k,)) == 1
    assert compute(lam**k * exp(-lam) / factorial(k) * k, (k,)) == lam
    assert compute((lam**k / factorial(k)).xreplace({lam: Rational(rate)}), (k,)) == exp(rate)


def test_two_kinks_of_unknown_order_are_taken_case_by_case() -> None:
    nu = parameter("nu", reals)
    tree = exp(-Abs(x - mu) / s) * Abs(x - nu)
    gap = Abs(mu - nu)
    assert same(compute(tree, (x,)), 2 * s * (gap + s * exp(-gap / s)))
    for at in (Rational(-7, 5), Rational(3, 10), 2):
        values = {**VALUES, "nu": at}
        expected = integral(tree, (x,), values, cuts=(values["mu"], at), far=60)
        assert abs(number(compute(tree, (x,)), values) - expected) < 1e-6


def test_cases_that_differ_are_no_value() -> None:
    nu = parameter("nu", reals)
    with pytest.raises(Undecided, match="sign is not known"):
        compute(exp(-Abs(x - mu)) * AtMost(nu, x), (x,))
    with pytest.raises(Undecided, match="sign is not known"):
        compute(exp(-Abs(x - mu)) * Abs(x - a * mu), (x,))


def test_substitutes_do_not_capture_other_columns() -> None:
    inner, other = outcome(positive, "x"), outcome(positive, "u")
    assert compute(exp(-inner * other), (inner,)) == 1 / other
    assert compute(exp(-Abs(inner - other)), (inner,)) == 2 - exp(-other)


def test_a_negative_part_is_cut_where_it_vanishes_and_a_sign_is_left_alone() -> None:
    assert same(compute(exp(-Abs(x - mu)) * NegativePart(x - mu), (x,)), Integer(1))
    assert same(compute(NegativePart(h) * exp(-h) + exp(-h), (h,)), Integer(1))
    with pytest.raises(Undecided):
        compute(exp(-Abs(x - mu)) * sign(x), (x,))


def test_a_name_that_no_outcome_has() -> None:
    assert free_name(x) == "u"
    assert free_name(outcome(reals, "u") + outcome(reals, "v")) == "w"
    assert free_name(*(outcome(reals, n) for n in "uvwst")) == "u0"


@pytest.mark.parametrize(
    ("domain", "value"),
    [(binary, 1), (FiniteSet((Rational(1, 2), 2)), Rational(17, 4)), (Integers(-2, 3), 19), (RealInterval(2, 2), 0)],
    ids=str,
)
def test_a_finite_sum_is_taken_term_by_term(domain: Any, value: Any) -> None:
    v = outcome(domain)
    assert same(compute(v**2, (v,)), Integer(0) + value)


def test_a_sum_of_many_terms_and_one_without_a_beginning_are_refused() -> None:
    many, whole = outcome(Integers(0, 10**6)), outcome(Integers())
    for v in (many, whole):
        with pytest.raises(Undecided):
            one_variable(v * a, (v,))


def test_intervals_are_mapped_onto_standard_ones() -> None:
    for domain in (RealInterval(3, upper_closed=False), RealInterval(upper=3, lower_closed=False)):
        v = outcome(domain)
        assert same(compute(exp(-Abs(v - 3)), (v,)), Integer(1))
    v = outcome(RealInterval(1, 3))
    assert same(compute(v, (v,)), Integer(4))


c, d = parameter("c", open_unit_interval), parameter("d", RealInterval(0, 1))
share = outcome(unit_interval)


def test_an_interval_is_cut_inside() -> None:
    assert same(compute(AtMost(share, c), (share,)), c)
    assert same(compute(share * (1 - AtMost(share, c)), (share,)), (1 - c**2) / 2)
    assert same(compute(Abs(share - c), (share,)), (c**2 + (1 - c) ** 2) / 2)
    for tree in (share * AtMost(share, c) + (1 - share) * (1 - AtMost(share, c)), Abs(share - c) * share**2):
        values = {**VALUES, "c": 0.3}
        assert abs(number(compute(tree, (share,)), values) - integral(tree, (share,), values, cuts=(0.3,))) < 1e-6


def test_an_interval_is_cut_nowhere_else() -> None:
    for place in (d, mu, a, c + a, 2 * c):  # which may lie outside, or at an end
        with pytest.raises(Undecided):
            compute(AtMost(share, place), (share,))


def test_a_sum_that_a_binomial_coefficient_ends() -> None:
    n, m, q = parameter("N", counts), parameter("M", counts), parameter("q", open_unit_interval)
    term = binomial(n, k) * q**k * (1 - q) ** (n - k)
    assert same(compute(term, (k,)), Integer(1)) and same(compute(term * k, (k,)), n * q)
    assert same(compute(term * AtMost(k, n), (k,)), Integer(1))
    for other in (term * AtMost(k, m), term * AtMost(k, n - 1), term + AtMost(k, n) * q**k, term * AtMost(1, k)):
        with pytest.raises(Undecided):
            compute(other, (k,))


def test_hyperbolic_functions_are_integrated_by_exponentials() -> None:
    assert same(compute(1 / cosh(x - mu), (x,)), pi)
    assert same(compute(1 / cosh((x - mu) / s) ** 2, (x,)), 2 * s)
    for other in (cosh(x), 1 / sinh(x), tanh(x), 1 / cosh(x - mu) + 1):
        with pytest.raises(Undecided):
            compute(other, (x,))


def test_powers_of_sums_in_a_finite_sum_are_multiplied_out() -> None:
    v, q = outcome(Integers(0, 9)), parameter("q", open_unit_interval)
    term = binomial(9, v) * q**v * (1 - q) ** (9 - v)
    assert compute(term, (v,)) == 1 and same(compute(term * v, (v,)), 9 * q)
    assert compute(binomial(9, v) * q**v * (1 - q) ** (8 - v), (v,)) != 1


def test_many_kinks_are_refused() -> None:
    tree = exp(-(x**2)) * sum((Abs(x - j) for j in range(9)), Integer(0))
    with pytest.raises(Undecided):
        compute(raw(Pow, (tree, Rational(1, 2))), (x,))


angle = outcome(circle)
wave = exp(a * cos(angle - mu))


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (1 + 0 * angle, 2 * pi),
        (angle, Integer(0)),
        (angle**2, 2 * pi**3 / 3),
        (wave, 2 * pi * besseli(0, a)),
        (wave * cos(angle - mu), 2 * pi * besseli(1, a)),
        (wave * sin(angle - mu), Integer(0)),
        (wave * cos(angle - mu) ** 2, 2 * pi * (besseli(0, a) - besseli(1, a) / a)),
    ],
    ids=str,
)
def test_integrals_over_all_angles_have_their_ends_at_multiples_of_pi(tree: Any, value: Any) -> None:
    assert same(compute(tree, (angle,)), value)


def test_an_arc_of_any_whole_turn_has_one_integral_and_half_of_it_is_not_in_the_table() -> None:
    for domain in (circle, Arc(0, 2), Arc(Rational(-1, 3), Rational(5, 3), False, True)):
        v = outcome(domain)
        assert same(compute(exp(a * cos(v - mu)), (v,)), 2 * pi * besseli(0, a)), str(domain)
    half = outcome(Arc(0, 1))
    with pytest.raises(Undecided):
        compute(exp(a * cos(half - mu)), (half,))
    assert same(compute(half, (half,)), pi**2 / 2)


N1, N3, UNIT = outcome(Integers(1)), outcome(Integers(-2)), outcome(RealInterval(0, 1, False, False))
SUBSTITUTED = [
    (lam**N1 / factorial(N1), N1),
    (lam**N1 / factorial(N1) * N1, N1),
    (Rational(1, 2) ** N3 / factorial(N3 + 2), N3),
    (exp(h - s * exp(h)), h),
    (exp(2 * a * h - s * exp(a * h)), h),
    (exp(3 * a * h / 2 - s * exp(3 * a * h / 2)), h),
    (exp(h / 3 - s * exp(h / 3)), h),
    (exp(h / s) / (1 + exp(h / s)) ** 2, h),
    (exp(-((log(UNIT / (1 - UNIT)) - mu) ** 2) / (2 * s**2)) / (UNIT * (1 - UNIT)), UNIT),
    (exp(-(log(UNIT) ** 2) / 2 + mu * log(UNIT)), UNIT),
    (exp(-((h - mu) ** 2) / (2 * s**2)), h),
    (exp(-((h - mu) ** 2) / (2 * s**2)) * h**2, h),
    (exp(-((UNIT - mu) ** 2) / (2 * s**2)), UNIT),
    (exp(-((UNIT - mu) ** 2) / (2 * s**2)) * UNIT, UNIT),
    (exp(-((x - mu) ** 2) / (2 * s**2)) * AtMost(a, x), x),
]


@pytest.mark.parametrize(("tree", "over"), SUBSTITUTED, ids=str)
def test_what_is_brought_into_the_table_agrees_with_quadrature(tree: Any, over: Any) -> None:
    cuts = (VALUES["a"],) if over == x else (1,) if over == h else ()
    expected = integral(tree, (over,), VALUES, cuts=cuts, far=12)
    assert abs(number(compute(tree, (over,)), VALUES) - expected) < 1e-6 * (1 + abs(expected))


@pytest.mark.parametrize(
    ("tree", "over"),
    [
        (lam**N1 / N1, N1),  # a series of another kind: 1/k is not defined at 0
        (log(N1) * lam**N1 / factorial(N1), N1),
        (2**N1, N1),  # it diverges
        (exp(h + s * exp(h)), h),
        (exp(h - lam * exp(h)), h),  # lambda may be 0
        (exp(log(UNIT) ** 2 / 2), UNIT),
    ],
    ids=str,
)
def test_what_has_no_value_or_none_that_is_known_stays_open(tree: Any, over: Any) -> None:
    with pytest.raises(Undecided):
        compute(tree, (over,))
