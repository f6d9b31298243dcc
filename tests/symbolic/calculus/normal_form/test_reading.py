"""Tests of symbolic.calculus.normal_form.reading: each law holds with its condition, and is refused without it."""

import os
import subprocess
import sys
from typing import Any

import pytest
from sympy import Abs, Add, Integer, Max, Min, Mul, Pow, Rational, exp, log, oo, pi, sqrt

from symbolic import written
from symbolic.calculus.normal_form import (
    ONE,
    NormalForm,
    Undecided,
    constant,
    hole,
    mentions,
    same,
    shared,
    written_out,
)
from symbolic.core.domains import (
    RealInterval,
    binary,
    countable,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import (
    Entry,
    Index,
    NegativePart,
    RowSum,
    Same,
    cross_entropy,
    density,
    empirical,
    expectation,
    function,
    kl_divergence,
    parameter,
    raw,
    sample,
    well_formed,
)

theta = parameter("theta")
a, b, c = parameter("a", nonnegative), parameter("b", nonnegative), parameter("c", nonnegative)
s, t = parameter("s", positive), parameter("t", positive)
w, m = parameter("w", reals), parameter("m", reals)
h = parameter("h", unit_interval)
x, y, z = sample("x"), sample("y"), sample("z", size="m_z")
v = sample("v", domain=reals)
k = sample("k", domain=countable)
q, p, r = density("q", theta), density("p"), density("r")
g = function("g", theta, values=unit_interval)
f = function("f", theta)
X, Y = x.outcome, y.outcome
NAMES = {
    "a": a,
    "b": b,
    "c": c,
    "s": s,
    "t": t,
    "w": w,
    "m": m,
    "h": h,
    "x": x,
    "y": y,
    "z": z,
    "v": v,
    "k": k,
    "q": q,
    "p": p,
    "r": r,
    "f": f,
    "g": g,
}

EQUAL, DIFFERENT, OPEN = "equal", "different", "open"


def read(text: str) -> Any:
    return written(text, **NAMES)


def verdict(left: Any, right: Any, *given: Any) -> str:
    """What the normal form says of two expressions: equal, of different forms, or beyond it."""
    try:
        return EQUAL if same(left, right, given) else DIFFERENT
    except Undecided as reason:
        assert str(reason)
        return OPEN


def refused(tree: Any) -> bool:
    """Is the expression refused before any normal form is asked for?"""
    try:
        well_formed(tree)
    except MalformedTerm:
        return True
    return False


LAWS = [
    # sums may be regrouped
    ("a + b", "b + a", EQUAL),
    ("(a + b) + c", "a + (b + c)", EQUAL),
    ("a - a", "0", EQUAL),
    ("2*a", "a + a", EQUAL),
    ("2*log(s)", "log(s) + log(s)", EQUAL),
    ("2*log(a)", "log(a) + log(a)", EQUAL),
    ("log(a) - log(a)", "0", OPEN),
    ("log(a) - log(b)", "log(a) - log(b)", OPEN),
    ("log(s) - log(a)", "-log(a) + log(s)", EQUAL),
    ("log(a) + log(b) - log(s)", "log(b) - log(s) + log(a)", EQUAL),
    ("(w + m)**2", "w**2 + 2*w*m + m**2", EQUAL),
    ("(w + m)**2", "w**2 + m**2", DIFFERENT),
    ("w*(m + 1)", "w*m + w", EQUAL),
    ("(log(a) + 1)*s", "s*log(a) + s", EQUAL),
    ("(log(a) + 1)*(s - t)", "(log(a) + 1)*s - (log(a) + 1)*t", OPEN),
    ("0*log(a)", "0", EQUAL),
    # a factor may be cancelled only where it is positive and finite
    ("s/s", "1", EQUAL),
    ("a/a", "1", OPEN),
    ("w/w", "1", OPEN),
    ("a*s/s", "a", EQUAL),
    ("s*a/a", "s", OPEN),
    ("a**2/a", "a", OPEN),
    ("s**2/s", "s", EQUAL),
    ("1/(1/s)", "s", EQUAL),
    ("1/(1/a)", "a", OPEN),
    ("1/0", "1/0", OPEN),
    ("1/(s - s)", "1/(s - s)", OPEN),
    ("1/log(s)", "1/log(s)", OPEN),
    # 0^0 = 1, whole powers, roots
    ("a**0", "1", EQUAL),
    ("0**0", "1", EQUAL),
    ("log(a)**0", "1", EQUAL),
    ("0**a", "0", OPEN),
    ("a**w", "a**w", OPEN),
    ("s**w*s**m", "s**(w + m)", EQUAL),
    ("sqrt(a)*sqrt(a)", "a", EQUAL),
    ("sqrt(a**2)", "a", EQUAL),
    ("sqrt(w**2)", "w", DIFFERENT),
    ("sqrt(w**2)", "abs(w)", EQUAL),
    ("log(w**2)", "2*log(abs(w))", EQUAL),
    ("log(w**3)", "3*log(abs(w))", OPEN),
    ("(w**2)**(1/4)", "sqrt(abs(w))", EQUAL),
    ("sqrt(w)", "sqrt(w)", OPEN),
    ("sqrt(a*b)", "sqrt(a)*sqrt(b)", EQUAL),
    ("sqrt(w*m)", "sqrt(w)*sqrt(m)", OPEN),
    ("sqrt(4*a)", "2*sqrt(a)", EQUAL),
    ("sqrt(8)", "2*sqrt(2)", EQUAL),
    ("sqrt(2)*sqrt(3)", "sqrt(6)", EQUAL),
    ("sqrt(2)", "1", DIFFERENT),
    ("sqrt(1/2)", "sqrt(2)/2", EQUAL),
    ("sqrt(a + b)", "sqrt(a) + sqrt(b)", DIFFERENT),
    ("1/sqrt(s)", "sqrt(s)/s", EQUAL),
    ("w**3*w", "w**4", EQUAL),
    ("(0-1)**3", "0-1", EQUAL),
    # the log of a product needs nonnegative factors
    ("log(a*b)", "log(a) + log(b)", EQUAL),
    ("log(w*m)", "log(w) + log(m)", OPEN),
    ("log(w**2)", "2*log(w)", OPEN),
    ("log(-s)", "log(s)", OPEN),
    ("log(a**2)", "2*log(a)", EQUAL),
    ("log(sqrt(a))", "log(a)/2", EQUAL),
    ("log(s/t)", "log(s) - log(t)", EQUAL),
    ("log(a/t)", "log(a) - log(t)", EQUAL),
    ("log(s/a)", "log(s) - log(a)", OPEN),
    ("log(1/s)", "-log(s)", EQUAL),
    ("log(6)", "log(2) + log(3)", EQUAL),
    ("log(1/2)", "-log(2)", EQUAL),
    ("log(1)", "0", EQUAL),
    ("log(0)", "log(0)", OPEN),
    ("log(2)", "log(3)", DIFFERENT),
    ("log(a + b)", "log(a) + log(b)", DIFFERENT),
    ("log(a + b)", "log(b + a)", EQUAL),
    ("log(2*a + 2*b)", "log(2) + log(a + b)", EQUAL),
    ("log(log(a))", "log(log(a))", OPEN),
    # log(1 - h) may be -oo
    ("log(1 - h) - log(1 - h)", "0", OPEN),
    ("exp(log(1 - h))", "1 - h", EQUAL),
    ("log(1 + h) - log(1 + h)", "0", EQUAL),
    ("log(s + a) - log(s + a)", "0", EQUAL),
    ("log(a + b) - log(a + b)", "0", OPEN),
    # exp
    ("exp(log(a))", "a", EQUAL),
    ("exp(2*log(a))", "a**2", EQUAL),
    ("exp(log(a)/2)", "sqrt(a)", EQUAL),
    ("exp(-log(s))", "1/s", EQUAL),
    ("exp(-log(a))", "1/a", OPEN),
    ("exp(-log(a))*a", "1", OPEN),
    ("exp(w + m)", "exp(w)*exp(m)", EQUAL),
    ("exp(w)*exp(-w)", "1", EQUAL),
    ("exp(log(a) + w)", "a*exp(w)", EQUAL),
    ("exp(log(a) - log(b))", "a/b", OPEN),
    ("exp(w*log(a))", "a**w", OPEN),
    ("exp(w*log(s))", "s**w", EQUAL),
    ("log(exp(w))", "w", EQUAL),
    ("log(exp(2*w)*a)", "2*w + log(a)", EQUAL),
    ("exp(1)**2", "exp(2)", EQUAL),
    ("exp(0)", "1", EQUAL),
    ("exp(w)**2", "exp(2*w)", EQUAL),
    ("exp(w**2)", "exp(2*w)", DIFFERENT),
    ("log(exp(1))", "1", EQUAL),
    # rows: linear, multiplicative, constants leave
    ("x.sum(2*f(x.i))", "2*x.sum(f(x.i))", EQUAL),
    ("x.sum(f(x.i) + g(x.i))", "x.sum(f(x.i)) + x.sum(g(x.i))", EQUAL),
    ("x.sum(w*f(x.i))", "w*x.sum(f(x.i))", EQUAL),
    ("x.sum(w)", "x.n*w", EQUAL),
    ("x.sum(1)", "x.n", EQUAL),
    ("x.sum(f(x.i)*g(x.i))", "x.sum(f(x.i))*x.sum(g(x.i))", DIFFERENT),
    ("x.sum(f(x.i))**2", "x.sum(f(x.i)**2)", DIFFERENT),
    ("x.sum(f(x.i))", "y.sum(f(y.i))", DIFFERENT),
    ("x.sum(f(x.i))/x.n", "x.sum(f(x.i))/z.n", DIFFERENT),
    ("x.sum(log(q(x.i)) - log(r(x.i)))", "x.sum(log(q(x.i))) - x.sum(log(r(x.i)))", OPEN),
    ("x.sum(log(q(x.i)) + log(r(x.i)))", "x.sum(log(q(x.i))) + x.sum(log(r(x.i)))", EQUAL),
    ("x.sum(log(q(x.i)) + f(x.i))", "x.sum(log(q(x.i))) + x.sum(f(x.i))", EQUAL),
    ("x.sum(log(a)*f(x.i))", "log(a)*x.sum(f(x.i))", OPEN),
    ("x.sum(log(a)*q(x.i))", "log(a)*x.sum(q(x.i))", EQUAL),
    ("x.sum(z.sum(f(x.i)*g(z.i)))", "x.sum(f(x.i))*z.sum(g(z.i))", EQUAL),
    ("x.sum(z.sum(f(x.i, z.i)))", "z.sum(x.sum(f(x.i, z.i)))", DIFFERENT),  # not known here, though true
    ("log(x.product(q(x.i)))", "x.sum(log(q(x.i)))", EQUAL),
    ("log(x.product(q(x.i)*r(x.i)))", "x.sum(log(q(x.i))) + x.sum(log(r(x.i)))", EQUAL),
    ("log(x.product(f(x.i)))", "x.sum(log(f(x.i)))", OPEN),
    ("x.product(q(x.i)*r(x.i))", "x.product(q(x.i))*x.product(r(x.i))", EQUAL),
    ("x.product(q(x.i) + r(x.i))", "x.product(q(x.i)) + x.product(r(x.i))", DIFFERENT),
    ("log(x.product(q(x.i) + r(x.i)))", "x.sum(log(q(x.i) + r(x.i)))", EQUAL),
    ("log(x.product(q(x.i) - r(x.i)))", "x.sum(log(q(x.i) - r(x.i)))", OPEN),
    ("log(x.product(h*q(x.i) + (1 - h)*r(x.i)))", "x.sum(log(h*q(x.i) + (1 - h)*r(x.i)))", EQUAL),
    ("log(x.product(h*q(x.i) + (1 - 2*h)*r(x.i)))", "x.sum(log(h*q(x.i) + (1 - 2*h)*r(x.i)))", OPEN),
    ("log(x.product(a*q(x.i) + (1 - a)*r(x.i)))", "x.sum(log(a*q(x.i) + (1 - a)*r(x.i)))", OPEN),
    ("sqrt(1 + (v.i - w)**2)**2", "1 + v.i**2 - 2*v.i*w + w**2", EQUAL),
    ("sqrt(v.i**2 - 2*v.i*w + w**2)**2", "v.i**2 - 2*v.i*w + w**2", EQUAL),
    ("sqrt(v.i**2 - 3*v.i*w + w**2)**2", "v.i**2 - 3*v.i*w + w**2", OPEN),
    ("sqrt(v.i - w + 1)**2", "v.i - w + 1", OPEN),
    ("log(sqrt(2)*s + sqrt(2)*t)", "log(2)/2 + log(s + t)", EQUAL),
    ("log(sqrt(2)*s + t)", "log(2)/2 + log(s + t)", DIFFERENT),
    ("v.sum((v.i**2 + 1)*log(1 - h))", "(v.sum(v.i**2) + v.n)*log(1 - h)", EQUAL),
    ("v.sum((v.i**2 + 1)*log(1 - h))", "v.sum(v.i**2)*log(1 - h)", DIFFERENT),
    ("x.product(2*q(x.i))", "2*x.product(q(x.i))", DIFFERENT),
    ("x.product(2*q(x.i))", "2**x.n*x.product(q(x.i))", EQUAL),
    ("x.product(s)", "s**x.n", EQUAL),
    ("x.product(a)", "a**x.n", EQUAL),
    ("x.product(exp(f(x.i)))", "exp(x.sum(f(x.i)))", EQUAL),
    ("exp(x.sum(log(q(x.i))))", "x.product(q(x.i))", EQUAL),
    ("exp(x.sum(log(q(x.i)))/x.n)", "x.product(q(x.i))", DIFFERENT),
    ("exp(-x.sum(log(q(x.i))))", "1/x.product(q(x.i))", OPEN),
    ("x.product(-q(x.i))", "-x.product(q(x.i))", DIFFERENT),
    ("v.sum((v.i - w)**2)", "v.sum(v.i**2) - 2*w*v.sum(v.i) + v.n*w**2", EQUAL),
    ("v.sum((v.i - w)**2)", "v.sum(v.i**2) + v.n*w**2", DIFFERENT),
    # functions and densities are told apart by name, columns and parameters
    ("x.sum(q(x.i, y.i))", "x.sum(q(y.i, x.i))", EQUAL),
    ("x.sum(q(y.i, given=x.i))", "x.sum(q(x.i, given=y.i))", DIFFERENT),
    ("x.sum(q(y.i, given=x.i))", "x.sum(q(y.i, x.i))", DIFFERENT),
    ("x.sum(q(y.i, x.i))", "x.sum(q(y.i, given=x.i)*q(x.i))", DIFFERENT),
    # the rest
    ("abs(-w)", "abs(w)", EQUAL),
    ("abs(a)", "a", EQUAL),
    ("abs(w)", "w", DIFFERENT),
    ("abs(2*w)", "2*abs(w)", EQUAL),
    ("abs(w - m)", "abs(m - w)", EQUAL),
    ("abs(w + m)", "abs(w) + abs(m)", DIFFERENT),
    ("max(w, m)", "max(m, w)", EQUAL),
    ("max(w, m)", "min(w, m)", DIFFERENT),
    ("max(w, m)", "w", DIFFERENT),
]


@pytest.mark.parametrize(("left", "right", "expected"), LAWS, ids=[f"{left} ~ {right}" for left, right, _ in LAWS])
def test_a_law_holds_with_its_condition_and_not_without(left: str, right: str, expected: str) -> None:
    assert verdict(read(left), read(right)) == expected
    assert verdict(read(right), read(left)) == expected


HYPOTHESES = [
    ("x.sum(p(x.i)/p(x.i))", "x.n", p(x.i) > 0),
    ("x.sum(log(p(x.i)) - log(p(x.i)))", "0", p(x.i) > 0),
    ("x.sum(log(q(x.i)) - log(p(x.i)))", "x.sum(log(q(x.i))) - x.sum(log(p(x.i)))", p(x.i) > 0),
    ("x.sum(log(q(x.i)/p(x.i)))", "x.sum(log(q(x.i))) - x.sum(log(p(x.i)))", p(x.i) > 0),
]


@pytest.mark.parametrize(("left", "right", "given"), HYPOTHESES, ids=[f"{h[0]} ~ {h[1]}" for h in HYPOTHESES])
def test_a_positive_density_may_be_cancelled_and_another_may_not(left: str, right: str, given: Any) -> None:
    assert verdict(read(left), read(right)) == OPEN
    assert verdict(read(left), read(right), given) == EQUAL
    for elsewhere in (p(y.i) > 0, p(x.i, y.i) > 0, r(x.i) > 0, p(x.i, given=y.i) > 0):
        assert verdict(read(left), read(right), elsewhere) == OPEN


def test_positivity_at_one_parameter_is_not_positivity_at_another() -> None:
    eta = parameter("eta")
    q_eta = density("q", eta)
    ratio = x.sum(raw(Mul, (q(x.i), Pow(q(x.i), -1))))
    assert verdict(ratio, x.n, q_eta(x.i) > 0) == OPEN
    assert verdict(ratio, x.n, q(x.i) > 0) == EQUAL


# ---- expectations ----------------------------------------------------------------------------------------------------

INTEGRABLE = expectation(Abs(log(p(X))), p(X)) < oo
KL = expectation(log(p(X)) - log(q(X)), p(X))
SPLIT = raw(Add, (expectation(log(p(X)), p(X)), expectation(-log(q(X)), p(X))))


def test_an_expectation_of_a_difference_is_split_only_under_integrability() -> None:
    assert verdict(KL, SPLIT) != EQUAL
    assert verdict(KL, SPLIT, INTEGRABLE) == EQUAL


@pytest.mark.parametrize(
    "fact",
    [
        expectation(Abs(log(p(Y))), p(Y)) < oo,
        expectation(Abs(log(p(X))), r(X)) < oo,
        expectation(Abs(log(r(X))), p(X)) < oo,
        expectation(NegativePart(log(p(X))), p(X)) < oo,
        expectation(Abs(log(p(X)) - log(q(X))), p(X)) < oo,
        p(x.i) > 0,
    ],
    ids=str,
)
def test_integrability_of_something_else_does_not_split_it(fact: Any) -> None:
    assert verdict(KL, SPLIT, fact) != EQUAL


EXPECTATIONS = [
    (expectation(Integer(1), p(X)), Integer(1), EQUAL),
    (expectation(w, p(X)), w, EQUAL),
    (expectation(w * g(X), p(X)), w * expectation(g(X), p(X)), EQUAL),
    (expectation(2 * log(q(X)), p(X)), 2 * expectation(log(q(X)), p(X)), EQUAL),
    (expectation(-log(q(X)), p(X)), -expectation(log(q(X)), p(X)), EQUAL),
    (expectation(g(X) + 1, p(X)), expectation(g(X), p(X)), DIFFERENT),
    (expectation(g(X), p(X)), expectation(g(X), r(X)), DIFFERENT),
    (expectation(g(X), p(X)), expectation(g(Y), p(Y)), DIFFERENT),
    (expectation(g(X) ** 2, p(X)), expectation(g(X), p(X)) ** 2, DIFFERENT),
    (expectation(g(X) * g(Y), p(X, Y)), expectation(g(X), p(X)) * expectation(g(Y), p(Y)), DIFFERENT),
    (log(expectation(q(X), p(X))), expectation(log(q(X)), p(X)), OPEN),
    (expectation(raw(Mul, (p(X), Pow(p(X), -1))), p(X)), Integer(1), EQUAL),
    (expectation(raw(Mul, (q(X), Pow(q(X), -1))), p(X)), Integer(1), OPEN),
    (expectation(log(q(X, Y)), p(X, Y)), expectation(log(q(Y, X)), p(Y, X)), EQUAL),
    (expectation(log(a) * g(X), p(X)), log(a) * expectation(g(X), p(X)), OPEN),
]


@pytest.mark.parametrize(("left", "right", "expected"), EXPECTATIONS, ids=lambda e: str(e))
def test_expectations_are_linear_in_constants_and_not_more(left: Any, right: Any, expected: str) -> None:
    assert verdict(left, right) == expected


def test_an_empirical_expectation_is_the_mean_over_the_rows() -> None:
    assert verdict(cross_entropy(empirical(x), q, x), x.sum(-log(q(x.i))) / x.n) == EQUAL
    assert verdict(cross_entropy(empirical(x), q, x), x.sum(-log(q(x.i)))) == DIFFERENT
    assert verdict(cross_entropy(empirical(x, y), q, x, y), x.sum(-log(q(x.i, y.i))) / x.n) == EQUAL
    assert verdict(cross_entropy(p, q, x), x.sum(-log(q(x.i))) / x.n) == DIFFERENT


def test_a_datum_has_positive_mass_under_its_own_empirical_distribution() -> None:
    phat = empirical(k)
    assert verdict(k.sum(raw(Mul, (phat(k.i), Pow(phat(k.i), -1)))), k.n) == EQUAL
    assert verdict(expectation(raw(Mul, (phat(k.outcome), Pow(phat(k.outcome), -1))), p(k.outcome)), Integer(1)) == OPEN


def test_an_empirical_mean_inside_a_sum_over_its_rows_is_not_confused_with_the_rows() -> None:
    """sum_i E_phat[g(x) g(x_i)] is n times the square of the mean, and sum_i E_phat[g(x)^2] is not."""
    phat = empirical(x)
    product, square = (x.sum(expectation(g(X) * e, phat(X))) for e in (g(x.i), g(X)))
    assert refused(product) or verdict(product, square) != EQUAL


def test_an_empirical_mean_leaves_alone_what_another_expectation_binds() -> None:
    phat = empirical(x)
    rows = x.sum(g(x.i, y.i)) / x.n
    assert verdict(expectation(expectation(g(Y), p(Y)), phat(X)), y.sum(g(y.i)) / y.n) != EQUAL
    assert verdict(expectation(expectation(g(X, Y), phat(X)), p(Y)), rows) != EQUAL
    assert verdict(expectation(expectation(g(X, Y), p(Y)), phat(X)), rows) != EQUAL


def test_sums_over_one_table_with_two_index_names_are_not_confused() -> None:
    j = Index("j", "n")
    xj = Entry(x.column, j)
    mixed, plain = (RowSum(RowSum(g(e) * g(xj), j, x.n), x._index, x.n) for e in (x.i, xj))
    assert refused(mixed) or verdict(mixed, plain) != EQUAL


# ---- what lies beyond ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tree",
    [
        raw(Add, (w, oo)),
        raw(Mul, (w, -oo)),
        Pow(w + s, Rational(1, 3)),
        Pow(s, 200),
        Pow(w + s, -1),
        Pow(s + 1, 65),
        x.sum(f(x.i)).diff(w) + pi.evalf(),
        raw(Mul, (Integer(0), Pow(Integer(0), -1))),
    ],
    ids=str,
)
def test_what_lies_beyond_is_undecided_and_not_equal_to_itself(tree: Any) -> None:
    assert verdict(tree, tree) == OPEN


