"""Row by row and through statistics an objective has one value; what is abstract has none."""

import pytest
from flint import fmpq

from properties.data.family_data import observe
from properties.errors import InputError
from properties.estimation.objectives import Evaluator, Statistics, decimal, objectives, rounded, table_model
from properties.estimation.population import draw, member, population
from properties.instances.numbers import precision
from symbolic import families
from symbolic.models.likelihood import derivation
from symbolic.report.theorem import check

SEPARABLE = ["poisson", "gamma", "normal", "inverse_gaussian", "multinomial", "beta"]


def chain_of(family):
    return objectives(family, check(derivation(family)))


def test_the_objectives_run_from_the_likelihood_to_the_cross_entropy():
    named = {name: [o.name for o in chain_of(families.load(name))] for name in ("bernoulli", "poisson", "normal_mean")}
    four = ["likelihood", "log-likelihood", "mean negative log-likelihood", "mean loss", "empirical cross-entropy"]
    assert named["bernoulli"] == four and named["poisson"] == four
    assert named["normal_mean"] == [*four[:3], "the constant dropped", *four[3:]]
    assert [o.sense for o in chain_of(families.load("poisson"))] == ["max", "max", "min", "min", "min"]


@pytest.mark.parametrize("name", SEPARABLE)
def test_statistics_give_the_same_values_as_rows(name):
    family = families.load(name)
    at = member(family)
    data = draw(population(family, at), 30, 3)
    shared = Statistics(data)
    points = [{str(p.name): at[str(p.name)] for p in family.parameters}]
    for objective in chain_of(family):
        through, rows = Evaluator(data, objective, shared), Evaluator(data, objective)
        assert rows.rowwise and not through.rowwise, objective.name
        (a,), (b,) = through.values(points, 256), rows.values(points, 256)
        with precision(256):
            assert abs(a - b) <= abs(b) * fmpq(1, 10**40), objective.name


def test_a_sum_is_computed_once_for_each_precision():
    family = families.load("poisson")
    shared = Statistics(observe(family, "horse_kicks", ["deaths"]))
    total = shared.named(family.sample.sum(family.sample.i))
    assert total == shared.named(family.sample.sum(family.sample.i))
    assert shared.values([str(total.name)], 64) == {str(total.name): 122}
    assert shared.evaluated(family.sample.sum(family.sample.i) / family.sample.n, 64) == fmpq(61, 100)


@pytest.mark.parametrize("name", ["exponential_family", "exponential_dispersion"])
def test_an_abstract_family_has_no_values(name, tmp_path):
    family = families.load(name)
    path = tmp_path / "x.csv"
    path.write_text("x\n1\n2\n")
    data = observe(family, str(path), known={str(p.name): fmpq(1) for p in family.known})
    with pytest.raises(InputError, match=r"is abstract: .* would have to be known"):
        Evaluator(data, chain_of(family)[0])


def test_only_a_density_that_is_the_unknown_is_a_table():
    assert table_model(families.load("categorical")) is not None
    assert all(table_model(families.load(name)) is None for name in families.names() if name != "categorical")


def test_numbers_are_shown_short_and_rounded_close():
    assert [decimal(v) for v in (fmpq(61, 100), fmpq(5), fmpq(1, 3), fmpq(-1, 8))] == [
        "0.61",
        "5",
        "0.3333333333",
        "-0.125",
    ]
    assert rounded(fmpq(1, 3), 5) == fmpq(33333, 100000)
