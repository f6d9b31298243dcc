"""Tests of properties.conformance.adapters.torch against the real library, where it is installed (its wheel is large)."""

from __future__ import annotations

import pytest
from sympy import Symbol, exp

from properties import loss_report
from properties.conformance.adapters import torch as adapter
from symbolic import families


def test_nothing_of_another_library_is_owned() -> None:
    assert not adapter.owns(print) and adapter.arguments(print) is None


def test_a_real_loss_conforms() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    reading = {"target": "x", "lambda": exp(Symbol("input", real=True))}
    found = loss_report(torch.nn.functional.poisson_nll_loss, families.load("poisson"), reading=reading, examples=120)
    assert found.holds and str(found.related) == "equal up to the constant -log(gamma(target + 1))"
    assert {q.value for q in found.worst} == {"value", "gradient", "Hessian"}
