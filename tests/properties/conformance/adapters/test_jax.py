"""Tests of properties.conformance.adapters.jax against the real library, where it is installed."""

from __future__ import annotations

from typing import Any

import pytest

from properties import loss_report
from properties.conformance.adapters import jax as adapter
from properties.conformance.reductions import RowReduction
from properties.conformance.relation import Likeness
from properties.errors import InputError
from symbolic import derivations, families

jax = pytest.importorskip("jax", reason="JAX is not installed: it is in the extra `conformance`")


def test_what_is_traced_gives_what_a_call_gives_and_is_called_once() -> None:
    seen = []

    def function(x: Any) -> Any:
        seen.append(x)
        return jax.numpy.log1p(jax.numpy.exp(x)) / 3

    found, numbers = adapter.traced(jax.vmap(function)), jax.numpy.linspace(-3, 40, 64, dtype="float32")
    assert found(numbers) == found(numbers) == jax.vmap(function)(numbers).tolist() and len(seen) == 2


def test_what_looks_at_a_number_that_it_made_is_called() -> None:
    """An array that a function makes has numbers in a call, and none where all is traced."""

    def function(x: Any) -> Any:
        return x + 1 if jax.numpy.ones(()) > 0 else x

    numbers = jax.numpy.arange(4.0)
    assert adapter.traced(jax.vmap(function))(numbers) == [1.0, 2.0, 3.0, 4.0]


@pytest.mark.slow
def test_values_and_derivatives_are_those_of_the_library() -> None:
    from jax.scipy.stats import norm

    assert adapter.owns(norm.logpdf) and not adapter.owns(print)
    found = loss_report(
        norm.logpdf,
        families.load("normal"),
        reading={"x": "x", "loc": "mu", "scale": "sigma"},
        sign=-1,
        claim=Likeness.EQUAL,
        examples=120,
    )
    assert found.holds, str(found)
    assert {q.value for q in found.worst} == {"value", "gradient", "Hessian"}


@pytest.mark.slow
def test_a_gradient_that_is_wrong_at_0_is_found() -> None:
    """Written with relu and |z|, whose kinks autodiff sees though the loss has none."""

    def loss(y: Any, z: Any) -> Any:
        return jax.nn.relu(z) - y * z + jax.numpy.log1p(jax.numpy.exp(-jax.numpy.abs(z)))

    chain = derivations.load("bernoulli_to_binary_cross_entropy")
    found = loss_report(loss, chain, reading={"y": "y", "z": "f"}, library="jax", examples=600)
    assert not found.holds and "gradient in z" in str(found)
    assert any(e.at.point[1] == 0 for e in found.blamed)


@pytest.mark.slow
def test_classes_go_in_one_array() -> None:
    def loss(target: Any, logits: Any) -> Any:
        return jax.scipy.special.logsumexp(logits) - logits[target.astype(int)]

    chain = derivations.load("categorical_to_cross_entropy")
    reading = {"target": "y", "logits": "f"}
    found = loss_report(loss, chain, reading=reading, library="jax", classes=3, examples=120, ulps=1e4)
    assert found.holds, str(found)


def test_what_has_a_value_and_no_derivative_is_told_so() -> None:
    """As `jax.scipy.stats.gumbel_r` has: a whole number in `xlogy` has no gradient."""

    def loss(x: Any, rate: Any) -> Any:
        return x * rate + jax.scipy.special.xlogy(-1, rate)

    with pytest.raises(InputError, match="raises wherever it is called: in its derivatives, TypeError"):
        loss_report(loss, families.load("exponential"), reading={"x": "x", "rate": "lambda"}, examples=30)
    found = loss_report(
        loss, families.load("exponential"), reading={"x": "x", "rate": "lambda"}, examples=60, derivatives=0
    )
    assert found.holds, str(found)


def test_a_function_that_mixes_rows_does_not_conform_and_one_of_one_row_does() -> None:
    def mixed(x: Any, mu: Any) -> Any:
        return (x - mu) ** 2 / 2 + mu - jax.numpy.mean(mu)

    def one(logits: Any, label: Any) -> Any:
        return jax.numpy.logaddexp.reduce(logits) - jax.numpy.take(logits, label)

    options: dict[str, Any] = {"derivatives": 0, "examples": 60}
    found = loss_report(mixed, families.load("normal_mean"), reading="x=x, mu=mu, sigma=1", **options)
    assert found.related.exact and not found.holds and "reduction=single" in str(found)
    assert loss_report(
        mixed, families.load("normal_mean"), reading="x=x, mu=mu, sigma=1", reduction="single", **options
    ).holds
    chain = derivations.load("categorical_to_cross_entropy")
    row = loss_report(one, chain, reading={"logits": ["f_0", "f_1", "f_2"], "label": "y"}, **options)
    assert row.holds and row.rows is not None and row.rows.kind is RowReduction.SINGLE, str(row)
