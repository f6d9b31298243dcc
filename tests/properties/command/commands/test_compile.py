"""Tests of `lossproof compile`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run


@pytest.mark.slow
def test_what_is_written_is_a_module_that_conforms(tmp_path: Path) -> None:
    file = tmp_path / "loss.py"
    assert run("compile", "exponential", "-o", str(file)).exit_code == 0
    held = run("conform", f"{file}:exponential_with_derivatives", "--is", "exponential", "--claim", "equal",
               "--map", "x=x,lambda_=lambda", "--examples", "60", "--ulps", "4")  # fmt: skip
    assert held.exit_code == 0, held.stdout + held.stderr
    assert run("compile", "exponential").stdout == file.read_text(encoding="utf-8")


def test_json_says_what_was_chosen() -> None:
    data = json.loads(run("compile", "exponential", "--json").stdout)
    assert data["within_bar"] is True and [e["quantity"] for e in data["entries"]] == ["value", "gradient", "Hessian"]
    assert data["entries"][0]["form"] == "lambda*x - log(lambda)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing",), "nothing"),
        (("exponential", "--to", "fortran"), "there is no library 'fortran' that losses are written for"),
        (("categorical",), "how many classes"),
        (("kl_to_cross_entropy",), "no objective of it is a mean or a sum over rows"),
    ],
)
def test_wrong_input_gets_one_line_and_2(arguments: tuple[str, ...], message: str) -> None:
    result = run("compile", *arguments)
    assert result.exit_code == 2 and result.stdout == ""
    assert message in result.stderr and len(result.stderr.strip().splitlines()) == 1
