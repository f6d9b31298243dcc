"""Tests of what is said of a written loss: cases in words, numbers that are no larger than they are, and what is lost."""

from __future__ import annotations

import math

import pytest
from sympy import Integer, Symbol, log

from properties.conformance.accuracy import Output
from properties.conformance.certificate import Chosen, digits, docstring, formula, number, proof, title
from properties.conformance.measured import Measure, Range
from properties.conformance.reference import reference
from properties.conformance.stable import Form
from properties.loading import load
from symbolic.report.floating import choose, deviance, instead

x, m = Symbol("x", real=True), Symbol("m", positive=True)


def entry(prover: str, measure: Measure, output: Output = Output.VALUE, names: tuple[str, ...] = ()) -> Chosen:
    return Chosen(output, names, Form(deviance(x, m) + log(m), prover), measure, 3)


def test_cases_are_words_and_what_keeps_a_program_from_0_is_left_out() -> None:
    safe = instead(x, Integer(0), Integer(1))
    assert formula(choose(x, Integer(0), m, log(safe))) == "m where x = 0; else log(x)"


@pytest.mark.parametrize(
    ("value", "inwards", "text"),
    [
        (1e-30, 0, "1e-30"), (0.1 + 0.2, 0, "0.30000000000000004"), (1 - 2**-53, -1, "0.9999999999999999"),
        (9.999999999999999e-31, 1, "1e-30"), (9.999999999999999e-31, -1, "9.999999999999999e-31"), (-math.inf, 0, "-inf"),
    ],
)  # fmt: skip
def test_a_number_is_exact_or_further_inside(value: float, inwards: int, text: str) -> None:
    assert number(value, inwards) == text
    assert inwards == 0 or (float(text) - value) * inwards >= 0


def test_how_it_is_proved() -> None:
    nothing = Measure(None, math.inf, 0, None)
    assert proof(entry("identities", nothing)) == "Proved equal to the loss (prover: identities)."
    assert "derivative of a form" in proof(entry("identities", nothing, Output.GRADIENT, ("m",)))
    assert proof(entry("itself", nothing)) == "As it is declared."
    assert title(entry("itself", nothing, Output.HESSIAN, ("m", "m"))) == "Hessian in m, m"


def test_the_docstring_says_what_is_known_and_what_is_not() -> None:
    held = reference(load("exponential")[0])
    good, bad = Measure(Range(1e30), 1.25, 70, None), Measure(None, 9.0, 30, None)
    text = docstring(
        held, [entry("identities", good), entry("itself", bad)], {i.symbol: i.name for i in held.inputs}, "For X."
    )
    assert (
        "At most 1.2 units at 70 points with x in [0, 1e+30] (0, or from 1e-100 on in size); lambda in [1e-30, 1e+30]."
        in " ".join(text.split())
    )
    assert "No range is known on which it keeps within 3.5 units: up to 9 for moderate numbers." in " ".join(
        text.split()
    )
    assert "deviance(u, v) =" in text and "binet" not in text and max(map(len, text.splitlines())) <= 88
    assert digits(held, entry("itself", Measure(None, math.inf, 0, None))).endswith("within 3.5 units.")


def test_probabilities_that_add_up_to_1_do_not_move_alone() -> None:
    held = reference(load("categorical")[0], classes=2)
    found = entry("derivative", Measure(None, math.inf, 0, None), Output.GRADIENT, ("q_0",))
    assert digits(held, found) == "Not measured: q_0, q_1 add up to 1, and none of them moves alone."