def test_a_large_power_of_a_sum_is_kept_as_it_is() -> None:
    assert verdict(Pow(s + t, Rational(1, 3)), Pow(t + s, Rational(1, 3))) == EQUAL
    assert verdict(Pow(s + 1, 9), Pow(1 + s, 9)) == EQUAL
    assert verdict(Pow(s + 1, 9), Pow(1 + s, 8)) == DIFFERENT


def test_long_products_of_sums_end_in_undecided() -> None:
    sums = [Add(*(parameter(f"{letter}{i}", reals) for i in range(30))) for letter in "uv"]
    assert verdict(sums[0] * sums[1], sums[1] * sums[0]) == OPEN


def test_pi_and_e_are_numbers_of_their_own() -> None:
    assert verdict(pi, exp(1)) == DIFFERENT
    assert verdict(pi * 2, pi + pi) == EQUAL
    assert verdict(log(exp(1, evaluate=False), evaluate=False), Integer(1)) == EQUAL


# ---- the written form of a normal form -------------------------------------------------------------------------------

SHOWN = [
    "log(x.product(q(x.i)*r(x.i)))",
    "v.sum((v.i - w)**2)/v.n",
    "exp(x.sum(log(q(x.i))))",
    "sqrt(8)*s + log(s*t) - log(h + s)",
    "abs(w - m) + max(w, m, s) + min(w, a)",
    "x.sum(z.sum(f(x.i)*g(z.i)))",
    "x.product(2*exp(f(x.i))*q(x.i))",
]
SHOWN_MEANS = [KL, cross_entropy(empirical(x), q, x), kl_divergence(p, q, x, y) * w, Abs(log(s) + log(t))]


