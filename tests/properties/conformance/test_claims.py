"""Tests of properties.conformance.claims: what a claim keeps, and which parts there are to be judged."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from scipy import stats

from properties import conforms
from properties.errors import InputError
from symbolic import families

BERNOULLI = families.load("bernoulli")


def nll(x: Any, p: Any) -> Any:
    return -x * np.log(p) - (1 - x) * np.log1p(-p)


def with_slope(x: Any, p: Any) -> Any:
    return nll(x, p), (p - x) / (p * (1 - p))


def test_a_claim_keeps_its_place_and_looks_once() -> None:
    claim = conforms(nll, BERNOULLI, examples=60)
    path, line = claim.place
    assert path == __file__ and line > 20 and claim.name == "nll"
    assert claim.report is claim.report and claim.report.holds


@pytest.mark.parametrize(
    ("function", "options", "parts"),
    [
        (nll, {}, ("relation", "value", "reductions", "edges")),
        (with_slope, {}, ("relation", "value", "gradient", "reductions", "edges")),
        (with_slope, {"derivatives": 0}, ("relation", "value", "reductions", "edges")),
        (
            with_slope,
            {"reading": {"x": "x"}},
            ("relation", "value", "reductions", "edges"),
        ),  # that is told by its relation
        (
            with_slope,
            {"hessian": "none", "dtypes": ("float32", "float64")},
            ("relation", "value", "gradient", "reductions", "edges", "float32"),
        ),
        (nll, {"dtypes": ("float32",)}, ("relation", "value", "reductions", "edges")),
        (nll, {"reduction": "single"}, ("relation", "value", "edges")),
        (stats.bernoulli, {"given": {"loc": 0}}, ("relation", "value", "reductions", "edges")),
    ],
)
def test_which_parts_there_are(function: Any, options: Any, parts: Any) -> None:
    assert conforms(function, BERNOULLI, **options).parts() == parts


def test_what_no_adapter_knows_is_an_error() -> None:
    with pytest.raises(InputError, match="no callable"):
        conforms(3, BERNOULLI).parts()  # type: ignore[arg-type]


def test_it_costs_nothing_to_import() -> None:
    light = "import sys; from properties import conforms; sys.exit('sympy' in sys.modules or 'flint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", light], check=False).returncode == 0
