"""Tests of properties.conformance.adapters.torch against the real library, where it is installed (its wheel is large)."""

from __future__ import annotations

import math
from typing import Any

import pytest
from sympy import Symbol, exp, sqrt

from properties import loss_report
from properties.conformance.adapters import torch as adapter
from properties.conformance.calling import Implementation, Observed
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from properties.errors import InputError
from symbolic import derivations, families


def test_nothing_of_another_library_is_owned() -> None:
    assert not adapter.owns(print) and adapter.arguments(print) is None


torch = pytest.importorskip("torch", reason="PyTorch is not installed")
NORMAL = {"input": "mu", "target": "x", "sigma": sqrt(Symbol("var", real=True))}
SQUARED = {"input": "mu", "target": "x", "sigma": 1}


def softplus_loss(logit: Any, target: Any) -> Any:
    """Of a user: known to be of PyTorch by what it calls."""
    return torch.nn.functional.softplus(logit) - target * logit


def observed(function: Any, points: list[dict[str, float]], family: str, read: Any, **options: Any) -> list[Observed]:
    held = bind(reference(families.load(family)), read)
    return adapter.observer(Implementation(function, held, **options))(points)


def test_a_real_loss_conforms() -> None:
    reading = {"target": "x", "lambda": exp(Symbol("input", real=True))}
    found = loss_report(torch.nn.functional.poisson_nll_loss, families.load("poisson"), reading=reading, examples=120)
    assert found.holds and str(found.related) == "equal up to the constant -log(gamma(target + 1))"
    assert {q.value for q in found.worst} == {"value", "gradient", "Hessian"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "of", "options", "relation"),
    [
        (torch.nn.GaussianNLLLoss, "normal", {"reading": NORMAL, "given": {"full": True}}, "equal"),
        (torch.nn.HuberLoss, "huber", {"reading": {"input": "mu", "target": "x", "delta": "delta"}}, None),
        (torch.nn.HuberLoss(delta=1.5), "huber", {"reading": {"input": "mu", "target": "x", "delta": 1.5}}, None),
        (torch.nn.MSELoss, "normal_mean", {"reading": SQUARED, "claim": Likeness.FACTOR}, None),
        (torch.distributions.Bernoulli, "bernoulli", {"reading": {"value": "x", "probs": "p"}}, "equal"),
        (torch.distributions.Normal, "normal", {}, "equal"),
    ],
)
def test_classes_are_made_and_called(function: Any, of: str, options: Any, relation: str | None) -> None:
    found = loss_report(function, families.load(of), examples=120, ulps=1e6, **options)
    assert found.holds, str(found)
    assert relation is None or str(found.related) == relation


def test_an_object_tells_its_arguments_and_a_class_those_of_its_constructor_too() -> None:
    assert adapter.owns(torch.nn.HuberLoss()) and adapter.arguments(torch.nn.HuberLoss()) == ("input", "target")
    assert adapter.arguments(torch.nn.HuberLoss) == ("input", "target", "delta")
    assert adapter.arguments(torch.distributions.Geometric) == ("value", "probs", "logits")


def test_a_function_of_a_user_is_known_by_what_it_calls() -> None:
    assert adapter.owns(softplus_loss)
    chain = derivations.load("bernoulli_to_binary_cross_entropy")
    found = loss_report(softplus_loss, chain, reading={"logit": "f", "target": "y"}, examples=120)
    assert found.related.kind is Likeness.EQUAL and {q.value for q in found.worst} == {"value", "gradient", "Hessian"}


ROWS = [{"input": 0.5 * k, "target": 1.0 - k} for k in range(-3, 4)]


def test_rows_that_are_called_together_come_back_as_alone() -> None:
    calls = []

    def loss(input: Any, target: Any, reduction: str = "mean") -> Any:
        calls.append(len(input))
        return torch.nn.functional.mse_loss(input, target, reduction=reduction)

    together = observed(loss, ROWS, "normal_mean", SQUARED)
    assert calls == [7, 1, 1]
    assert together == [observed(loss, [row], "normal_mean", SQUARED)[0] for row in ROWS]
    assert together[0].gradient == {"input": -11.0} and together[0].hessian == {("input", "input"): 2.0}


@pytest.mark.parametrize(
    "loss",
    [
        lambda input, target: (input - target).square() * len(input),
        lambda input, target: (input - target).square().mean(),
        lambda input, target: (input - target).square() + (input - input.mean()),
    ],
)
def test_rows_that_have_to_do_with_each_other_are_called_alone(loss: Any) -> None:
    found = adapter.observer(Implementation(loss, bind(reference(families.load("normal_mean")), SQUARED)))(ROWS)
    assert [f.value for f in found] == [(row["input"] - row["target"]) ** 2 for row in ROWS]


def test_a_row_that_raises_takes_no_other_with_it() -> None:
    def loss(input: Any, target: Any) -> Any:
        if (input == 0.5).any():
            raise ValueError("a half")
        return (input - target).square()

    found = observed(loss, ROWS, "normal_mean", SQUARED)
    assert [f.raised for f in found] == ["ValueError: a half" if row["input"] == 0.5 else "" for row in ROWS]
    assert sum(math.isnan(f.value) for f in found) == 1


def test_what_is_annotated_as_a_number_is_given_as_one() -> None:
    points = [{"input": 3.0, "target": 0.0, "delta": d} for d in (0.5, 1.0, 0.5, 2.0)]
    read = {"input": "mu", "target": "x", "delta": "delta"}
    found = observed(torch.nn.functional.huber_loss, points, "huber", read)
    assert [f.value for f in found] == [d * (3 - d / 2) for d in (0.5, 1.0, 0.5, 2.0)]
    assert found[0].gradient == {"input": 0.5}  # it has no derivative in a number


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (lambda input, target: torch.stack([input, target]), r"for 1 rows it returned a tensor of shape \(2, 1\)"),
        (lambda input, target: 3.0, r"it returned 3\.0, which is no tensor"),
    ],
)
def test_what_is_no_number_a_row_is_told(loss: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        loss_report(loss, families.load("normal_mean"), reading=SQUARED, library="torch", examples=50)


def test_a_value_without_a_gradient_is_told() -> None:
    def detached(input: Any, target: Any) -> Any:
        return ((input - target) ** 2).detach()

    with pytest.raises(InputError, match=r"carries no gradient; derivatives=0 asks for none\.$"):
        loss_report(
            detached, families.load("normal_mean"), reading=SQUARED, library="torch", examples=50, claim="factor"
        )
    options = {"reading": SQUARED, "library": "torch", "examples": 50, "claim": "factor", "derivatives": 0}
    assert loss_report(detached, families.load("normal_mean"), **options).holds