@pytest.mark.parametrize("tree", [*map(read, SHOWN), *SHOWN_MEANS], ids=str)
def test_a_normal_form_written_out_has_that_normal_form(tree: Any) -> None:
    shown = written_out(tree)
    assert same(shown, tree)
    assert written_out(shown) == shown


PROBE = """
from symbolic import *
from symbolic.calculus.normal_form import written_out
from sympy import Abs, Max, Min, exp, log
ps = [parameter(n, positive) for n in "abcdfgh"]
x, y = sample("x"), sample("y")
q, p = density("q", parameter("theta")), density("p")
a, b, c, d, f, g, h = ps
print(written_out((a + b - c)**3 / d + Abs(a - b) * Abs(b - c) * log(a*b/c + d)))
print(written_out(log(f*a + 3*b + 2*c + g) - exp(a*b + h - c)))
print(written_out(x.sum(log(q(x.i, y.i) * p(x.i)) + a*b) / x.n))
print(written_out(kl_divergence(p, q, x, y) * a / c))
print(written_out(log(2*f*a + 6*b) + Max(a*b, c, d - f) + Min(a, b)))
"""


@pytest.mark.slow
def test_the_normal_form_does_not_depend_on_the_order_of_sets() -> None:
    outputs = set()
    for seed in ("0", "1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        run = subprocess.run(  # the probe above, and nothing from outside
            [sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 5


# ---- the parts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("a", set()),
        ("log(s)", set()),
        ("log(a)", {-1}),
        ("-log(a)", {1}),
        ("s*log(a)", {-1}),
        ("w*log(a)", {-1, 1}),
        ("log(a)*log(b)", {-1, 1}),
        ("log(a)**2", {-1, 1}),
        ("abs(log(a))", {1}),
        ("log(1 - h)", {-1}),
        ("x.sum(log(q(x.i)))", {-1}),
        ("log(a)*0", set()),
        ("max(log(a), w)", {-1, 1}),
    ],
)
def test_the_infinities_that_a_form_may_take(text: str, directions: set[int]) -> None:
    forms = NormalForm()
    assert forms.directions(forms.of(read(text))) == directions


