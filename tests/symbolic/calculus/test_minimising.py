"""Tests of symbolic.calculus.minimising: the lemma for one unknown, means over the data, and conditions on them."""

from fractions import Fraction

import pytest
from sympy import Abs, Integer, Rational, cos, exp, log, pi, sqrt

from symbolic.calculus.minimising import Means, at_most_one, by_unknown, member, minimised, one_minimiser
from symbolic.calculus.normal_form import NormalForm
from symbolic.core.domains import (
    RealInterval,
    circle,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import Open
from symbolic.core.terms import Count, Entry, RowSum, parameter, sample, walk
from symbolic.models.family import mean

x, y, q = sample("x", domain=reals), sample("y", domain=positive), sample("q", domain=unit_interval)
u, v, a = parameter("u", reals), parameter("v", reals), parameter("a", reals)
s, k = parameter("s", positive), parameter("k", positive)
p = parameter("p", unit_interval)


def best(f, unknown, estimate=None, last=True):
    return one_minimiser(f, unknown, estimate, unknown.domain, NormalForm(), last)


def test_the_zero_of_an_affine_derivative_is_found():
    assert best((u - a) ** 2, u, last=False) == a
    forms = NormalForm()
    found = best(u**2 * k - 3 * a * u, u, last=False)
    assert forms.equal(forms.of(found), forms.of(3 * a / (2 * k)))


def test_the_last_unknown_needs_its_claimed_minimiser():
    with pytest.raises(Open, match="no closed form"):
        best((u - a) ** 2, u)
    assert best((u - a) ** 2, u, a) == a


@pytest.mark.parametrize(
    ("f", "unknown", "estimate"),
    [
        (log(s) + k / s, s, k),
        (s - k * log(s), s, k),
        (exp(u) - k * u, u, log(k)),
        (log(s) + k**2 / (2 * s**2), s, k),
    ],
    ids=str,
)
def test_the_one_minimiser(f, unknown, estimate):
    assert best(f, unknown, estimate) == estimate


@pytest.mark.parametrize(
    ("f", "unknown", "estimate"),
    [
        (log(s) + k / s, s, 2 * k),  # the derivative does not vanish
        (-((u - a) ** 2), u, a),  # the one maximiser
        (cos(u), u, Integer(0)),
        (Abs(u), u, Integer(0)),  # not smooth
        (u**3, u, Integer(0)),  # no minimiser
        (s - a * log(s), s, a),  # a may be negative
        (u**2 - 2 * u * v, u, u),  # no function of the others
        ((u**2 - 1) ** 2, u, Integer(1)),  # one of two
        (a * u**2, u, Integer(0)),  # a may be negative, or 0
    ],
    ids=str,
)
def test_what_is_not_shown_stays_open(f, unknown, estimate):
    with pytest.raises(Open):
        best(f, unknown, estimate)


MEMBERS = [
    (k, positive, True),
    (k, nonnegative, True),
    (a, positive, False),
    (a**2, nonnegative, True),
    (a**2, positive, False),
    (1 / (1 + k), open_unit_interval, True),
    (k / (1 + k), open_unit_interval, True),
    (1 + k, unit_interval, False),
    (p, unit_interval, True),
    (p, open_unit_interval, False),
    (-log(p), reals, False),  # it may be infinite
    (Integer(1), RealInterval(0, 1, True, False), False),
    (Integer(3), circle, True),
    (-pi, circle, True),
    (pi, circle, False),
    (pi * p, circle, False),
    (pi * k / (1 + k), circle, True),
    (-pi * p, circle, True),
    (Integer(1), counts, False),
]


@pytest.mark.parametrize(("e", "domain", "expected"), MEMBERS, ids=str)
def test_what_surely_lies_in_a_domain(e, domain, expected):
    assert member(e, domain, NormalForm()) is expected


# ---- from data to numbers ----------------------------------------------------------------------------------------------


def test_means_over_the_rows_become_numbers_in_the_same_interval():
    data = Means([mean(y, (y.i - u) ** 2)], (), (u,))
    (f,) = data.reduced
    assert not any(isinstance(t, RowSum | Entry | Count) for t in walk(f))
    assert {m.domain for m in data.means.values()} == {positive}
    assert len(data.means) == 2


def test_a_condition_on_the_data_narrows_the_numbers():
    gap = mean(x, x.i**2) - mean(x) ** 2
    _, spread = Means([mean(x, (x.i - u) ** 2), gap], (gap > 0,), (u,)).reduced
    forms = NormalForm()
    assert forms.sign_of(forms.of(spread)) == 1
    _, other = Means([mean(x, (x.i - u) ** 2), gap], (), (u,)).reduced
    assert forms.sign_of(forms.of(other)) is None


def test_a_bound_on_one_mean_is_a_bound_on_its_number():
    b = sample("b", domain=unit_interval)
    (m,) = Means([mean(b)], (mean(b) - Rational(1, 2) > 0,), ()).reduced
    assert m.domain == RealInterval(Fraction(1, 2), 1, False, True)
    (m,) = Means([mean(b)], (Rational(1, 2) - mean(b) > 0,), ()).reduced
    assert m.domain == RealInterval(0, Fraction(1, 2), True, False)
    (m,) = Means([mean(b)], (mean(b) - 7 > 0,), ()).reduced  # which no data meet
    assert m.domain == unit_interval


@pytest.mark.parametrize(
    ("tree", "when", "reason"),
    [
        (mean(x, Abs(x.i - u)), (), "no function of the unknowns and of means"),
        (mean(x), (mean(x) < 0,), "statistic > 0"),
        (mean(x), (mean(x) > 1,), "statistic > 0"),
        (q.sum(log(q.i)), (), "may be infinite"),
    ],
    ids=str,
)
def test_what_is_no_function_of_means_stays_open(tree, when, reason):
    with pytest.raises(Open, match=reason):
        Means([tree], when, (u,))


# ---- several unknowns, and without a closed form -----------------------------------------------------------------------


NORMAL = mean(x, log(s) + (x.i - u) ** 2 / (2 * s**2))
VARIANCE = mean(x, x.i**2) - mean(x) ** 2


def test_one_unknown_after_the_other():
    assert minimised(NORMAL, (u, s), {u: mean(x), s: sqrt(VARIANCE)}, (VARIANCE > 0,)) is None


@pytest.mark.parametrize(
    ("values", "when"),
    [
        ({u: mean(x), s: sqrt(VARIANCE)}, ()),
        ({u: mean(x), s: VARIANCE}, (VARIANCE > 0,)),
        ({u: 2 * mean(x), s: sqrt(VARIANCE)}, (VARIANCE > 0,)),
        ({u: mean(x)}, ()),
        ({u: mean(x), s: sqrt(VARIANCE), v: mean(x)}, (VARIANCE > 0,)),
    ],
    ids=str,
)
def test_wrong_values_and_missing_conditions_stay_open(values, when):
    with pytest.raises(Open):
        minimised(NORMAL, (u, s), values, when)


def test_a_point_names_each_unknown_once():
    assert by_unknown(((u, a), (s, k))) == {u: a, s: k}
    for twice in (((u, a), (u, mean(x))), ((u, a), (u, a))):
        with pytest.raises(Open, match="once"):
            by_unknown(twice)


def test_a_sum_of_functions_of_different_unknowns_is_taken_apart():
    objective = mean(x, (x.i - u) ** 2) + (v - mean(x)) ** 2
    assert minimised(objective, (u, v), {u: mean(x), v: mean(x)}, ()) is None
    with pytest.raises(Open):
        minimised(objective, (u, v), {u: mean(x), v: 2 * mean(x)}, ())


def test_at_most_one():
    assert at_most_one(mean(x, (x.i - u) ** 2), (u,)) is None
    assert at_most_one(mean(y, s * y.i - log(s)), (s,)) is None


@pytest.mark.parametrize(
    ("objective", "unknowns"),
    [
        (mean(x, Abs(x.i - u)), (u,)),
        (-mean(x, (x.i - u) ** 2), (u,)),
        (mean(x, (x.i - u) ** 2), (u, v)),
        (x.sum((x.i - u) ** 2) * a, (u,)),
        (parameter("m") ** 2, (parameter("m"),)),
    ],
    ids=str,
)
def test_more_than_one_is_not_excluded(objective, unknowns):
    with pytest.raises(Open):
        at_most_one(objective, unknowns)


def test_a_mean_of_what_is_negative_is_the_negative_of_a_number() -> None:
    z, power = sample("z", domain=open_unit_interval), parameter("b", positive)
    f = -log(power) - power * mean(z, log(z.i))
    minimised(f, (power,), {power: -1 / mean(z, log(z.i))}, ())
    for wrong in (1 / mean(z, log(z.i)), -2 / mean(z, log(z.i))):
        with pytest.raises(Open):
            minimised(f, (power,), {power: wrong}, ())
    with pytest.raises(Open):
        minimised(-f, (power,), {power: -1 / mean(z, log(z.i))}, ())


def test_what_a_derivative_is_divided_by_is_cancelled() -> None:
    z, t = sample("z", domain=nonnegative), parameter("t", RealInterval(1, 2, False, False))
    f = s ** (2 - t) / (2 - t) - mean(z) * s ** (1 - t) / (1 - t)
    minimised(f, (s,), {s: mean(z)}, (mean(z) > 0,))
    for wrong, when in ((2 * mean(z), (mean(z) > 0,)), (mean(z), ())):  # without rows above 0 there is no minimiser
        with pytest.raises(Open):
            minimised(f, (s,), {s: wrong}, when)
    with pytest.raises(Open):
        minimised(-f, (s,), {s: mean(z)}, (mean(z) > 0,))


def test_a_condition_on_a_sum_is_one_on_the_mean() -> None:
    z = sample("z", domain=nonnegative)
    f = s - mean(z) * log(s)
    minimised(f, (s,), {s: mean(z)}, (z.sum(z.i) > 0,))
    for condition in (-z.sum(z.i) > 0, z.sum(z.i) + 1 > 0, z.n > 0):
        with pytest.raises(Open):
            minimised(f, (s,), {s: mean(z)}, (condition,))
