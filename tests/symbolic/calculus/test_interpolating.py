"""Tests of symbolic.calculus.interpolating: bodies of sums as polynomials in labels, and those that are left alone."""

from typing import Any

from sympy import Integer, exp, log

from symbolic.calculus.interpolating import interpolated
from symbolic.calculus.normal_form import same
from symbolic.core.domains import FiniteSet, Integers, binary, open_unit_interval, reals, unit_interval
from symbolic.core.terms import density, expectation, function, parameter, sample

x, t, y = sample("x"), sample("t", domain=binary), sample("y", domain=FiniteSet((-1, 1)))
w, v = sample("w", domain=reals), sample("v", size="m", domain=binary)
k = sample("k", domain=Integers(0, 8))
f = function("f")(x.i)
p, whole = (function(n, values=d)(x.i) for n, d in (("p", open_unit_interval), ("q", unit_interval)))
z = parameter("z", reals)
P = density("P")


def becomes(tree: Any, other: Any) -> bool:
    found = interpolated((), tree)
    return found != tree and same(found, other)


def test_a_body_becomes_a_polynomial_in_its_label() -> None:
    assert becomes(y.sum(y.i**2), y.n)
    assert becomes(y.sum(y.i**3 * f), y.sum(y.i * f))
    assert becomes(t.sum(p**t.i), t.sum(t.i * p + 1 - t.i))
    assert becomes(log(y.sum(y.i**2 * exp(f))), log(y.sum(exp(f))))
    assert becomes(t.sum(z ** (t.i + y.i + 1)), t.sum((1 - t.i + t.i * z) * ((1 - y.i) / 2 + (1 + y.i) / 2 * z**2)))
    assert becomes(expectation(y.outcome**2, P(y.outcome)), Integer(1))
    assert becomes(t.product(p**t.i), t.product(t.i * p + 1 - t.i))


def test_what_may_be_infinite_or_is_no_label_stays() -> None:
    for tree in (
        t.sum(t.i * log(whole)),
        t.sum(log(t.i)),
        y.sum(1 / (1 + y.i)),
        w.sum(w.i**2),
        k.sum(z * f),
        y.i**2,
    ):
        assert interpolated((), tree) == tree, tree


def test_a_label_is_that_of_its_own_row() -> None:
    nested = v.sum(y.i**2 * v.i)
    assert interpolated((), nested) != y.i
    assert same(interpolated((), y.sum(y.i * v.sum(v.i**2))), y.sum(y.i * v.sum(v.i)))
    assert not same(interpolated((), y.sum(y.i**2 * f)), y.sum(y.i * f))


def test_too_many_labels_at_once_are_left_alone() -> None:
    many = [sample(f"b{j}", domain=binary).i for j in range(6)]
    body = sum(many[1:], many[0]) ** 2
    assert interpolated((), x.sum(body)) == x.sum(body)