def test_an_expectation_that_is_not_known_to_be_finite_may_be_infinite() -> None:
    forms = NormalForm()
    mean = expectation(-log(q(X)), p(X))
    assert forms.directions(forms.of(mean)) == {-1, 1}
    known = NormalForm((expectation(Abs(log(q(X))), p(X)) < oo,))
    assert known.directions(known.of(mean)) == set()


def test_a_form_is_written_without_the_simplifications_of_sympy() -> None:
    """SymPy 1.14 turns min(3, max(s + 1/2, min(1/2, w))) for s > 0 into 3."""
    clipped = raw(Min, (Integer(3), raw(Max, (s + Rational(1, 2), raw(Min, (Rational(1, 2), w))))))
    again = written_out(clipped)
    assert again == clipped
    assert {s, w} <= again.free_symbols


@pytest.mark.parametrize(
    "e",
    [
        2 * s + 3 * w**2 - Rational(1, 2),
        exp(s + w - 1) / sqrt(2 * pi),
        sqrt(6) * s ** Rational(3, 2) / t,
        log(s) * w,
        (1 + s) ** Rational(1, 2) / (1 + t),
        exp(1) + 1,
        -s,
    ],
    ids=str,
)
def test_a_form_is_written_as_sympy_would_write_it(e: Any) -> None:
    assert written_out(e) == e


