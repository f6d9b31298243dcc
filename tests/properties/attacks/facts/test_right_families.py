"""Families that once crashed the attack, were called unsound or held it for ever: the right ones survive, a wrong one not."""

from __future__ import annotations

import pytest
from sympy import Abs, Integer, exp, gamma, log, pi, sqrt

from properties.attacks.on_facts import attack_fact
from symbolic import Family, open_unit_interval, parameter, positive, reals, sample
from symbolic.models.judging import claims

pytestmark = pytest.mark.slow

x = sample("x", domain=reals)
mu, s, power = parameter("mu", reals), parameter("sigma", positive), parameter("beta", positive)
a, b = sample("a", domain=open_unit_interval), sample("b", domain=open_unit_interval)
first, second = parameter("first", positive), parameter("second", positive)
z = Abs(x.outcome - mu) / s

RIGHT = {
    "generalised normal": Family(
        "generalised_normal", variables=(x,), parameters=(mu, s, power),
        density=power / (2 * s * gamma(1 / power)) * exp(-(z**power)),
    ),
    "double gamma": Family("double_gamma", variables=(x,), parameters=(mu, s), density=z * exp(-z) / (2 * s)),
    "two shares": Family(
        "two_shares", variables=(a, b), parameters=(first, second), total=Integer(1),
        density=gamma(first + second) / (gamma(first) * gamma(second))
        * a.outcome ** (first - 1) * b.outcome ** (second - 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_the_mass_and_the_scores_of_a_right_family_survive(name: str) -> None:
    for _, claim in claims(RIGHT[name], ("mass", "score")):
        report = attack_fact(claim.name, claim.obligation, max_examples=48)
        assert report.counterexample is None, report.counterexample
        assert report.decided > 0 and report.undone == ""


def test_the_mass_of_a_flow_with_the_wrong_sign_is_refuted_and_what_follows_ends() -> None:
    """exp(a) for exp(-a): the search for the sign of a polynomial in its divergence once had no end."""
    m, scale = parameter("m", reals), parameter("a", reals)
    density = exp(-(((x.outcome - m) * exp(-scale)) ** 2) / 2) / sqrt(2 * pi) * exp(scale)
    family = Family("wrong_flow", variables=(x,), parameters=(m, scale), density=density)
    reports = {
        c.name: attack_fact(c.name, c.obligation, max_examples=48) for _, c in claims(family, ("mass", "divergence"))
    }
    mass = reports["total mass"].counterexample
    assert mass is not None and mass.certified and "excludes the claimed 1" in mass.text
    assert all(report.undone == "" for report in reports.values())


def test_a_log_of_an_absolute_value_has_a_mean_on_both_sides_of_its_pole() -> None:
    from symbolic.obligations import Obligation

    density = exp(-Abs(x.outcome)) / 2
    right = Obligation("integrable", (density, log(Abs(x.outcome)), (x.outcome,), None))
    assert attack_fact("mean", right).counterexample is None
