"""Tests of NumPy as a target: every function of the table is NumPy's or SciPy's, and has the value of what it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special
from sympy import Abs, Integer, Max, Min, Symbol, besseli, cos, erf, exp, gamma, log, loggamma, polygamma, sign, tanh

from symbolic.core.terms import AtMost, Same, raw
from symbolic.report.assignments import Assignments
from symbolic.report.code.numpy import COST, TABLE, candidates, write
from symbolic.report.floating import choose, expit, expm1, instead, log1p, logaddexp, meaning, xlog1py, xlogy
from symbolic.report.primitives import brought
from symbolic.report.program import LossProgram

x, y = Symbol("x", real=True), Symbol("y", positive=True)


def value(tree, at):
    lines = Assignments({x: "x", y: "y"}, TABLE)
    lines.write([tree], ["result"])
    place = {"np": np, "special": special, "Floats": np.ndarray, **at}
    text = "\n".join(line.strip() for line in lines.lines)
    exec("\n".join([*brought([text], "np", "Floats", "special"), text]), place)
    return float(place["result"])


@pytest.mark.parametrize(
    "tree",
    [
        log(y), exp(x), log1p(y), expm1(x), logaddexp(x, y), expit(x), expit(x - 2 * y), xlogy(x - 1, y), xlog1py(1 - x, y),
        Abs(x), sign(x), Max(x, y, 2), Min(x, y), cos(x), tanh(x), loggamma(y), gamma(y), erf(x), polygamma(0, y),
        besseli(0, y), polygamma(1, y),
        2 / xlogy(x, y), y - xlogy(x + 1, y + 1),
    ],
)  # fmt: skip
def test_a_function_has_the_value_of_what_it_stands_for(tree):
    expected = float(meaning(tree).evalf(30, subs={x: -0.4, y: 1.7}))
    assert value(tree, {"x": -0.4, "y": 1.7}) == pytest.approx(expected, rel=1e-13)


def test_nothing_times_log_of_nothing_is_nothing():
    assert value(xlogy(x, y), {"x": 0.0, "y": 0.0}) == 0 and value(xlog1py(x, -y), {"x": 0.0, "y": 1.0}) == 0


def test_cases_and_comparisons():
    assert value(choose(x, Integer(1), y, -y), {"x": 1.0, "y": 2.0}) == 2
    assert value(choose(x, Integer(1), y, -y), {"x": 0.0, "y": 2.0}) == -2
    assert value(instead(x, Integer(1), y), {"x": 1.0, "y": 2.0}) == 2
    assert value(raw(AtMost, (x, y)), {"x": 2.0, "y": 2.0}) == 1 == value(raw(Same, (x, y)), {"x": 2.0, "y": 2.0})
    assert value(raw(AtMost, (x, y)), {"x": 3.0, "y": 2.0}) == 0


def test_every_function_has_a_cost():
    assert set(COST) == set(TABLE)


def test_scipy_is_imported_where_a_line_needs_it():
    assert "scipy" in candidates({"f": loggamma(y)}, {y: "y"}) and "scipy" not in candidates({"f": log(y)}, {y: "y"})


def test_what_is_written_is_short_and_broadcast():
    program = LossProgram("loss", '"""."""', {x: "x", y: "y"}, ("y",), x * y, (x,), {(0, 0): Integer(0)})
    text = write(program)
    place: dict = {}
    exec(text, place)
    assert place["loss_hessian"](np.ones((3, 1)), [1, 2]).tolist() == [[0, 0]] * 3
    assert place["loss_gradient"](np.ones((3, 1)), [1, 2]).tolist() == [[1, 1]] * 3
    assert place["loss"](np.ones(0), 1.0).shape == (0,) and max(map(len, text.splitlines())) <= 88
    value, *_ = place["loss_with_derivatives"](np.float32(2), 3)
    assert value == 6 and value.dtype == np.float64
