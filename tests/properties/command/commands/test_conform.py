"""Tests of `lossproof conform`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run

LOSSES = """
import numpy as np

def poisson(input, target):
    return np.exp(input) - target * input

def wrong(input, target):
    return np.exp(input) - target * input ** 2

def doubled(input, target, weight):
    return 2 * weight * poisson(input, target), 2 * weight * (np.exp(input) - target), 3 * weight * np.exp(input)

def raises(input, target):
    raise ValueError("no")
"""
MAP = ("--map", "lambda=exp(input),target=x", "--examples", "100")


@pytest.fixture
def losses(tmp_path: Path) -> str:
    file = tmp_path / "losses.py"
    file.write_text(LOSSES)
    return str(file)


def test_a_function_that_is_what_it_claims(losses: str) -> None:
    result = run("conform", f"{losses}:poisson", "--is", "poisson", *MAP)
    assert result.exit_code == 0 and "equal up to the constant -log(gamma(target + 1))" in result.stdout
    searched = run("conform", f"{losses}:poisson", "--is", "poisson", "--examples", "100")
    assert searched.exit_code == 0 and "x = target, lambda = exp(input)" in searched.stdout


def test_a_function_that_is_not(losses: str) -> None:
    result = run("conform", f"{losses}:wrong", "--is", "poisson", *MAP)
    assert result.exit_code == 1 and "does not conform to poisson" in result.stdout
    equal = run("conform", f"{losses}:poisson", "--is", "poisson", "--claim", "equal", *MAP)
    assert equal.exit_code == 1


def test_json_is_the_report_as_data(losses: str) -> None:
    result = run("conform", f"{losses}:wrong", "--is", "poisson", "--json", *MAP)
    data = json.loads(result.stdout)
    assert result.exit_code == 1 and data["holds"] is False and data["relation"]["text"] == "different"


def test_what_is_claimed_by_name(losses: str) -> None:
    more = ("--claim", "factor", "--factor", "2", "--constant", "-2*log(factorial(target))", "--weights", "weight")
    command = ("conform", f"{losses}:doubled", "--is", "poisson", *MAP, *more)
    result = run(*command, "--reduction", "none", "--hessian", "factor", "--dtype", "float64", "--dtype", "float32")
    assert result.exit_code == 0 and "Hessian   up to the factor 3, off by at most" in result.stdout, result.stdout
    assert result.stdout.count("conforms to poisson") == 2 and "weights   scale value, gradient and" in result.stdout
    equal = run(*command, "--hessian", "at-least")
    assert equal.exit_code == 0 and "Hessian   at least the true one" in equal.stdout
    other = run(*command, "--reduction", "mean")
    assert other.exit_code == 1 and "claimed: mean; it is none: each row has its own" in other.stdout
    unread = run("conform", f"{losses}:poisson", "--is", "poisson", *MAP, "--constant", "log(")
    assert unread.exit_code == 2 and "--constant=log(: " in unread.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("losses.py", "--is", "poisson"), "name a function, as FILE.py:function"),
        (("math:exp", "--is", "nothing"), "nothing"),
        (("math:exp", "--is", "poisson", "--map", "x"), "write NAME=VALUE"),
        (("math:exp", "--is", "poisson", "--map", "x=x"), "nothing says which argument this is"),
        (
            ("math:exp", "--is", "poisson", "--library", "keras", "--map", "x=x,y=lambda"),
            "there is no adapter for 'keras'",
        ),
        (("math:exp",), "Missing option '--is'"),
    ],
)
def test_wrong_input_gets_one_line_and_2(arguments: tuple[str, ...], message: str) -> None:
    result = run("conform", *arguments)
    assert result.exit_code == 2 and result.stdout == ""
    assert message in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_what_raises_everywhere_is_told(losses: str) -> None:
    result = run("conform", f"{losses}:raises", "--is", "poisson", *MAP)
    assert result.exit_code == 2 and "raises wherever it is called: ValueError: no" in result.stderr
