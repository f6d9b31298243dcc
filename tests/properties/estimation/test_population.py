"""Every family that has a density can be sampled from it alone; the same seed draws the same rows."""

import pytest
from flint import fmpq

from properties.errors import InputError
from properties.estimation.population import PARTS, draw, member, population
from properties.instances.numbers import inside
from symbolic import families
from symbolic.models.family import Likelihood

ABSTRACT = {"exponential_family", "exponential_dispersion"}
CONCRETE = [n for n in families.names() if n not in ABSTRACT and not isinstance(families.load(n), Likelihood)]


@pytest.mark.parametrize("name", CONCRETE)
def test_samples_lie_in_the_support_and_add_up(name):
    family = families.load(name)
    at = member(family)
    law = population(family, at)
    data = draw(law, 50, 1)
    assert sum(data.cells.values()) == data.rows == 50
    assert abs(law.rows - PARTS) < PARTS / 100
    if "table" in at:
        return
    for cell in data.cells:
        values = [data.values[n][k] for n, k in zip(data.names, cell, strict=True)]
        assert all(inside(s.column.domain, v) for s, v in zip(family.variables, values, strict=True))
        if family.total is not None:
            assert sum(values, start=fmpq(0)) == at.get("N", 1)


def test_a_likelihood_that_is_no_density_cannot_be_sampled():
    family = families.load("tweedie")
    assert isinstance(family, Likelihood)
    with pytest.raises(InputError, match="tweedie is no density: no sample"):
        population(family, member(family))


@pytest.mark.parametrize("name", sorted(ABSTRACT))
def test_an_abstract_family_cannot_be_sampled(name):
    family = families.load(name)
    with pytest.raises(InputError, match=r"is abstract|no sample"):
        population(family, member(family))


def test_the_same_seed_draws_the_same_rows():
    family = families.load("normal")
    law = population(family, member(family))
    assert draw(law, 100, 7).cells == draw(law, 100, 7).cells != draw(law, 100, 8).cells


def test_the_law_has_the_moments_of_the_member():
    family = families.load("normal")
    law = population(family, {"mu": fmpq(3), "sigma": fmpq(2)}, centre=3.0, scale=2.0)
    values = law.values["x"]
    mean = sum(float(values[c[0]]) * t for c, t in law.cells.items()) / law.rows
    variance = sum((float(values[c[0]]) - mean) ** 2 * t for c, t in law.cells.items()) / law.rows
    assert mean == pytest.approx(3, abs=1e-3) and variance == pytest.approx(4, rel=1e-3)


def test_members_of_two_parameters_with_one_domain_differ():
    assert len(set(member(families.load("dirichlet")).values())) == 3
    assert member(families.load("normal_mean"), {"sigma": fmpq(9)})["sigma"] == 9
