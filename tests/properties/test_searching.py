"""The search finds what closed forms and NumPy know, says when a parameter runs off, and never decides."""

import pytest
from flint import fmpq

from properties.data import Data, observe
from properties.fitting import Comparison
from properties.samples import draw, member, population
from properties.searching import numeric
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
