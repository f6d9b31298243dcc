"""Tests of symbolic.models.members: interior members, log-densities on the support, and slopes almost everywhere."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from numeric import number
from sympy import Abs, Max, Min, Rational, diff, exp, factorial, gamma, log, pi, sign, sqrt

from symbolic import Family, Verdict, families, sheet
from symbolic.calculus.normal_form import same
from symbolic.core.domains import Integers, RealInterval, counts, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import AtMost, NegativePart, Same, parameter, replace, sample
from symbolic.models import judging
from symbolic.models.members import another, continuous, log_density, member, regular, slope, smooth
from symbolic.report.sheets import Sheet

x = sample("x", domain=reals).outcome
k = sample("k", domain=counts).outcome
h = sample("h", domain=positive).outcome
mu, s, a = parameter("mu", reals), parameter("s", positive), parameter("a", positive)


def test_members_have_their_parameters_in_the_interior() -> None:
    here = member(families.load("bernoulli"))
    assert [(u.name, u.domain) for u in here.parameters] == [("p", open_unit_interval)]
    other = another(families.load("bernoulli"))
    assert [(u.name, u.domain) for u in other.parameters] == [("p_0", open_unit_interval)]
    assert set(other.parameters) <= other.density.free_symbols
    assert not set(here.parameters) & other.density.free_symbols
    assert here.loss is not None and other.loss is not None


def test_the_other_member_is_called_like_nothing_else_in_the_family() -> None:
    """A known mu_0 is another number than the second member's mu, and their divergence knows both."""
    known = parameter("mu_0", reals)
    data = sample("x", domain=reals)
    bell = exp(-((data.outcome - mu * known) ** 2) / 2) / sqrt(2 * pi)
    family = Family("scaled", variables=(data,), parameters=(mu,), known=(known,), density=bell)
    (other,) = another(family).parameters
    assert other.name == "mu_1"
    (divergence,) = (f for f in judging.facts(family, ["divergence"]) if f.name == "KL divergence of two members")
    assert divergence.verdict is Verdict.PROVED
    value = divergence.claim.obligation.about[2]
    assert same(value, known**2 * (mu - other) ** 2 / 2)
    text = str(Sheet.statement(sheet(family), divergence))
    assert "mu_1" in text


def test_the_other_member_shares_no_name_with_the_first_parameters() -> None:
    rate = parameter("a_0", positive)
    data = sample("x", domain=positive)
    density = rate**a * data.outcome ** (a - 1) * exp(-rate * data.outcome) / gamma(a)
    family = Family("shaped", variables=(data,), parameters=(a, rate), density=density)
    here, other = member(family), another(family)
    assert not {u.name for u in here.parameters} & {u.name for u in other.parameters}
    assert len({u.name for u in other.parameters}) == 2


def test_names_that_print_alike_count_as_one() -> None:
    known, data = parameter("mu0", reals), sample("x", domain=reals)
    bell = exp(-((data.outcome - mu * known) ** 2) / 2) / sqrt(2 * pi)
    family = Family("printed", variables=(data,), parameters=(mu,), known=(known,), density=bell)
    assert [u.name for u in another(family).parameters] == ["mu_1"]


def test_known_constants_are_shared_by_all_members() -> None:
    family = families.load("normal_mean")
    here, other = member(family), another(family)
    assert {u.name for u in here.density.free_symbols & other.density.free_symbols} >= {"sigma"}


def test_parameters_that_are_no_real_numbers_have_no_slope() -> None:
    assert continuous(mu) and continuous(parameter("p", unit_interval))
    assert not continuous(parameter("m", Integers(1)))
    assert not continuous(parameter("theta"))
    assert not continuous(parameter("c", RealInterval(1, 1)))
    assert member(families.load("discrete_uniform")).parameters == families.load("discrete_uniform").parameters


LOGARITHMS = [
    (exp(-x) * s**2 / (sqrt(2) * s), -x + 2 * log(s) - log(2) / 2 - log(s)),
    (a**k * exp(-a) / factorial(k), k * log(a) - a - log(factorial(k))),
    (AtMost(h, s) / s, -log(s)),
    (a / s + s, log(a / s + s)),
]


@pytest.mark.parametrize(("density", "expected"), LOGARITHMS, ids=str)
def test_the_logarithm_of_a_density_is_that_of_its_factors(density: Any, expected: Any) -> None:
    assert same(log_density(density), expected)


def test_a_negative_factor_is_never_taken_out_of_the_logarithm() -> None:
    assert log_density(-2 * a) == log(-2 * a)


SLOPES = [
    (mu**2 * log(s), s),
    (log(gamma(a)), a),
    (Abs(x - mu) / s, mu),
    (Abs(x - mu) / s, s),
    (Max(s * (x - mu), mu - x), s),
    (Max(s * (x - mu), mu - x, s + mu), mu),
    (Min(s, Abs(x)), s),
    (Min(s, Abs(x - mu)) * (Abs(x - mu) - Min(s, Abs(x - mu)) / 2), mu),
    (Min(s, Abs(x - mu)) * (Abs(x - mu) - Min(s, Abs(x - mu)) / 2), s),
    (exp(-Abs(x - mu)), mu),
    (AtMost(x, mu) * s, s),
    (AtMost(x, mu) * s, mu),
    (Abs(Abs(mu) - s), mu),
]


@pytest.mark.parametrize("at", [-3, -1, Rational(1, 2), 5])
@pytest.mark.parametrize(("tree", "u"), SLOPES, ids=str)
def test_the_slope_is_a_difference_quotient_almost_everywhere(tree: Any, u: Any, at: Any) -> None:
    values = {"mu": mpmath.mpf("0.3"), "s": mpmath.mpf("1.7"), "a": mpmath.mpf("2.2")}
    step = mpmath.mpf(1) / 10**6

    def number_at(e: Any, change: Any) -> Any:
        return number(replace(e, {x: Rational(at)}.get), {**values, u.name: values[u.name] + change})

    quotient = (number_at(tree, step) - number_at(tree, -step)) / (2 * step)
    assert abs(number_at(slope(tree, u), 0) - quotient) < 1e-6


def test_second_slopes_are_taken_one_after_the_other() -> None:
    assert slope(mu**2 * s**3, mu, s) == diff(mu**2 * s**3, mu, s)
    assert slope(Abs(x - mu), mu, mu) == 0


def test_a_support_that_depends_on_the_parameter_is_noticed() -> None:
    assert not regular(AtMost(h, s) / s, s)
    assert regular(AtMost(h, s) / s * a, a)
    assert not smooth(Abs(x - mu) / s, mu)
    assert smooth(Abs(x - mu) / s, s)


def test_the_slope_of_a_negative_part_and_what_any_break_spoils() -> None:
    part = NegativePart(mu - 1)
    assert slope(part * s, mu) == -s * AtMost(mu - 1, 0)
    assert not smooth(exp(-part), mu) and smooth(exp(-part), s) and regular(exp(-part), mu)
    for jump in (Same(x, mu), sign(x - mu) + 1, AtMost(mu, x)):
        assert not regular(jump * exp(-x), mu) and not smooth(jump * exp(-x), mu)
        assert regular(jump * exp(-s), s) and slope(jump * mu, mu) == jump
