"""Tests of expressions as lines of Python: what is written has the value of the expression, in lines that are short."""

from __future__ import annotations

import math

import pytest
from sympy import Add, Function, Max, Mul, Pow, Rational, Symbol, exp, log, pi, sqrt

from symbolic.core.errors import NotSupported
from symbolic.report.assignments import ROOT, SQUARE, Assignments

x, y = Symbol("x", positive=True), Symbol("y", positive=True)
TABLE = {
    SQUARE: lambda u: f"square({u})",
    ROOT: lambda u: f"math.sqrt({u})",
    Pow: lambda u, v: f"math.pow({u}, {v})",
    log: lambda u: f"math.log({u})",
    exp: lambda u: f"math.exp({u})",
    Max: lambda u, v: f"max({u}, {v})",
}
LONG = Add(*(Mul(k, log(x + k), exp(-y / k), sqrt(x * k + y)) for k in range(1, 9)))


@pytest.mark.parametrize(
    "tree",
    [
        x - y, -x - y, x - (y - 1), -(x + y), (x - y) * (x + y), x / y, -x / y, x / (2 * y), 1 / (x * y), x**-2, x**-3,
        sqrt(x), 1 / sqrt(x), x**y, x ** (y - 1) * 2, Rational(2, 3) * x, -Rational(2, 3) * (x + 1),
        log(2) / 2 + log(pi) / 2 + x,
        sqrt(2) * exp(-((x - y) ** 2) / (2 * y**2)) / (2 * sqrt(pi) * y), Max(x, y) - x, x - 1 / y, -(x**2), (x + 1) ** 2 / 2,
        Mul(-2, Mul(-1, x + y, evaluate=False), evaluate=False), Mul(x, Mul(y, Pow(x, -1), evaluate=False), evaluate=False),
        x - Mul(-1, y - x, evaluate=False), x / y / x**3 / log(y + 2), LONG,
    ],
)  # fmt: skip
def test_what_is_written_has_the_value(tree):
    lines = Assignments({x: "x", y: "y"}, TABLE)
    lines.write([tree], ["result"])
    assert all(len(line) <= 88 for line in lines.lines)
    place = {"x": 1.3, "y": 0.7, "math": math, "square": lambda u: u * u}
    exec("\n".join(line.strip() for line in lines.lines), place)
    assert place["result"] == pytest.approx(float(tree.evalf(30, subs={x: 1.3, y: 0.7})), rel=1e-12)


def test_what_occurs_twice_is_written_once():
    lines = Assignments({x: "x", y: "y"}, TABLE)
    lines.write([log(x) + y * log(x), log(x)], ["a", "b"])
    assert "".join(lines.lines).count("math.log") == 1


def test_of_summands_the_deepest_comes_first():
    lines = Assignments({x: "x", y: "y"}, TABLE)
    lines.write([Add(log(y), Mul(x, exp(x - y)), log(2), evaluate=False)], ["result"])
    assert lines.lines[-1].index("exp") < lines.lines[-1].index("log") < lines.lines[-1].index("0.69")


def test_what_the_target_has_no_spelling_for_is_told():
    with pytest.raises(NotSupported, match="strange has no spelling"):
        Assignments({x: "x"}, TABLE).write([Function("strange")(x) + 1], ["result"])