def test_an_unknown_value_may_be_infinite() -> None:
    forms = NormalForm().where({w: hole(w)})
    assert forms.directions(forms.of(w)) == {-1, 1}
    with pytest.raises(Undecided):
        forms.of(w - w + raw(Add, (w, raw(Mul, (Integer(-1), w)))))


def test_a_prover_cannot_change_what_others_see() -> None:
    everybody = shared(())
    before = dict(everybody.of(a + b))
    mine = everybody.where({a: constant(0)})
    assert mine.of(a + b) == everybody.of(b)
    assert mine.inside(p(X)).of(a + b) == everybody.of(b)
    assert shared(()) is everybody
    assert everybody.of(a + b) == before
    assert not {"let", "unknown"} & set(dir(everybody))
    with pytest.raises(TypeError):
        everybody.of(a + b)[ONE] = 5  # type: ignore[index]
    with pytest.raises(TypeError):
        everybody.of(a)[ONE] = 5  # type: ignore[index]
    assert everybody.of(a + b) == before
    assert not same(a + b, b)


def test_a_form_mentions_its_parameters_however_deep() -> None:
    forms = NormalForm()
    deep = forms.of(x.sum(p(x.i) * expectation(g(Y) + log(1 + q(Y)), p(Y)) ** 2))
    assert mentions(frozenset(deep.items()), theta)
    assert mentions(frozenset(forms.of(kl_divergence(p, q, x)).items()), theta)
    assert not mentions(frozenset(forms.of(x.sum(log(p(x.i)))).items()), theta)


