"""Tests of symbolic.calculus.slopes: continuity by structure, where formal derivatives are right, and signs."""

from random import Random
from typing import Any

import pytest
from sympy import (
    Abs,
    Add,
    Integer,
    Max,
    Mul,
    Pow,
    Rational,
    atan,
    cos,
    erf,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
    sin,
    sqrt,
    tanh,
)

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.calculus.slopes import (
    BOTH,
    NEITHER,
    analytic,
    continuity,
    derivative,
    differentiated,
    fresh,
    interior,
    sign,
    substituted,
    with_remainders,
    without_exponentials,
)
from symbolic.core.domains import RealInterval, counts, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import AtMost, Same, function, parameter, raw, sample

u, v, s = parameter("u", reals), parameter("v", reals), parameter("s", positive)
p, r = parameter("p", unit_interval), parameter("r", nonnegative)
x, y, k = sample("x", domain=reals), sample("y", domain=positive), sample("k", domain=counts)
X, Y, K = x.outcome, y.outcome, k.outcome
LOWER, UPPER = frozenset({"lower"}), frozenset({"upper"})

CONTINUITY = [
    (u**2 - X * u, BOTH),
    (-K * log(p) - 3 * log(1 - p), BOTH),
    (r - K * log(r), BOTH),
    (raw(Pow, (p, K)), BOTH),
    (log(s) + (X - u) ** 2 / (2 * s**2), BOTH),
    (Abs(u) + Max(u, 1) + cos(u), BOTH),
    (x.sum((x.i - u) ** 2) / x.n, BOTH),
    (AtMost(Y, s), UPPER),
    (-AtMost(Y, s), LOWER),
    (Same(X, u), UPPER),
    (log(s) - log(AtMost(Y, s)), LOWER),
    (X * AtMost(Y, s), NEITHER),
    (AtMost(Y, s) / s, UPPER),
    (AtMost(Y, s) - AtMost(2 * Y, s), NEITHER),
    (r * log(r), NEITHER),  # 0 log 0 = 0 is continuous there, but 0 * (+-oo) is not in general
    (function("f", u)(), NEITHER),
    (AtMost(AtMost(Y, s), u), NEITHER),
]


@pytest.mark.parametrize(
    ("tree", "known"), CONTINUITY, ids=lambda part: "" if isinstance(part, frozenset) else str(part)
)
def test_continuity_by_structure(tree, known):
    assert continuity(tree, (u, v, s, p, r), Values()) == known


def test_what_may_be_undefined_is_not_continuous():
    with pytest.raises(Undefined):
        continuity(1 / u, (u,), Values())


ANALYTIC = [(log(s) + u**2 / s, True), (gamma(s), True), (s**v, True), (exp(u) * cos(v), True), (sqrt(1 + u**2), True)]
NOT_ANALYTIC = [Abs(u), Max(u, 0), sqrt((u - 1) ** 2), AtMost(X, u), (u**2) ** Rational(3, 2) * 1, function("f", u)()]


@pytest.mark.parametrize(("tree", "known"), [*ANALYTIC, *((t, False) for t in NOT_ANALYTIC)], ids=str)
def test_where_formal_derivatives_are_right(tree, known):
    assert analytic(tree, (u, v, s), Values()) is known


def test_closed_ends_where_a_logarithm_is_infinite_are_not_analytic():
    assert analytic(-log(r), (r,), Values()) is False


def test_the_interior_is_open_and_negative_domains_are_turned():
    below = parameter("w", RealInterval(upper=0, upper_closed=False))
    inside = interior((r, u, below))
    assert inside[u] == u
    assert inside[r].domain == positive
    assert inside[below] == -parameter("w", positive)
    assert interior((parameter("one", RealInterval(1, 1)),)) is None
    assert interior((parameter("m", counts),)) is None


def test_no_parameter_of_the_interior_stands_for_two_numbers():
    opened = parameter("p", RealInterval(0, 1, False, False))
    assert interior((p,), p) == {p: opened}
    assert interior((p,), log(p) + opened) is None
    assert interior((opened,), opened) == {opened: opened}


def test_substitution_changes_nothing_else():
    tree = raw(Mul, (s, Pow(s, -1, evaluate=False), u))
    assert substituted(tree, {u: v}).args == (s, Pow(s, -1), v)


