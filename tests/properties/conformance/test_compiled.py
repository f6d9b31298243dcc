"""Tests of written losses: they are what they claim to be, formatted, typed, and say what they lose."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from properties.conformance.check import loss_report
from properties.conformance.compiled import WrittenLoss, as_data, compile_loss, cost
from properties.conformance.named import callable_of
from properties.conformance.relation import Likeness
from properties.errors import InputError
from properties.loading import load
from symbolic.report.code import numpy as target

FAMILIES = [
    "asymmetric_laplace", "bernoulli", "binomial", "beta", "cauchy", "chi_square", "discrete_uniform",
    "exponential", "exponential_dispersion", "exponential_family", "gamma", "geometric", "gompertz", "gumbel",
    "half_normal", "huber", "inverse_gamma", "inverse_gaussian", "laplace", "logistic", "lognormal", "lomax",
    "maxwell", "negative_binomial", "normal", "normal_mean", "normal_scale", "pareto", "poisson", "rayleigh",
    "student_t", "uniform", "von_mises", "von_mises_radians", "weibull", "zero_inflated_poisson",
    "zero_truncated_poisson",
]  # fmt: skip
REGRESSIONS = [
    "asymmetric_laplace_to_pinball_loss", "bernoulli_to_binary_cross_entropy", "gamma_regression",
    "laplace_to_absolute_error", "negative_binomial_regression", "normal_to_squared_error", "poisson_regression",
    "von_mises_regression",
]  # fmt: skip
TARGETS = ("numpy", "torch", "jax")


@pytest.mark.slow
@pytest.mark.parametrize("library", TARGETS)
@pytest.mark.parametrize("name", [*FAMILIES, *REGRESSIONS])
def test_what_is_written_is_the_loss(name: str, library: str, tmp_path: Path) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed here")
    of = load(name)[0]
    found = compile_loss(of, library)
    assert found.within_bar and found.range is not None
    file = tmp_path / f"written_{name}.py"
    file.write_text(found.text, encoding="utf-8")
    inputs = found.reference.inputs
    arguments = dict(zip(found.arguments, (i.name for i in inputs), strict=True))
    within = {i.name: found.range.interval(i) for i in inputs if i in found.reference.smooth}
    suffix = "_with_derivatives" if library == "numpy" and len(found.entries) > 1 else ""  # others are differentiated
    function = callable_of(f"{file}:{found.name}{suffix}")
    held = loss_report(
        function, of, reading=arguments, claim=Likeness.EQUAL, examples=120, ulps=4, within=within, library=library
    )
    assert held.holds, str(held)
    assert max(map(len, found.text.splitlines())) <= 88
    for tool in (["ruff", "format", "--isolated", "--diff"], ["mypy", "--strict", "--config-file="]):
        done = subprocess.run([sys.executable, "-m", *tool, str(file)], capture_output=True, text=True, cwd=tmp_path)
        if "No module named" not in done.stderr:
            assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def poisson() -> WrittenLoss:
    return compile_loss(load("poisson")[0])


def test_what_is_lost_is_told(poisson: WrittenLoss) -> None:
    value = poisson.entries[0]
    assert value.measure.range is not None and value.measure.range.reach >= 1e15 and value.measure.lost is not None
    assert "units" in poisson.text and "Beyond, such as at" in poisson.text and "scipy" not in poisson.text
    assert "def _deviance(" in poisson.text and "def _binet0(" in poisson.text
    assert as_data(poisson)["entries"][0]["within"]["x"][0] == 0


def test_the_same_call_writes_the_same_file(poisson: WrittenLoss) -> None:
    assert compile_loss(load("poisson")[0]).text == poisson.text


def test_wrong_input_is_told() -> None:
    with pytest.raises(InputError, match="no target 'fortran'"):
        compile_loss(load("poisson")[0], "fortran")
    with pytest.raises(InputError, match="how many classes"):
        compile_loss(load("categorical")[0])


def test_what_occurs_twice_costs_once(poisson: WrittenLoss) -> None:
    x, rate = (i.symbol for i in poisson.reference.inputs)
    from sympy import log

    assert cost(log(rate) + x, target) == cost(log(rate) + x + x * log(rate), target) - 20
