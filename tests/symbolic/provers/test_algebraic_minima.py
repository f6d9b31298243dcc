"""Tests of symbolic.provers.algebraic_minima: exact sets of minimisers on given data."""

import pytest
from sympy import Abs, Max, Min, Rational, exp, log, sqrt

from symbolic.core.domains import Integers, RealInterval, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import AtMost, Same, parameter
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.algebraic_minima import prove

mu, s, p = parameter("mu", reals), parameter("s", positive), parameter("p", unit_interval)
inner = parameter("r", open_unit_interval)
m = parameter("m", Integers(1))
CAUCHY = log(1 + (mu + 3) ** 2) + log(1 + (mu - 3) ** 2)


def answer(objective, u, *points):
    return prove(Obligation("solutions", (objective, (u,), tuple(((u, v),) for v in points))))


SOLVED = {
    "cauchy": (CAUCHY, mu, 2 * sqrt(2), -2 * sqrt(2)),
    "a multiple of cauchy": (CAUCHY / 2, mu, 2 * sqrt(2), -2 * sqrt(2)),
    "a multiple of a sum": (Rational(1, 2) * (CAUCHY + log(2)), mu, 2 * sqrt(2), -2 * sqrt(2)),
    "the median": (2 * Abs(mu) + Abs(mu - 3), mu, 0),
    "squares": ((mu - 1) ** 2 + (mu - 4) ** 2, mu, Rational(5, 2)),
    "a double well": ((mu**2 - 2) ** 2, mu, sqrt(2), -sqrt(2)),
    "bernoulli, one of each": (-log(p) - log(1 - p), p, Rational(1, 2)),
    "bernoulli, all ones": (-log(p), p, 1),
    "bernoulli, two thirds": (-2 * log(p) - log(1 - p), p, Rational(2, 3)),
    "uniform": (log(s) - log(AtMost(2, s)) / 2 - log(AtMost(3, s)) / 2, s, 3),
    "discrete uniform": (log(m) - log(AtMost(2, m)) / 2 - log(AtMost(3, m)) / 2, m, 3),
    "a quotient": (-1 / (1 + mu**2), mu, 0),
    "a larger of two": (Max(mu, -mu) + Abs(mu - 2) / 2, mu, 0),
    "a smaller of two": (Abs(mu - 1) - Min(mu, 0) / 2, mu, 1),
}
FALSE = {
    "only one of two": (CAUCHY, mu, 2 * sqrt(2)),
    "a local maximum": (CAUCHY, mu, 0),
    "the data": (CAUCHY, mu, 3, -3),
    "one too many": (CAUCHY, mu, 2 * sqrt(2), -2 * sqrt(2), 0),
    "the same point twice": ((mu - 1) ** 2, mu, 1, 1),
    "the mean": (2 * Abs(mu) + Abs(mu - 3), mu, 1),
    "a whole interval": (Abs(mu) + Abs(mu - 3), mu, 1),
    "both ends of an interval": (Abs(mu) + Abs(mu - 3), mu, 0, 3),
    "a maximum": (1 / (1 + mu**2), mu, 0),
    "outside of the domain": (s**2, s, 0),
    "no whole number": ((m - Rational(3, 2)) ** 2, m, Rational(3, 2)),
    "the smaller of two wells": (mu**2 * (mu - 2) ** 2 - mu, mu, 0),
    "a jump that hides the least": (Abs(mu - 1) - AtMost(mu, 0) * 2, mu, 1),
    "a constant": (0 * mu + 1, mu, 1),
    "a wrong sign of the log": (log(1 + mu**2) * -1, mu, 0),
    "the end of a decreasing function": (-log(inner), inner, 1),
}


@pytest.mark.parametrize("name", SOLVED)
def test_exact_minimisers(name):
    objective, u, *points = SOLVED[name]
    found = answer(objective, u, *points)
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_never_proved(name):
    objective, u, *points = FALSE[name]
    assert answer(objective, u, *points).verdict is not Verdict.PROVED


def test_more_minimisers_than_claimed_refute():
    found = answer(CAUCHY, mu, 2 * sqrt(2))
    assert found.verdict is Verdict.REFUTED
    assert "2 minimisers" in found.reason


def test_a_fraction_is_no_whole_number():
    assert answer((m - Rational(3, 2)) ** 2, m, Rational(3, 2)).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("objective", "u", "point"),
    [
        (mu + exp(-mu), mu, 0),
        (mu**2 + log(1 + mu**2), mu, 0),
        (sqrt(1 + mu**2), mu, 0),
        (-log(Same(mu, 1)), mu, 1),
        (s * mu**2, mu, 0),
        (1 / mu**2, mu, 1),
        (Abs(mu**2 - 2), mu, sqrt(2)),
        (log(p) - log(p), p, 0),
        (sqrt(2) * mu**2, mu, 0),
        (mu**2, mu, exp(-100)),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_of_another_form_stays_open(objective, u, point):
    assert answer(objective, u, point).verdict is Verdict.UNKNOWN


def test_logarithms_that_reach_minus_infinity_stay_open():
    closed = parameter("w", RealInterval(0))
    assert answer(log(closed), closed, 1).verdict is not Verdict.PROVED


def test_of_no_points_and_of_several_unknowns_it_says_nothing():
    assert prove(Obligation("solutions", (mu**2, (mu,), ()))).verdict is Verdict.UNKNOWN
    assert prove(Obligation("solutions", (mu**2, (mu, s), (((mu, 0), (s, 1)),)))).verdict is Verdict.UNKNOWN
