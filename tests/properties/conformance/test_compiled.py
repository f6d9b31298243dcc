"""Tests of written losses: they are what they claim to be, formatted, typed, and say what they lose."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from properties.conformance.check import loss_report
from properties.conformance.compiled import WrittenLoss, as_data, compile_loss, cost
from properties.conformance.named import callable_of
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from properties.errors import InputError
from properties.loading import load
from symbolic import derivations, families
from symbolic.report.code import numpy as target

NAMES = (
    *("asymmetric_laplace", "bernoulli", "beta", "cauchy", "chi_square", "discrete_uniform", "exponential", "gamma"),
    *(
        "generalised_poisson",
        "geometric",
        "gompertz",
        "gumbel",
        "gumbel_minimum",
        "half_normal",
        "huber",
        "inverse_gamma",
    ),
    *("inverse_gaussian", "laplace", "logistic", "lognormal", "lomax", "maxwell", "negative_binomial", "normal"),
    *("normal_mean", "normal_mixture", "normal_scale", "ordinal_logit", "pareto", "poisson", "rayleigh", "student_t"),
    *("tweedie", "uniform", "von_mises", "von_mises_radians", "weibull", "zero_inflated_poisson"),
    *("zero_truncated_poisson", "asymmetric_laplace_to_pinball_loss", "bernoulli_to_binary_cross_entropy"),
    *("extreme_value_accelerated_failure_time", "gamma_regression", "generalised_poisson_regression"),
    *("heteroscedastic_normal", "laplace_to_absolute_error", "logistic_accelerated_failure_time"),
    *("negative_binomial_regression", "normal_accelerated_failure_time", "normal_to_squared_error"),
    *("ordinal_logit_regression", "poisson_regression", "tweedie_regression", "von_mises_regression"),
    "weighted_logistic_regression",
)
ELSEWHERE = (  # those that take what the other libraries have not, or have otherwise
    *("bernoulli", "bernoulli_to_binary_cross_entropy", "exponential", "gamma", "gompertz", "huber", "normal"),
    *("poisson", "poisson_regression", "von_mises_radians"),
)
WRITTEN = [("numpy", n) for n in NAMES] + [(library, n) for n in ELSEWHERE for library in ("torch", "jax")]


@pytest.mark.slow
def test_no_family_or_regression_in_one_variable_is_forgotten() -> None:
    found = []
    for name in (*families.names(), *derivations.names()):
        try:
            held = reference(load(name)[0])
        except InputError:  # of classes, or of no row
            continue
        several = name in families.names() and len(families.load(name).variables) > 1
        if len(held.inputs) > 1 and not several and not name.startswith("exponential_"):  # which are abstract
            found.append(name)
    assert sorted(found) == sorted(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize(("library", "name"), WRITTEN)
def test_what_is_written_is_the_loss(
    library: str, name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed here")
    of = load(name)[0]
    found = compile_loss(of, library)
    file = tmp_path / f"written_{name}.py"
    file.write_text(found.text, encoding="utf-8")
    assert max(map(len, found.text.splitlines())) <= 88
    cache = f"--cache-dir={tmp_path_factory.getbasetemp() / 'mypy'}"  # one for all: what is imported is read once
    types = ["mypy", "--strict", "--config-file=", "--disable-error-code=import-untyped", cache]
    for tool in (["ruff", "check", "--isolated"], ["ruff", "format", "--isolated", "--diff"], types):
        done = subprocess.run([sys.executable, "-m", *tool, str(file)], capture_output=True, text=True, cwd=tmp_path)
        if "No module named" not in done.stderr:
            assert done.returncode == 0, done.stdout
    if found.range is None:  # no form of some entry is known, as the docstring says
        assert "No range is known on which it keeps" in " ".join(found.text.split())
        return
    inputs = dict(zip(found.arguments, found.reference.inputs, strict=True))
    arguments = {name: i.name for name, i in inputs.items()}
    within = {name: found.range.interval(i) for name, i in inputs.items() if i in found.reference.smooth}
    suffix = "_with_derivatives" if library == "numpy" and len(found.entries) > 1 else ""  # others are differentiated
    function = callable_of(f"{file}:{found.name}{suffix}")
    held = loss_report(
        function, of, reading=arguments, claim=Likeness.EQUAL, examples=120, ulps=4, within=within, library=library
    )
    assert held.holds, str(held)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["student_t", "ordinal_logit"])
def test_entries_whose_summands_cancel_have_a_range(name: str) -> None:
    """One quotient for a sum of them, and hyperbolic tangents."""
    found = compile_loss(load(name)[0])
    assert found.range is not None and found.within_bar


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
    with pytest.raises(InputError, match=r"no library 'fortran'.*jax, numpy, torch"):
        compile_loss(load("poisson")[0], "fortran")
    with pytest.raises(InputError, match=r"how many classes are there\? Say classes=3 \(--classes 3 in a command\)"):
        compile_loss(load("categorical")[0])
    with pytest.raises(InputError, match=r"normal has no sum over classes: leave classes=3 \(--classes 3\) out"):
        compile_loss(load("normal")[0], classes=3)


def test_what_occurs_twice_costs_once(poisson: WrittenLoss) -> None:
    x, rate = (i.symbol for i in poisson.reference.inputs)
    from sympy import log

    assert cost(log(rate) + x, target) == cost(log(rate) + x + x * log(rate), target) - 20
