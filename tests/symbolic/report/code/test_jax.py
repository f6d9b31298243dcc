"""Tests of JAX as a target: its functions have the value of what they stand for, and derivatives are the written ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sympy import Abs, Integer, Max, Min, Symbol, cos, erf, exp, log, loggamma, polygamma, sign, sqrt, tanh

from properties.conformance.adapters import jax as adapter
from properties.loading import load_file
from symbolic.core.terms import AtMost, Same, raw
from symbolic.report.code.jax import COST, TABLE, candidates, write
from symbolic.report.floating import choose, expit, expm1, instead, log1p, logaddexp, meaning, xlog1py, xlogy
from symbolic.report.program import LossProgram

jax = pytest.importorskip("jax", reason="JAX is not installed here")
x, y = Symbol("x", real=True), Symbol("y", positive=True)


def made(text: str, place: Path):
    file = place / "written.py"
    file.write_text(text, encoding="utf-8")
    return load_file(file)


TREES = [
    log(y), exp(x), log1p(y), expm1(x), logaddexp(x, y), logaddexp(Integer(0), x - y), expit(x), expit(x - 2 * y),
    xlogy(x - 1, y), xlog1py(1 - x, y), Abs(x), sign(x), Max(x, y, 2), Min(x, y), Min(x, 1), cos(x), tanh(x), loggamma(y),
    erf(x), polygamma(0, y), 2 / xlogy(x, y), y - xlogy(x + 1, y + 1), sqrt(y), y**x,
]  # fmt: skip


def test_a_function_has_the_value_of_what_it_stands_for(tmp_path: Path) -> None:
    trees = {f"form{k}": tree for k, tree in enumerate(TREES)}
    module = made(candidates(trees, {x: "x", y: "y"}), tmp_path)
    for name, tree in trees.items():
        (found,) = adapter.on_arrays(getattr(module, name))([-0.4], [1.7])
        expected = float(meaning(tree).evalf(30, subs={x: -0.4, y: 1.7}))
        assert found == pytest.approx(expected, rel=1e-13), str(tree)


def test_cases_and_comparisons(tmp_path: Path) -> None:
    trees = {
        "chosen": choose(x, Integer(1), y, -y), "safe": instead(x, Integer(1), y), "less": raw(AtMost, (x, y)),
        "same": raw(Same, (x, y)), "either": choose(x, Integer(1), Integer(3), Integer(4)), "nothing": xlogy(x, y),
        "number": Integer(7), "bounded": raw(AtMost, (Integer(0), x)),
    }  # fmt: skip
    module = made(candidates(trees, {x: "x", y: "y"}), tmp_path)
    found = {name: list(adapter.on_arrays(getattr(module, name))([1.0, 0.0], [1.0, 0.0])) for name in trees}
    assert found["chosen"] == [1, 0] and found["safe"] == [1, 0] and found["less"] == found["same"] == [1, 1]
    assert found["either"] == [3, 4] and found["nothing"] == [0, 0] and found["number"] == [7, 7]
    assert found["bounded"] == [1, 1]


def test_every_function_has_a_cost() -> None:
    assert set(COST) == set(TABLE)


PROGRAM = LossProgram(
    "loss", '"""The gradient and the Hessian are false, so that one sees which is used."""', {y: "y", x: "x"}, ("x",),
    y * x, (y + x,), {(0, 0): Integer(5)},
)  # fmt: skip


@pytest.fixture(scope="module")
def loss(tmp_path_factory: pytest.TempPathFactory):
    return made(write(PROGRAM), tmp_path_factory.mktemp("jax"))


def test_automatic_derivatives_are_the_written_ones(loss) -> None:
    numpy = jax.numpy
    at, data = numpy.array([2.0, 3.0]), numpy.array([1, 2])
    assert loss.loss(data, at).tolist() == [2, 6]
    slope = jax.vmap(jax.grad(loss.loss, argnums=1))
    assert slope(data, at).tolist() == [3, 5] == jax.jit(slope)(data, at).tolist()
    assert jax.jit(jax.vmap(jax.hessian(loss.loss, argnums=1)))(data, at).tolist() == [5, 5]
    assert jax.vmap(jax.jacfwd(loss.loss, argnums=1))(data, at).tolist() == [3, 5]


def test_shapes_types_and_numbers(loss) -> None:
    numpy = jax.numpy
    column, row = numpy.ones((3, 1), dtype="float32"), numpy.ones(2, dtype=int)
    assert loss.loss(column, row).shape == (3, 2) == loss.loss_hessian(column, row).shape
    assert loss.loss(column, row).dtype == "float32" and loss.loss(2, 3) == 6
    assert loss.loss(numpy.ones(0), numpy.ones(0)).shape == (0,)
    with jax.enable_x64(True):
        assert loss.loss(0.1, numpy.ones((), dtype="float64")) == 0.1
    moving = numpy.ones(2)
    assert jax.grad(lambda u: loss.loss(column, u).sum())(moving).tolist() == [6, 6]


def test_a_derivative_that_is_not_written_is_refused(loss) -> None:
    with pytest.raises(NotImplementedError, match="differentiated in x alone"):
        jax.grad(loss.loss, argnums=0)(1.0, 2.0)


def test_a_file_is_formatted(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", "-"],
        input=write(PROGRAM),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 or "No module named ruff" in done.stderr, done.stdout
