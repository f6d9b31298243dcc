"""Tests of properties.conformance.reading: losses in the arguments of an implementation."""

from __future__ import annotations

import inspect
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sympy import Symbol, exp, sqrt

from properties import loss_report
from properties.conformance import references
from properties.conformance.reading import alike, bind
from properties.conformance.reference import Role, reference
from properties.errors import InputError
from symbolic import derivations, families
from symbolic.core.domains import FiniteSet, counts, positive, reals
from symbolic.core.terms import parameter

NORMAL = reference(families.load("normal"))
var, z = Symbol("var", real=True), Symbol("z", real=True)


@pytest.mark.parametrize("function", [
    lambda probs, label: -np.log(probs[np.arange(len(label)), label]),
    lambda logits, label: np.logaddexp.reduce(logits, -1) - logits[np.arange(len(label)), label],
])  # fmt: skip
def test_probabilities_of_a_loss_in_logits_and_logits_of_one_in_probabilities_are_said_by_a_softmax(
    function: Any,
) -> None:
    vector = next(iter(inspect.signature(function).parameters))
    chain, family = derivations.load("categorical_to_cross_entropy"), families.load("categorical")
    said = {"probs": (chain, "probs=softmax(f), label=y"), "logits": (family, "q=softmax(logits), label=x")}[vector]
    found = loss_report(function, said[0], reading=said[1], examples=60, derivatives=0)
    assert (found.related.exact and "softmax(logits)" in str(found.reading)) or "probs adding up to 1" in str(
        found.reading
    )
    with pytest.raises(InputError, match=r"there are no inputs of several classes by one of these names"):
        bind(reference(family, classes=2), "z=softmax(w), label=x")


def test_soft_targets_that_are_a_softmax_are_said_so_and_those_that_do_not_add_up_to_1_are_refused() -> None:
    def soft(logits: Any, teacher: Any) -> Any:
        t = np.exp(teacher - np.logaddexp.reduce(teacher, -1)[..., None])
        return np.logaddexp.reduce(logits, -1) - (t * logits).sum(-1)

    chain = derivations.load("soft_target_cross_entropy")
    found = loss_report(soft, chain, reading="logits=f, t=softmax(teacher)", examples=60)
    assert found.related.exact and str(found.reading) == "f = logits, t = softmax(teacher)"
    with pytest.raises(InputError, match=r"add up to 1: .* as the softmax of one \(t=softmax\(z\)\)"):
        bind(reference(chain, classes=2), "logits=f, t=teacher/100")


def test_arguments_are_inputs_or_inputs_are_made_of_them() -> None:
    found = bind(NORMAL, {"target": "x", "input": "mu", "sigma": sqrt(var)})
    assert found.said == {"x": "target", "mu": "input", "sigma": "sqrt(var)"}
    assert {i.name: i.role for i in found.bound.inputs} == {
        "target": Role.DATUM,
        "input": Role.PREDICTION,
        "var": Role.PREDICTION,
    }
    assert next(i.domain for i in found.bound.inputs if i.name == "var") == positive
    here = found.bound.at([1.0, 0.5, 4.0]).value
    assert here.overlaps(NORMAL.at([1.0, 0.5, 2.0]).value)


def test_parameters_of_ours_name_inputs_too() -> None:
    mu = parameter("mu", reals)
    assert bind(NORMAL, {"x": "x", "location": mu, "sigma": "sigma"}).said["mu"] == "location"


def test_a_known_number_is_put_in() -> None:
    found = bind(reference(families.load("normal_mean")), {"x": "x", "m": "mu", "sigma": 1})
    assert [i.name for i in found.bound.inputs] == ["x", "m"]
    half = bind(reference(families.load("huber")), {"x": "x", "m": "mu", "delta": 0.5})
    assert half.said["delta"] == "1/2"


def test_a_vector_is_read_class_by_class() -> None:
    held = reference(derivations.load("categorical_to_cross_entropy"), classes=3)
    for value in ("f", ("f_0", "f_1", "f_2")):
        found = bind(held, {"target": "y", "logits": value})
        assert found.arguments == {"target": ("target",), "logits": ("logits_0", "logits_1", "logits_2")}
        assert found.vectors == {"logits"}


