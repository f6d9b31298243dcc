"""Tests of forms with Gamma functions: deviances are found where they are, and no value changes."""

from __future__ import annotations

import pytest
from sympy import Integer, Rational, Symbol, besseli, cos, log, loggamma, pi, polygamma

from properties.conformance.gammas import bessel_scaled, by_deviances, by_remainders, vanishing, with_one_log
from symbolic.report.floating import binet, choose, deviance, log_i0e, meaning

x, a, b, p = (Symbol(name, real=True) for name in "xabp")
AT = {x: 3, a: Rational(17, 8), b: Rational(9, 4), p: Rational(3, 8)}
POISSON = a - x * log(a) + loggamma(x + 1)
BETA = -(a - 1) * log(p) - (b - 1) * log(1 - p) + loggamma(a) + loggamma(b) - loggamma(a + b)
GAMMA = b * p - a * log(b) - (a - 1) * log(p) + loggamma(a)
NEGATIVE_BINOMIAL = loggamma(b) + loggamma(x + 1) - loggamma(b + x) - b * log(p) - x * log(1 - p)


def same(tree, other) -> bool:
    return abs((meaning(tree) - other).evalf(40, subs=AT)) < 1e-30


@pytest.mark.parametrize(
    ("tree", "deviances"),
    [
        (POISSON, {deviance(x, a)}),
        (BETA, {deviance(a, p * (a + b)), deviance(b, (1 - p) * (a + b))}),
        (GAMMA, {deviance(a, b * p)}),
        (NEGATIVE_BINOMIAL, {deviance(x, (1 - p) * (b + x)), deviance(b, p * (b + x))}),
    ],
)
def test_what_x_multiplies_is_a_deviance(tree, deviances):
    every, of_gammas = by_deviances(tree)
    assert {deviance(*(u.doit() for u in d.args)) for d in every.atoms(deviance)} == deviances
    assert same(every, tree) and same(of_gammas, tree)
    assert not every.atoms(loggamma) and len(every.atoms(binet)) == len(tree.atoms(loggamma))


def test_what_has_no_log_gamma_is_left_alone():
    assert list(by_deviances(a - log(a))) == []
    assert list(by_deviances(loggamma(a) * b + log(a) * loggamma(b))) != []


@pytest.mark.parametrize(
    "tree",
    [
        polygamma(0, a) - polygamma(0, a + b) - log(p), polygamma(1, a) - polygamma(1, a + b), -polygamma(0, a / 2) / 2,
        polygamma(0, a) * b + log(a), polygamma(2, a) + polygamma(0, b),
    ],
)  # fmt: skip
def test_derivatives_of_log_gamma_are_those_of_the_remainder(tree):
    found = by_remainders(tree)
    assert same(found, tree) and found.atoms(binet)
    assert {t.args[0] for t in found.atoms(polygamma)} <= {Integer(2)}


def test_logarithms_are_put_together():
    found = by_remainders(polygamma(0, a) - polygamma(0, a + b) - log(p))
    assert len(found.atoms(log)) == 1


def test_bessel_functions_are_scaled():
    tree = log(besseli(0, b)) - b * cos(x - a)
    found = bessel_scaled(tree)
    assert found.atoms(log_i0e) and not found.atoms(cos) and same(found, tree)
    assert same(bessel_scaled(log(besseli(0, b)) + a), log(besseli(0, b)) + a)
    assert bessel_scaled(log(besseli(1, b)) - b * cos(x)) == log(besseli(1, b)) - b * cos(x)


def test_data_that_may_vanish_are_told():
    assert vanishing(POISSON, [x, a]) == [x] and vanishing(BETA, [x, a]) == []


def test_logarithms_are_put_in_one_where_their_sum_may_vanish():
    tree = log(x) - log(a) / 2 + log(2 * pi) / 2 + binet(Integer(0), a)
    found = with_one_log(tree)
    assert len(found.atoms(log)) == 1 and same(found, meaning(tree)) and found.atoms(binet)
    assert same(with_one_log(3 * log(a) - 2 * log(x) + b), 3 * log(a) - 2 * log(x) + b)
    assert with_one_log(choose(x, Integer(0), log(a) - log(b), b)) == choose(x, Integer(0), log(a / b), b)
    assert with_one_log(log(p) + 2 * p - b * log(x) + b * log(a)) == log(p) + 2 * p + b * log(a / x)
    for kept in (log(x) + b, x * log(a) - b * log(p), 7 * log(a) - log(b), log(a), log(2 * pi) / 2 + b):
        assert with_one_log(kept) == kept
