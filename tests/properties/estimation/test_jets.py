"""Values and derivatives of an objective: in balls they enclose what differences say, in floats they are close to it."""

import pytest
from few import few
from flint import arb, fmpq

from properties.estimation.fitting import Comparison
from properties.estimation.jets import Jets, Unavailable
from properties.estimation.population import draw, member, population
from properties.instances.numbers import precision, rational
from symbolic import families
from symbolic.models.family import Likelihood

ABSTRACT = {"exponential_family", "exponential_dispersion", "categorical"}
KINKED = {"laplace", "asymmetric_laplace", "huber"}  # a second difference may reach over a kink
DRAWN = [n for n in families.names() if n not in ABSTRACT and not isinstance(families.load(n), Likelihood)]
BITS = 400


def prepared(name, rows=25):
    family = families.load(name)
    comparison = Comparison(draw(population(family, member(family)), rows, 3))
    at = {str(p.name): rational(member(family)[str(p.name)]) for p in family.parameters}
    return comparison, Jets(comparison.data, comparison.objectives[-2].tree), at


def values(comparison, *points):
    return [arb(v) for v in comparison.loss.values(list(points), BITS)]


@pytest.mark.parametrize("name", few(DRAWN, 4))
def test_derivatives_agree_with_difference_quotients(name):
    comparison, objective, at = prepared(name)
    at = {n: v + fmpq(1, 1013) for n, v in at.items()}  # off the data
    names = list(at)
    with precision(BITS):
        local = objective.at([arb(v) for v in at.values()], bits=BITS)
        guided = objective.at([float(arb(v)) for v in at.values()])
        if not local.feasible:
            pytest.skip("discrete: the support ends there")
        (value,) = values(comparison, at)
        assert local.value.overlaps(value) and guided.value == pytest.approx(float(value), rel=1e-9, abs=1e-9)
        h = fmpq(1, 10**30)
        for j, one in enumerate(names):
            up, down = values(comparison, at | {one: at[one] + h}, at | {one: at[one] - h})
            slope = (up - down) / (2 * h)
            assert abs(local.gradient[j] - slope) < arb(10) ** -20 * (1 + abs(slope))
            assert guided.gradient[j] == pytest.approx(float(slope), rel=1e-6, abs=1e-6)
            bend = (up + down - 2 * value) / (h * h)
            assert abs(local.hessian[j][j] - bend) < arb(10) ** -20 * (1 + abs(bend))
            assert guided.hessian[j][j] == pytest.approx(float(bend), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", few(DRAWN, 4))
def test_a_box_encloses_what_lies_in_it(name):
    _, objective, at = prepared(name, 8)
    with precision(BITS):
        box = [arb(v) + arb(0, arb("0.01")) for v in at.values()]
        around = objective.at(box, bits=BITS)
        for share in (fmpq(-9, 10), fmpq(0), fmpq(1, 3), fmpq(8, 10)):
            point = [arb(v + share / 100) for v in at.values()]
            local = objective.at(point, bits=BITS)
            if around.feasible is True:
                assert local.feasible is True
            assert not around.value.is_finite() or around.value.overlaps(local.value)
            for j in range(len(at)):
                assert not around.gradient[j].is_finite() or around.gradient[j].contains(local.gradient[j].mid())
                bend = around.hessian[j][j]
                assert not bend.is_finite() or bend.contains(local.hessian[j][j].mid())


def test_an_abstract_density_has_no_derivatives():
    with pytest.raises(KeyError):
        prepared("categorical")
    family = families.load("zero_inflated_poisson")
    comparison = Comparison(draw(population(family, member(family)), 9, 1))
    likelihood = comparison.objectives[0].tree
    with pytest.raises(Unavailable, match="derivatives"):
        Jets(comparison.data, likelihood).at([0.5, 1.0])
