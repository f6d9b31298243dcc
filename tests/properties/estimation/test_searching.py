"""The search finds what closed forms and NumPy know, says when a parameter runs off, and never decides."""

import pytest
from flint import fmpq

from properties.data.family_data import Data, observe
from properties.estimation.fitting import Comparison
from properties.estimation.linear import linear
from properties.estimation.population import draw, member, population
from properties.estimation.searching import numeric
from symbolic import families

CLOSED = ["poisson", "bernoulli", "normal", "exponential", "geometric", "inverse_gaussian", "rayleigh", "lognormal"]


def sample_of(name, rows=60, seed=5):
    family = families.load(name)
    return draw(population(family, member(family)), rows, seed)


@pytest.mark.parametrize("name", CLOSED)
def test_the_search_agrees_with_the_closed_form(name):
    comparison = Comparison(sample_of(name))
    assert comparison.found.closed is not None
    point, runs_off = numeric(comparison.data, comparison.loss)
    assert runs_off == ()
    for unknown, value in comparison.found.point.items():
        assert float(point[unknown]) == pytest.approx(float(value), rel=1e-9, abs=1e-9), unknown


def test_an_end_of_the_support_is_found_exactly():
    data = sample_of("pareto")
    values = [data.values["x"][cell[0]] for cell in data.cells]
    point, _ = numeric(data, Comparison(data).loss)
    assert point["m"] == min(values)
    data = sample_of("uniform")
    assert numeric(data, Comparison(data).loss)[0]["theta"] == max(data.values["x"][cell[0]] for cell in data.cells)


def test_the_median_is_found_exactly():
    family = families.load("laplace")
    data = Data(family, "", ("x",), 5, {"x": (fmpq(0), fmpq(1), fmpq(7))}, {(0,): 2, (1,): 1, (2,): 2}, {"b": fmpq(1)})
    assert numeric(data, Comparison(data).loss)[0] == {"mu": 1}


def test_what_runs_off_is_said(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("x\n3\n3\n3\n")
    data = observe(families.load("gamma"), str(path))  # all data equal: shape and rate grow without end
    _, runs_off = numeric(data, Comparison(data).loss)
    assert any("-> oo" in text for text in runs_off)
    mixture = draw(population(families.load("normal_mixture"), member(families.load("normal_mixture"))), 4, 1)
    _, runs_off = numeric(mixture, Comparison(mixture).loss)
    assert runs_off


def test_separated_labels_run_off_in_few_steps(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("y,z,times\n0,-1.3,3\n0,0.1,2\n0,1.2,3\n0,0.8,10\n0,-1.0,2\n1,-1.8,3\n")
    family = linear(families.load("bernoulli"), ["z"])
    comparison = Comparison(observe(family, str(path), ["y", "z"], weights="times"))
    assert comparison.found.runs_off and comparison.certificate == "no estimate was found"
    assert all(abs(v) < 10**9 for v in comparison.found.point.values())  # Newton's step from there is beyond any number


@pytest.mark.parametrize("unit", ["1e-80", "1", "1e59"])
def test_the_unit_of_the_data_changes_nothing(unit, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("x\n" + "".join(f"{v}{unit[1:]}\n" for v in (1, 2, 4)))
    found = Comparison(observe(families.load("weibull"), str(path))).result()
    assert found.verdict == "proved" and found.found.runs_off == ()
    assert float(found.found.point["k"]) == pytest.approx(2.012498043934, rel=1e-12)
    assert float(found.found.point["lambda"]) == pytest.approx(2.649305901448 * float(unit), rel=1e-12)
