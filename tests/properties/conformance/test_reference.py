"""Tests of properties.conformance.reference: losses in plain numbers, from families, regressions, chains and expressions."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Symbol, exp, log, symbols

from properties.conformance import references
from properties.conformance.reference import Input, LossReference, Role, implied_classes, reference
from properties.errors import InputError
from properties.instances.numbers import NoValue
from symbolic import Chain, argmin, derivations, expectation, families
from symbolic.core.domains import positive, reals
from symbolic.core.terms import density, parameter, sample

x = sample("x", domain=reals)
mu, s = parameter("mu", reals), parameter("s", positive)


def roles(held: LossReference) -> dict[str, str]:
    return {i.name: i.role.value for i in held.inputs}


def test_a_family_is_its_negative_log_density() -> None:
    held = reference(families.load("normal_mean"))
    assert roles(held) == {"x": "datum", "mu": "prediction", "sigma": "known"}
    assert [i.name for i in held.predictions] == ["mu"] and len(held.forms) == 2
    found = held.at([1.0, 0.0, 1.0])
    assert abs(float(found.value) - 1.4189385332046727) < 1e-15
    assert found.first is not None and [float(found.first[k]) for k in (0, 1)] == [1.0, -1.0]


def test_both_forms_are_one_loss() -> None:
    held = reference(families.load("gamma"))
    points = [[0.5, 2.0, 1.5], [3.0, 0.25, 4.0]]
    for point in points:
        values = [LossReference("", held.inputs, (form,)).at(point).value for form in held.forms]
        assert values[0].overlaps(values[1])


def test_the_classes_of_a_softmax_are_unrolled() -> None:
    held = reference(derivations.load("categorical_to_cross_entropy"), classes=3)
    assert roles(held) == {"y": "datum", "f_0": "prediction", "f_1": "prediction", "f_2": "prediction"}
    found = held.at([1.0, 0.0, 0.0, 0.0])
    assert abs(float(found.value) - 1.0986122886681098) < 1e-15
    assert found.first is not None and abs(float(found.first[1]) + 2 / 3) < 1e-15
    assert [i.name for i in held.smooth] == ["f_0", "f_1", "f_2"]
    with pytest.raises(InputError, match="how many classes are there\\? Say classes=3"):
        reference(derivations.load("categorical_to_cross_entropy"))


def test_the_end_of_a_chain_is_the_loss_of_one_row() -> None:
    held = reference(derivations.load("poisson_regression"))
    y, f = (i.symbol for i in held.inputs)
    assert held.forms[-1] == exp(f) - f * y
    tuned = reference(derivations.load("asymmetric_laplace_to_pinball_loss"))
    assert roles(tuned) == {"y": "datum", "f": "prediction", "tau": "known"}
    half = reference(Chain("half", argmin(x.sum((x.i - mu) ** 2) / (2 * x.n), mu)))
    assert half.at([3.0, 1.0]).value == 2
    largest = reference(Chain("down", argmin(-x.sum((x.i - mu) ** 2) / x.n, mu)))
    assert largest.at([3.0, 1.0]).value == -4


def test_what_is_no_loss_of_a_row_is_refused() -> None:
    p = density("p")
    with pytest.raises(InputError, match="no objective of it is a mean or a sum over rows"):
        reference(Chain("c", argmin(expectation((x.outcome - mu) ** 2, p(x.outcome)), mu)))
    with pytest.raises(InputError, match="a reference is the loss of one row"):
        reference(x.sum(x.i - mu))
    with pytest.raises(InputError, match="is no number: it ranges over"):
        reference(parameter("theta") + mu)
    with pytest.raises(InputError, match="is no reference"):
        reference("poisson")  # type: ignore[arg-type]


def test_an_expression_is_a_reference_too() -> None:
    held = reference(log(s) + (x.outcome - mu) ** 2 / s)
    assert roles(held) == {"x": "datum", "s": "prediction", "mu": "prediction"}
    with pytest.raises(NoValue):
        reference(log(mu)).at([-1.0])


def test_what_no_prediction_occurs_in_is_a_candidate_for_a_constant() -> None:
    held = reference(families.load("poisson"))
    (term,) = held.constants()
    assert term.free_symbols == {Symbol("x", real=True)}
    assert reference(families.load("cauchy")).constants()


def test_inputs_are_data() -> None:
    one = Input("mu", reals, Role.PREDICTION)
    assert one.symbol == symbols("mu", real=True) and one == Input("mu", reals, Role.PREDICTION)
    anything: Any = reference(families.load("normal"))
    assert anything.name == "normal"


def test_a_label_is_not_differentiated_in_and_excuses_nothing() -> None:
    assert [i.name for i in reference(families.load("bernoulli")).smooth] == ["p"]
    assert [i.name for i in reference(families.load("poisson")).smooth] == ["x", "lambda"]


def test_the_number_of_classes_is_that_of_a_vector_or_one_of_2_to_5() -> None:
    assert implied_classes({"logits": ["f_0", "f_1", "f_2"], "y": "y"}) == 3
    assert {implied_classes(None, seed) for seed in range(60)} == {2, 3, 4, 5}
    assert implied_classes({"y": "y", "z": "f"}, 7) == implied_classes(None, 7)


def test_a_reference_is_its_own_reference_and_a_named_loss_is_built() -> None:
    held = reference(references.load("normal_divergence"))
    assert reference(held) is held
    with pytest.raises(InputError, match="how many classes"):
        reference(references.load("discrete_divergence"))


@pytest.mark.parametrize("name", references.names())
def test_every_named_loss_says_what_it_is_and_where_it_is_from(name: str) -> None:
    loss = references.load(name)
    assert loss.name == name and loss.title and loss.source
    held = reference(loss, classes=3)
    assert held.predictions and held.name == name
