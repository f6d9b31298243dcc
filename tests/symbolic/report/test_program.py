"""Tests of the layout of written functions: names that mean nothing else, and lines that formatters leave alone."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sympy import Integer, Symbol, log

from symbolic.report.program import WIDTH, LossProgram, called, definition, identifier, identifiers, stacked, tupled

x, m, s = (Symbol(n, real=True) for n in ("x", "m", "s"))
LOSS = LossProgram(
    "loss", '"""."""', {x: "x", m: "m", s: "s"}, ("m", "s"), log(s) + x - m, (Integer(-1), 1 / s),
    {(0, 0): Integer(0), (0, 1): Integer(0), (1, 1): -1 / s**2},
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("x", "x"), ("lambda", "lambda_"), ("x'", "x_"), ("0th", "_0th"), ("shape", "shape_"), ("part3", "part3_"),
        ("np", "np_"), ("g0", "g0_"), ("torch", "torch_"), ("match", "match_"), ("é", "__"), ("", "__"), ("rate", "rate"),
    ],
)  # fmt: skip
def test_a_name_is_free(name: str, written: str) -> None:
    assert identifier(name) == written and written.isidentifier()


def test_no_two_names_are_the_same_and_none_is_the_function() -> None:
    assert identifiers("gamma", [(x, "x'"), (m, "x_"), (s, "gamma")]) == {x: "x_", m: "x__", s: "gamma_"}


def test_the_entries_have_names() -> None:
    assert LOSS.slopes == ["g0", "g1"] and LOSS.curvatures == ["h00", "h01", "h11"] and LOSS.curvature(1, 0) == "h01"


def test_lines_are_short_and_as_a_formatter_leaves_them() -> None:
    assert tupled(["a"]) == "(a,)" and tupled(["a", "b"]) == "(a, b)"
    long = ["parameter"] * 9
    parts = [f"parameter{k}: float" for k in range(9)]
    text = definition("f", parts, "float", "Long.", [called("found = max", long, "", "    "), "    return found"])
    text += "\n\n" + stacked(LOSS, 2, "np", "Floats", "float")
    assert max(map(len, text.splitlines())) <= WIDTH and "(..., 2, 2)" in text
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", "-"],
        input=text,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 or "No module named ruff" in done.stderr, done.stdout