def test_labels_of_both_signs_are_a_finite_set() -> None:
    s = Symbol("s", real=True)
    found = bind(reference(families.load("bernoulli")), {"x": (1 + s) / 2, "p": 1 / (1 + exp(-z))})
    (sign,) = (i for i in found.bound.inputs if i.name == "s")
    assert sign.domain == FiniteSet((Fraction(-1), Fraction(1)))
    assert found.bound.at([1.0, 1e5]).value < 1e-300, "the form in logits is used where probabilities are 1 in balls"


def test_what_does_not_fit_is_told() -> None:
    with pytest.raises(InputError, match="mu of normal: nothing says which argument this is"):
        bind(NORMAL, {"x": "x", "s": "sigma"})
    with pytest.raises(InputError, match="normal has the inputs x, mu, sigma"):
        bind(NORMAL, {"x": "x", "m": "location", "s": "sigma"})


def test_a_text_is_read_as_the_command_reads_it() -> None:
    found = bind(NORMAL, "target=x, mu=input, sigma=sqrt(var)")
    assert found.said == {"x": "target", "mu": "input", "sigma": "sqrt(var)"}
    assert bind(NORMAL, {"target": "x", "m": "mu", "sigma": "exp(v/2)"}).said["sigma"] == "exp(v/2)"


def test_an_input_is_read_once() -> None:
    with pytest.raises(InputError, match="x of normal is read twice: as a, and as b"):
        bind(NORMAL, {"a": "x", "b": "x", "m": "mu", "s": "sigma"})


def test_an_argument_in_two_inputs_lives_where_both_allow_and_has_the_role_of_the_first() -> None:
    held = reference(families.load("negative_binomial"))
    first = bind(held, "x=x, p=1/(1 + alpha*exp(f)), r=1/alpha").bound
    assert {i.name: (i.domain, i.role) for i in first.inputs} == {
        "x": (counts, Role.DATUM),
        "alpha": (positive, Role.PREDICTION),
        "f": (reals, Role.PREDICTION),
    }
    known = bind(held, "x=x, r=1/alpha, p=1/(1 + alpha*exp(f))").bound
    assert next(i.role for i in known.inputs if i.name == "alpha") is Role.KNOWN


def test_an_expression_in_vectors_is_meant_class_by_class() -> None:
    held = reference(families.load("categorical"), classes=3)
    found = bind(held, {"target": "x", "q": "exp(log_probs)"})
    assert found.arguments["log_probs"] == ("log_probs_0", "log_probs_1", "log_probs_2")
    assert found.vectors == {"log_probs"}
    assert found.said["q_1"] == "exp(log_probs_1)"
    assert str(found) == "x = target, q = exp(log_probs)"
    assert str(bind(held, {"y": "x", "a": ("q_2", "q_1", "q_0")})) == "x = y, q_0 = a_2, q_1 = a_1, q_2 = a_0"


def test_an_argument_that_is_called_as_another_input_can_be_told() -> None:
    found = bind(reference(families.load("gumbel")), "mu=-loc, x=-x, scale=beta")
    assert found.said == {"x": "-x", "mu": "-loc", "beta": "scale"}
    assert bind(NORMAL, {"x": "1*mu", "mu": "-x", "s": "sigma"}).said == {"x": "mu", "mu": "-x", "sigma": "s"}


def test_readings_are_alike_that_say_the_same_of_roles_and_of_the_loss() -> None:
    assert alike(bind(NORMAL, "a=x, b=mu, s=sigma"), bind(NORMAL, "x=-a, mu=-b, s=sigma"))
    assert not alike(bind(NORMAL, "a=x, b=mu, s=sigma"), bind(NORMAL, "b=x, a=mu, s=sigma")), "another datum"
    assert not alike(bind(NORMAL, "a=x, b=mu, s=sigma"), bind(NORMAL, "a=x, b=mu, sigma=sqrt(s)")), "another function"


def test_probabilities_that_add_up_to_1_are_read_all_alike() -> None:
    held = reference(references.load("discrete_divergence"), classes=2)
    logs = {"f": ["f_0", "f_1"]}
    assert bind(held, {"t": ["t_0", "t_1"], **logs}).bound.simplexes == (("t_0", "t_1"),)
    assert bind(held, {"t_0": 0.25, "t_1": 0.75, **logs}).bound.simplexes == ()
    u = Symbol("u")
    for slip in ({"t_0": 0.25, "t_1": 0.5}, {"t_0": u, "t_1": 1 - u}, {"t_0": 0.25, "b": "t_1"}):
        with pytest.raises(InputError, match="add up to 1"):
            bind(held, {**slip, **logs})