@pytest.mark.parametrize(
    ("body", "law", "below", "above"),
    [
        (g(X), p(X), True, True),
        (-log(q(X)), p(X), False, False),
        (-log(q(k.outcome)), p(k.outcome), True, False),
        (log(p(X)) - log(q(X)), p(X), True, False),
        (2 * log(p(X)) - 2 * log(q(X)), p(X), True, False),
        (2 * log(p(X)) - log(q(X)), p(X), False, False),
        (log(q(X)) - log(p(X)), p(X), False, True),
        (log(p(X)), r(X), False, False),
        (log(r(X)) - log(q(X)), r(X), True, False),
        (log(p(X)) - log(q(X, Y)), p(X, Y), False, False),
        (log(p(X, Y)) - log(q(X, Y)), p(X, Y), True, False),
        (log(p(Y, given=X)) - log(q(Y, given=X)), p(X, Y), True, False),
        (log(p(Y)) - log(q(Y, given=X)), p(X, Y), False, False),
        (-log(p(k.outcome)), p(k.outcome), True, False),
        (w + s, p(X), True, True),
        (f(X), p(X), False, False),
    ],
    ids=str,
)
def test_the_negative_part_of_a_divergence_is_integrable_and_little_else(
    body: Any, law: Any, below: bool, above: bool
) -> None:
    forms = NormalForm()
    within, where = forms.inside(law), forms.law(law)
    assert within.lower_integrable(where, within.of(body)) is below
    assert within.lower_integrable(where, {m: -c for m, c in within.of(body).items()}) is above


