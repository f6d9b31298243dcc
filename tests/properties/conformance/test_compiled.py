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

SHIPPED = (
    *(
        "bernoulli",
        "bernoulli_to_binary_cross_entropy",
        "exponential",
        "poisson",
        "poisson_regression",
        "gamma_regression",
    ),
    *(
        "geometric",
        "half_normal",
        "maxwell",
        "normal",
        "normal_mean",
        "normal_scale",
        "normal_to_squared_error",
        "rayleigh",
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_written_is_the_loss(name: str, tmp_path: Path) -> None:
    of = load(name)[0]
    found = compile_loss(of)
    assert found.within_bar
    file = tmp_path / f"{name}.py"
    file.write_text(found.text, encoding="utf-8")
    arguments = dict(zip(found.arguments, (i.name for i in found.reference.inputs), strict=True))
    function = callable_of(f"{file}:{found.name}_with_derivatives")
    held = loss_report(function, of, reading=arguments, claim=Likeness.EQUAL, examples=120, ulps=8)
    assert held.holds, str(held)
    assert max(map(len, found.text.splitlines())) <= 88
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", str(file)], capture_output=True, text=True
    )
    if "No module named ruff" not in done.stderr:
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
