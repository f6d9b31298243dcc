"""Tests of properties.conformance.adapters.numpy: arrays of one row, with values, gradients and Hessians."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import log

from properties import loss_report
from properties.conformance.adapters import numpy
from properties.conformance.calling import Implementation
from properties.conformance.reading import bind
from properties.conformance.reference import reference
from properties.conformance.relation import Likeness
from symbolic import derivations, families
from symbolic.core.domains import positive
from symbolic.core.terms import parameter, sample

NORMAL = bind(reference(families.load("normal")), {"x": "x", "m": "mu", "s": "sigma"})


def test_arguments_are_arrays_of_one_row_in_the_type() -> None:
    def function(x: Any, m: Any, s: Any, scale: float) -> Any:
        assert x.shape == m.shape == s.shape == (1,) and x.dtype == np.float32
        return scale * (x - m) / s

    made = Implementation(function, NORMAL, {"scale": 2.0}, kind="float32")
    (seen,) = numpy.observer(made)([{"x": 3.0, "m": 1.0, "s": 2.0}])
    assert seen.value == 2.0 and seen.gradient is None and seen.raised == ""


def test_further_results_are_gradient_and_hessian() -> None:
    def function(x: Any, m: Any, s: Any) -> Any:
        return x, np.array([1.0, 2.0]), np.array([[3.0, 4.0], [4.0, 5.0]])

    (seen,) = numpy.observer(Implementation(function, NORMAL))([{"x": 3.0, "m": 1.0, "s": 2.0}])
    assert seen.gradient == {"m": 1.0, "s": 2.0}
    assert seen.hessian == {("m", "m"): 3.0, ("m", "s"): 4.0, ("s", "m"): 4.0, ("s", "s"): 5.0}
    (diagonal,) = numpy.observer(Implementation(lambda x, m, s: (x, np.ones(2), np.ones(2)), NORMAL))(
        [{"x": 3.0, "m": 1.0, "s": 2.0}]
    )
    assert diagonal.hessian == {("m", "m"): 1.0, ("s", "s"): 1.0}
    (less,) = numpy.observer(Implementation(function, NORMAL, derivatives=1))([{"x": 3.0, "m": 1.0, "s": 2.0}])
    assert less.gradient is not None and less.hessian is None


def test_classes_are_whole_numbers_and_their_scores_a_row() -> None:
    held = reference(derivations.load("categorical_to_cross_entropy"), classes=3)
    reading = bind(held, {"target": "y", "logits": "f"})

    def function(target: Any, logits: Any) -> Any:
        assert target.dtype == np.int64 and logits.shape == (1, 3)
        return logits[np.arange(1), target]

    (seen,) = numpy.observer(Implementation(function, reading))(
        [{"target": 1.0, "logits_0": 5.0, "logits_1": 6.0, "logits_2": 7.0}]
    )
    assert seen.value == 6.0 and not seen.raised


def test_universal_functions_are_read_by_the_names_of_their_documentation() -> None:
    from scipy import special

    assert numpy.arguments(special.pseudo_huber) == ("delta", "r") and numpy.arguments(special.entr) == ("x",)
    assert numpy.arguments(np.logaddexp) == ("x1", "x2") and numpy.arguments(lambda y, f: y - f) is None
    y, f = sample("y", domain=positive).outcome, parameter("f", positive)
    found = loss_report(special.rel_entr, y * log(y) - y * log(f), reading={"x": "y", "y": "f"}, examples=120)
    assert found.holds and found.related.kind is Likeness.EQUAL, str(found)
