"""Tests of symbolic.models.facts.mass: the density's integral is 1 at every parameter, closed ends included."""

import pytest
from sympy import exp, factorial

from symbolic import families
from symbolic.core.domains import RealInterval, counts, nonnegative, positive
from symbolic.core.terms import parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.family import Family, Likelihood
from symbolic.models.judging import facts

x, k = sample("x", domain=positive), sample("k", domain=counts)
rate = parameter("r", positive)


def verdict(family: Family) -> Verdict:
    (fact,) = facts(family, ("mass",))
    assert fact.name == "total mass"
    return fact.verdict


ABSTRACT = {"exponential_family", "exponential_dispersion"}
DENSITIES = {n for n in families.names() if not isinstance(families.load(n), Likelihood)}


@pytest.mark.parametrize("name", sorted(DENSITIES - ABSTRACT))
def test_every_shipped_density_has_mass_1(name: str) -> None:
    (fact,) = facts(families.load(name), ("mass",))
    assert (fact.verdict, fact.judgement.prover) == (Verdict.PROVED, "integrals")


def test_a_density_without_its_constant_is_refuted_or_open() -> None:
    density = exp(-rate * x.outcome)
    assert verdict(Family("f", variables=(x,), parameters=(rate,), density=rate * density)) is Verdict.PROVED
    assert verdict(Family("f", variables=(x,), parameters=(rate,), density=density)) is Verdict.UNKNOWN
    assert verdict(Family("f", variables=(x,), parameters=(rate,), density=2 * rate * density)) is Verdict.REFUTED


def test_a_mass_that_is_not_1_at_a_closed_end_is_never_proved() -> None:
    closed = parameter("r", nonnegative)
    assert verdict(Family("f", variables=(x,), parameters=(closed,), density=closed * exp(-closed * x.outcome))) is (
        Verdict.UNKNOWN
    )
    p = parameter("p", RealInterval(0, 1))
    assert verdict(Family("f", variables=(k,), parameters=(p,), density=p * (1 - p) ** k.outcome)) is Verdict.UNKNOWN


def test_the_support_is_part_of_the_statement() -> None:
    later = sample("k", domain=positive)
    density = rate**k.outcome * exp(-rate) / factorial(k.outcome)
    assert verdict(Family("f", variables=(k,), parameters=(rate,), density=density)) is Verdict.PROVED
    moved = density.xreplace({k.outcome: later.outcome})
    assert verdict(Family("f", variables=(later,), parameters=(rate,), density=moved)) is Verdict.UNKNOWN
