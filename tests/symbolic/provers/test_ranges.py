"""Tests of symbolic.provers.ranges: definedness, ranges and integrability by enclosures."""

from fractions import Fraction
from typing import Any

import pytest
from sympy import Abs, Add, Integer, Max, Mul, Pow, erf, exp, gamma, log, oo, sqrt

from symbolic.core.domains import (
    Categories,
    RealInterval,
    above_minus_infinity,
    countable,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import NegativePart, density, expectation, function, kl_divergence, parameter, raw, sample
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.ranges import prove

theta = parameter("theta")
x, y, k = sample("x"), sample("y"), sample("k", domain=countable)
q, p = density("q", theta), density("p")
g, f = function("g", theta, values=unit_interval), function("f", theta)
a, w = parameter("a", nonnegative), parameter("w", reals)
X, K = x.outcome, k.outcome


def verdict(kind: str, *about: Any, given: tuple[Any, ...] = ()) -> Verdict:
    return prove(Obligation(kind, about, given)).verdict


DEFINED = [
    x.product(q(x.i)),
    x.sum(log(q(x.i))),
    -x.sum(log(q(x.i))) / x.n,
    kl_divergence(p, q, x),
    kl_divergence(p, q, x, y),
    log(kl_divergence(p, q, x)),
    expectation(-log(q(K)), p(K)),
    exp(log(a)),
    0 * log(a),
]
NOT_DEFINED = [
    x.sum(log(p(x.i)) - log(q(x.i))),
    raw(Mul, (a, Pow(a, -1))),
    log(w),
    1 / w,
    x.sum(1 / q(x.i)),
    x.sum(log(f(x.i))),
    expectation(log(q(X)), p(X)),
    expectation(log(q(X)) - log(p(X)), density("r")(X)),
    log(kl_divergence(p, q, x) - 1),
    log(-kl_divergence(p, q, x)),
]


@pytest.mark.parametrize("tree", DEFINED, ids=str)
def test_what_has_a_value_everywhere_is_defined(tree: Any) -> None:
    assert verdict("defined", tree) is Verdict.PROVED


@pytest.mark.parametrize("tree", NOT_DEFINED, ids=str)
def test_what_may_have_no_value_is_open_with_the_part_that_fails(tree: Any) -> None:
    answer = prove(Obligation("defined", (tree,)))
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason


def test_a_divergence_on_a_countable_space_is_defined_as_elsewhere() -> None:
    assert verdict("defined", kl_divergence(p, q, k)) is Verdict.PROVED


def test_positivity_at_the_data_gives_definedness() -> None:
    tree = x.sum(log(q(x.i)) - log(p(x.i)))
    assert verdict("defined", tree) is Verdict.UNKNOWN
    assert verdict("defined", tree, given=(p(x.i) > 0,)) is Verdict.PROVED
    assert verdict("defined", tree, given=(p(y.i) > 0,)) is Verdict.UNKNOWN


WITHIN = [
    (x.product(q(x.i)), extended_nonnegative, True),
    (x.product(q(x.i)), nonnegative, True),
    (x.product(q(x.i)), positive, False),
    (x.product(q(x.i)), unit_interval, False),
    (k.product(q(k.i)), unit_interval, True),
    (x.sum(log(q(x.i))), extended_reals, True),
    (x.sum(log(q(x.i))), reals, False),
    (-x.sum(log(q(x.i))), above_minus_infinity, True),
    (x.sum(log(q(x.i))), above_minus_infinity, False),
    (-x.sum(log(q(k.i))), nonnegative, False),
    (-x.sum(log(q(k.i))), extended_nonnegative, True),
    (w**2, nonnegative, True),
    (w**2, positive, False),
    (exp(w), positive, True),
    (x.n, RealInterval(1), True),
    (x.n, RealInterval(2), False),
]


@pytest.mark.parametrize(("tree", "interval", "holds"), WITHIN, ids=str)
def test_a_range_is_proved_where_the_enclosure_fits_and_never_refuted(
    tree: Any, interval: RealInterval, holds: bool
) -> None:
    answer = prove(Obligation("within", (tree, interval)))
    assert answer.verdict is (Verdict.PROVED if holds else Verdict.UNKNOWN)
    assert holds or "only known to lie in" in answer.reason


def lower(body: Any, law: Any) -> Any:
    return expectation(NegativePart(body), law) < oo


def absolute(body: Any, law: Any) -> Any:
    return expectation(Abs(body), law) < oo


INTEGRABLE = [
    (lower(g(X), p(X)), True),
    (lower(-log(q(K)), p(K)), True),
    (lower(log(p(X)) - log(q(X)), p(X)), True),
    (lower(-log(q(X)), p(X)), False),
    (lower(log(q(K)), p(K)), False),
    (lower(log(q(X)) - log(p(X)), p(X)), False),
    (lower(f(X), p(X)), False),
    (absolute(w, p(X)), True),
    (absolute(-log(q(K)), p(K)), False),
    (absolute(log(p(X)) - log(q(X)), p(X)), False),
    (absolute(f(X), p(X)), False),
    (expectation(log(q(X)), p(X)) < oo, False),
]


@pytest.mark.parametrize(("fact", "holds"), INTEGRABLE, ids=str)
def test_integrability_is_proved_where_something_bounds_it(fact: Any, holds: bool) -> None:
    assert verdict("fact", fact, (theta,)) is (Verdict.PROVED if holds else Verdict.UNKNOWN)


def test_integrability_follows_from_that_of_a_multiple_with_the_right_sign() -> None:
    given = (lower(f(X), p(X)),)
    assert verdict("fact", lower(2 * f(X), p(X)), (theta,), given=given) is Verdict.PROVED
    assert verdict("fact", lower(-f(X), p(X)), (theta,), given=given) is Verdict.UNKNOWN
    assert verdict("fact", absolute(f(X), p(X)), (theta,), given=given) is Verdict.UNKNOWN
    both = (absolute(f(X), p(X)),)
    assert verdict("fact", lower(-3 * f(X), p(X)), (theta,), given=both) is Verdict.PROVED
    assert verdict("fact", lower(f(X), density("r")(X)), (theta,), given=both) is Verdict.UNKNOWN


def test_the_entropy_bounds_the_cross_entropy_from_below() -> None:
    """E_p[-log q] = KL(p, q) + H(p), and the divergence's negative part is integrable."""
    given = (absolute(log(p(X)), p(X)),)
    assert verdict("fact", lower(-log(q(X)), p(X)), (theta,), given=given) is Verdict.PROVED
    assert verdict("fact", absolute(-log(q(X)), p(X)), (theta,), given=given) is Verdict.UNKNOWN


def test_what_grows_beyond_the_normal_form_is_open_with_the_reason() -> None:
    """A product of two sums of 25 terms, where the normal form stops at 400."""
    left, right = (raw(Add, tuple(function(f"{name}{i}", theta)(X) for i in range(25))) for name in ("h", "l"))
    answer = prove(Obligation("fact", (expectation(Abs(raw(Mul, (left, right))), p(X)) < oo, (theta,))))
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason.endswith("a product of long sums")


h, d, u = parameter("h", positive), parameter("d", positive), parameter("u", reals)
c = parameter("c", reals)


def logistic(v: Any) -> Any:
    return 1 / (1 + exp(-v))


BY_SIGNS = [
    log(logistic(u + d) - logistic(u)),
    log(1 - exp(u) / (exp(u) + exp(w) + exp(c))),
    1 / (erf(u + d) - erf(u)),
    gamma(sqrt(1 + u**2) - u),
    (logistic(u + d) - logistic(u)) ** c,
    x.sum(log(exp(f(x.i) + d) - exp(f(x.i)))),
    Max(log(h + d) - log(h), u) / (log(h + d) - log(h)),
    expectation(log(exp(g(X) + d) - exp(g(X))) ** 0 * g(X), p(X)),
]
NOT_BY_SIGNS = [
    log(logistic(u) - logistic(u + d)),
    log(logistic(u) - logistic(w)),
    1 / (erf(u + a) - erf(u)),
    gamma(sqrt(1 + u**2) - 2 * u),
    (logistic(u + d) - logistic(c)) ** c,
    x.sum(log(exp(f(x.i)) - exp(f(x.i) + d))),
    1 / (log(h + d) - log(h + c)),
    log(log(a) - log(1 + a)),
]


@pytest.mark.parametrize("tree", BY_SIGNS, ids=str)
def test_what_rests_on_the_sign_of_a_difference_is_defined(tree: Any) -> None:
    assert verdict("defined", tree) is Verdict.PROVED


@pytest.mark.parametrize("tree", NOT_BY_SIGNS, ids=str)
def test_what_rests_on_another_sign_is_not_defined(tree: Any) -> None:
    assert verdict("defined", tree) is Verdict.UNKNOWN


def test_values_lie_where_the_sign_of_a_difference_says() -> None:
    gap = logistic(u + d) - logistic(u)
    assert verdict("within", gap, RealInterval(0, 1, False, False)) is Verdict.PROVED
    assert verdict("within", gap - 1, -positive) is Verdict.PROVED
    assert verdict("within", gap, RealInterval(0, Fraction(1, 2))) is Verdict.UNKNOWN
    assert verdict("within", logistic(u + a) - logistic(u), positive) is Verdict.UNKNOWN
    assert verdict("within", logistic(u + a) - logistic(u), nonnegative) is Verdict.PROVED
    assert verdict("within", a - 2, positive) is Verdict.UNKNOWN


def test_powers_between_zero_and_one() -> None:
    part, more = parameter("part", RealInterval(0, 1, False, False)), parameter("more", RealInterval(1))
    inside = RealInterval(0, 1, False, False)
    for tree, around in (
        (part**h, inside),
        (more**-h, RealInterval(0, 1, False)),
        (part**-h, RealInterval(1, lower_closed=False)),
    ):
        assert verdict("within", tree, around) is Verdict.PROVED
    for tree in (part**a, part**u, more**h):
        assert verdict("within", tree, inside) is Verdict.UNKNOWN
    assert verdict("within", parameter("e0", unit_interval) ** h, inside) is Verdict.UNKNOWN


def test_fewer_classes_than_there_are_divide() -> None:
    some, two = sample("s", domain=Categories("K")), sample("t", domain=Categories("L", 2))
    one = Integer(1)
    assert verdict("defined", 1 / (two.total(one) - 1)) is Verdict.PROVED
    assert verdict("defined", 1 / (two.total(one) - 2)) is Verdict.UNKNOWN
    assert verdict("defined", 1 / (some.total(one) - 1)) is Verdict.UNKNOWN


def test_the_laws_of_a_sign_are_named() -> None:
    assert ("an order by a function", 1) in prove(Obligation("defined", (1 / (erf(u + d) - erf(u)),))).used
    assert prove(Obligation("defined", (log(h),))).used == ()
