"""Tests of properties.conformance.stated: a factor and a constant that are claimed by name hold, or are refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sympy import Symbol, exp, factorial, log, loggamma, sin

from properties import loss_report
from properties.conformance.relation import Likeness
from properties.errors import InputError
from symbolic import families
from symbolic.core.domains import reals
from symbolic.core.terms import parameter
from symbolic.derivations.poisson_regression import chain as poisson

y, z = Symbol("y"), Symbol("z")
READ = {"y": "x", "lambda": exp(z)}


def nll(y: Any, z: Any) -> Any:
    return np.exp(z) - y * z


def looked(function: Any = nll, **options: Any) -> Any:
    return loss_report(function, families.load("poisson"), reading=READ, examples=60, **options)


@pytest.mark.parametrize("constant", [-log(factorial(y)), -loggamma(y + 1), -log(factorial(parameter("y", reals)))])
def test_the_constant_that_is_claimed_is_compared_in_whatever_form(constant: Any) -> None:
    found = looked(constant=constant)
    assert found.holds and found.unmet == "" and str(found.related.constant) == str(constant)


def test_another_constant_is_refused_with_a_point() -> None:
    found = looked(constant=-log(factorial(y)) + Fraction(1, 1000))
    assert not found.holds and found.unmet.startswith("claimed: the constant ") and " it is another" in found.unmet
    assert found.unmet in " ".join(str(found).split())
    assert str(found.related.constant) == "-log(gamma(y + 1))"


def test_a_constant_that_nobody_would_recognise_conforms_where_it_is_claimed() -> None:
    def odd(y: Any, z: Any) -> Any:
        return nll(y, z) + 3.7 * np.sin(y)

    reading = {"y": "y", "z": "f"}
    assert not loss_report(odd, poisson, reading=reading, examples=60).holds
    found = loss_report(odd, poisson, reading=reading, examples=60, constant=Fraction(37, 10) * sin(y))
    assert found.holds and str(found.related) == "equal up to the constant 37*sin(y)/10"
    equal = loss_report(odd, poisson, reading=reading, examples=60, constant=Fraction(37, 10) * sin(y), claim="equal")
    assert not equal.holds


def test_a_factor_is_claimed_as_a_number() -> None:
    def doubled(y: Any, z: Any) -> Any:
        return 2 * nll(y, z)

    assert looked(doubled, claim="factor", factor=2).holds
    found = looked(doubled, claim="factor", factor=Fraction(1, 2), constant=-log(factorial(y)))
    assert not found.holds and found.unmet == "claimed: the factor 1/2; it is 2"
    assert looked(doubled, claim="factor", factor=2, constant=-2 * log(factorial(y))).holds
    assert not looked(doubled, claim="constant", factor=2).holds


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"constant": z + y}, "constant=y \\+ z: z is a prediction, of which a constant is free"),
        ({"constant": Symbol("q")}, "constant=q: there is no argument q; there are y, z"),
        ({"constant": "log(y)"}, "constant='log\\(y\\)': say a number or an expression"),
        ({"constant": float("nan")}, "constant=nan: say a number"),
        ({"factor": y}, "factor=y: there is no argument y; it is a number"),
    ],
)
def test_what_is_no_constant_is_refused(options: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        looked(**options)


def test_of_gradients_nothing_is_known_of_a_constant_and_of_another_function_nothing_is_said() -> None:
    def objective(preds: Any, dtrain: Any) -> Any:
        return np.exp(preds) - dtrain.get_label(), np.exp(preds)

    with pytest.raises(InputError, match="gradients, which tell nothing of a constant"):
        loss_report(objective, poisson, examples=60, constant=1)
    other = looked(lambda y, z: np.exp(z) - y * y * z, constant=1)
    assert other.related.kind is Likeness.DIFFERENT and other.unmet == ""
