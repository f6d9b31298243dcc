"""Tests of PyTorch as a target: its functions have the value of what they stand for, and derivatives are the written ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sympy import Abs, Integer, Max, Min, Symbol, cos, erf, exp, log, loggamma, polygamma, sign, sqrt, tanh

from properties.conformance.adapters import torch as adapter
from properties.loading import load_file
from symbolic.core.terms import AtMost, Same, raw
from symbolic.report.code.torch import COST, TABLE, candidates, write
from symbolic.report.floating import choose, expit, expm1, instead, log1p, logaddexp, meaning, xlog1py, xlogy
from symbolic.report.program import LossProgram

torch = pytest.importorskip("torch", reason="PyTorch is not installed here")
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
    return made(write(PROGRAM), tmp_path_factory.mktemp("torch"))


def test_autograd_gives_the_written_derivatives(loss) -> None:
    at = torch.tensor([2.0, 3.0], dtype=torch.float64, requires_grad=True)
    value = loss.loss(torch.tensor([1, 2]), at)
    (slope,) = torch.autograd.grad(value.sum(), at, create_graph=True)
    (turn,) = torch.autograd.grad(slope.sum(), at)
    assert value.tolist() == [2, 6] and slope.tolist() == [3, 5] and turn.tolist() == [5, 5]
    mapped = torch.func.vmap(torch.func.grad(loss.loss, argnums=1))(torch.ones(2), torch.tensor([2.0, 3.0]))
    assert mapped.tolist() == [3, 4]


def test_shapes_types_and_numbers(loss) -> None:
    column, row = torch.ones(3, 1), torch.ones(2, dtype=torch.int64)
    assert loss.loss(column, row).shape == (3, 2) == loss.loss_hessian(column, row).shape
    assert loss.loss(column, row).dtype is torch.float32 and loss.loss(0.1, column.double()).dtype is torch.float64
    assert loss.loss(0.1, torch.ones((), dtype=torch.float64)).item() == 0.1
    assert loss.loss(torch.ones(0), torch.ones(0)).shape == (0,) and loss.loss(2, 3).item() == 6
    moving = torch.ones(2, requires_grad=True)
    (slope,) = torch.autograd.grad(loss.loss(column, moving).sum(), moving)
    assert slope.tolist() == [6, 6]


def test_a_derivative_that_is_not_written_is_refused(loss) -> None:
    data = torch.ones(2, requires_grad=True)
    with pytest.raises(NotImplementedError, match="differentiated in x alone"):
        loss.loss(data, torch.ones(2, requires_grad=True)).sum().backward()


def test_a_file_is_formatted(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", "-"],
        input=write(PROGRAM),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 or "No module named ruff" in done.stderr, done.stdout


def test_a_sign_in_front_of_a_function_is_bracketed_where_it_has_to_be() -> None:
    u = logaddexp(Integer(0), x)
    text = candidates({"a": u, "b": y - u, "c": y * u, "d": y + u}, {x: "x", y: "y"})
    assert "result = -F.logsigmoid(-x)" in text and "y - (-F.logsigmoid(-x))" in text
    assert "y * (-F.logsigmoid(-x))" in text or "(-F.logsigmoid(-x)) * y" in text