SIGNS = [
    (1 / (1 + exp(u)) * exp(u), 1),
    (u**2, 0),
    (1 / (1 + u**2) - u**2 / (1 + u**2) ** 2, 1),
    (s * polygamma(1, s) - 1, 1),
    (u, None),
    (polygamma(1, s) - 2 / s, None),
    (s - 1, None),
    (s - log(s), 1),
    (s - 1 - log(s), 0),
    (s - 2 - log(s), None),
    (log(s) - 1 + 1 / s, 0),
    (log(s) + 1 / s, 1),
    (log(s) - 1 + 1 / s**2, None),
    (log(1 + s) - s / (1 + s), 1),
    (s - log(1 + s), 1),
    (s**2 - log(1 + s), None),
    (log(s) + 1 - s, None),
    (s * v - log(s) - log(v**2 + 1) - 2, None),
]


@pytest.mark.parametrize(("tree", "known"), SIGNS, ids=str)
def test_signs(tree, known):
    assert sign(tree, NormalForm()) == known


def test_remainders_stand_for_one_value_each_and_need_a_positive_argument():
    assert with_remainders(polygamma(1, u)) is None
    assert with_remainders(log(s)) is None
    found = with_remainders(polygamma(1, s) - polygamma(1, s) * s)
    assert len({t for t in found.free_symbols if t.name.startswith("remainder")}) == 1
    taken = {"remainder1"}
    assert fresh(taken, "remainder", positive).name == "remainder2"
    assert taken == {"remainder1", "remainder2"}


PAIRS = [
    (u * exp(u) - u, 0),
    (u - u * exp(-2 * u) + u**2, 0),
    (1 + u**3 * exp(2 * u) - u**3, 1),
    (u - u * exp(u), None),
    (u * exp(-u) - u, None),
    (u**2 * exp(u) - u**2, None),
    (2 * u * exp(u) - 3 * u, None),
    (u * exp(s) - u, None),
    (s * exp(u) - s, None),
    (s * exp(s) - s - 1, None),
]


@pytest.mark.parametrize(("tree", "known"), PAIRS, ids=str)
def test_an_exponential_less_one_has_the_sign_of_its_exponent(tree, known):
    assert sign(tree, NormalForm()) == known


def test_pairs_are_taken_out_as_often_as_they_occur():
    forms = NormalForm()
    left = without_exponentials(forms.of(3 * u * exp(u) - 2 * u), forms)
    assert left == forms.of(u * exp(u))
    assert without_exponentials(forms.of(u * exp(u) + u), forms) is None


def test_derivatives_are_written_in_normal_form():
    forms = NormalForm()
    assert derivative(log(s) + u**2 / s, s, forms) == 1 / s - u**2 / s**2
    with pytest.raises(Undecided):
        derivative(1 / u, u, forms)


# ---- the rules of calculus -------------------------------------------------------------------------------------------


def _grown(draw: Random, depth: int) -> Any:
    """A random expression in u and v that has a slope near 1/2."""
    if depth == 0:
        return draw.choice([u, u, v, Rational(draw.randrange(1, 7), draw.randrange(1, 7))])
    a, b = _grown(draw, depth - 1), _grown(draw, draw.randrange(depth))
    bounded = raw(Pow, (raw(Add, (Integer(1), raw(Pow, (a, Integer(2))))), Integer(-1)))  # in (0, 1]
    return draw.choice([
        lambda: raw(Add, (a, b)), lambda: raw(Mul, (a, b)), lambda: raw(Mul, (a, b, u)), lambda: raw(Pow, (a, Integer(2))),
        lambda: raw(Pow, (bounded, Rational(draw.choice((-3, -1, 1, 2, 5)), draw.choice((1, 2, 3))))),
        lambda: exp(bounded, evaluate=False), lambda: log(bounded, evaluate=False),
        lambda: draw.choice([sin, cos, tanh, atan, erf])(bounded, evaluate=False),
        lambda: draw.choice([gamma, factorial, loggamma])(bounded, evaluate=False),
    ])()  # fmt: skip


def test_a_derivative_by_the_rules_is_what_difference_quotients_tend_to() -> None:
    draw, step = Random(8), Rational(1, 10**20)

    def at(e: Any, place: Any) -> Any:
        return e.xreplace({u: place, v: Rational(3, 4)}).evalf(60)

    for _ in range(80):
        e = _grown(draw, 3)
        quotient = (at(e, Rational(1, 2) + step) - at(e, Rational(1, 2) - step)) / (2 * step)
        assert abs(at(differentiated(e, u), Rational(1, 2)) - quotient) <= Rational(1, 10**15) * (1 + abs(quotient)), e


def test_what_does_not_move_has_no_slope_and_an_index_moves_what_it_indexes() -> None:
    assert differentiated(exp(v) * 3, u) == 0
    theta = parameter("theta", reals)
    f = function("f", theta)()
    assert differentiated(f, theta) != 0