def test_min_and_max_keep_their_arguments_apart() -> None:
    assert verdict(Max(w, m) + Min(w, m), w + m) == DIFFERENT  # true, and beyond what is known here
    assert verdict(Max(w, sqrt(a)), Max(sqrt(a), w)) == EQUAL
    assert verdict(Max(w, m, s), Max(w, m)) == DIFFERENT


def test_a_domain_with_closed_ends_at_infinity_is_no_coefficient() -> None:
    wild = function("wild", values=RealInterval(0))
    assert verdict(x.sum(wild(x.i) * log(a)), x.sum(wild(x.i)) * log(a)) == EQUAL
    assert verdict(x.sum(f(x.i) * log(a)), x.sum(f(x.i)) * log(a)) == OPEN


# ---- signs after common factors are taken out ------------------------------------------------------------------------


def test_a_probability_and_its_complement_are_positive_over_their_common_denominator() -> None:
    logistic, other = 1 / (1 + exp(-w)), 1 / (1 + exp(w))
    assert verdict(log(1 - logistic), log(other)) == EQUAL
    assert verdict(log(1 - logistic), -log(1 + exp(w))) == EQUAL
    assert NormalForm().sign_of(NormalForm().of(h - h**2)) == 0, "h is no positive factor"
    assert NormalForm().sign_of(NormalForm().of(2 * s - s**2)) is None


def test_a_mean_of_two_values_is_positive_with_one_of_them_where_both_weights_are():
    forms, inside, half = (
        NormalForm(),
        parameter("v", open_unit_interval),
        parameter("v", RealInterval(0, 1, False, True)),
    )
    kept = Same(X, 0)  # 0 or 1
    for weight, sign in ((inside, 1), (half, 0), (h, 0)):  # at the weight 1 the second part is not there
        assert forms.sign_of(forms.of(weight * kept + (1 - weight) * s)) == sign, weight.domain
    other_half = parameter("v", RealInterval(0, 1, True, False))
    assert forms.sign_of(forms.of(other_half * kept + (1 - other_half) * s)) == 1
    assert forms.sign_of(forms.of(inside * kept + (1 - inside) * a)) == 0, "neither of them is positive"
    assert forms.sign_of(forms.of(inside * kept + (1 - inside) * w)) is None
    assert forms.sign_of(forms.of(inside * s - (1 - inside) * t)) is None
    assert forms.sign_of(forms.of(inside * s + (2 - 3 * inside) * t)) is None, "at 1 it is s - t"


def test_a_power_of_a_negative_sum_is_that_of_its_negative() -> None:
    between = parameter("between", RealInterval(1, 2, False, False))
    assert verdict((2 - between) / (1 - between), -(2 - between) / (between - 1)) == EQUAL
    assert verdict((1 - between) ** -2, (between - 1) ** -2) == EQUAL
    assert verdict((1 - between) ** -1, (between - 1) ** -1) == DIFFERENT
    assert verdict((2 - between) * w / (2 - between), w) == EQUAL


def test_the_logarithm_of_a_sum_gives_up_the_factors_that_all_terms_have_in_common() -> None:
    assert verdict(log(a * (1 + s)), log(a) + log(1 + s)) == EQUAL, "a may be 0, and 1 + s is positive"
    assert verdict(log(a * s + a * t), log(a) + log(s + t)) == EQUAL
    assert verdict(log(a * b + a * c), log(a) + log(b + c)) == EQUAL, "both may be 0"
    assert verdict(log(a * s - a * t), log(a) + log(s - t)) != EQUAL, "s - t may be negative, and a 0"
    assert verdict(log(w * s + w * t), log(w) + log(s + t)) != EQUAL, "w may be negative"


def test_a_product_over_rows_of_sums_is_the_exponential_of_their_logarithms() -> None:
    rate = parameter("rate", open_unit_interval)
    mixture = exp(f(x.i)) + g(x.i)
    assert verdict(log(x.product(1 + exp(f(x.i)))), x.sum(log(1 + exp(f(x.i))))) == EQUAL
    assert verdict(log(x.product(rate - rate**2)), x.n * (log(rate) + log(1 - rate))) == EQUAL
    assert verdict(log(x.product(mixture)), x.sum(log(mixture))) == EQUAL
    assert verdict(x.product(1 + exp(f(x.i))), 1 + x.product(exp(f(x.i)))) == DIFFERENT
    assert verdict(x.product(f(x.i) - 1), x.product(f(x.i) - 1)) == OPEN, "it may be negative"


def test_a_sum_over_rows_whose_terms_have_one_sign_keeps_it_beside_what_may_be_infinite() -> None:
    flips = sample("flips", domain=binary)
    heads, tails = flips.i, 1 - flips.i
    likelihood = flips.product(h**heads * (1 - h) ** tails)
    assert verdict(log(likelihood), flips.sum(heads * log(h) + tails * log(1 - h))) == EQUAL
    assert verdict(log(likelihood) / flips.n, flips.sum(heads * log(h) + tails * log(1 - h)) / flips.n) == EQUAL
    assert verdict(log(likelihood), flips.sum(heads * log(h) - tails * log(1 - h))) != EQUAL


def test_a_power_of_what_is_0_or_1_is_itself() -> None:
    weight, count = sample("b", domain=binary), sample("k", domain=counts)
    flag = parameter("flag", binary)
    assert same(x.sum(weight.i**2 * f(x.i)), x.sum(weight.i * f(x.i)))
    assert same(flag**3 * (1 - flag), Integer(0))
    assert same(sqrt(flag) * flag, flag)
    assert not same(count.outcome**2, count.outcome)
    with pytest.raises(Undecided):
        NormalForm().of(1 / flag)


def test_a_positive_power_of_zero_is_zero_and_no_other_power_is() -> None:
    zero = raw(Mul, (Integer(0), 1 / s))
    assert NormalForm().of(raw(Pow, (zero, t))) == {}
    assert NormalForm().of(raw(Pow, (zero, 1 + a))) == {}
    for exponent in (w, -t, a):  # it is 1 where a is 0
        with pytest.raises(Undecided):
            NormalForm().of(raw(Pow, (zero, exponent)))
