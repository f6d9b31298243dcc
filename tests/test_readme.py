"""README.md is true: its commands are those of the continuous integration, its programs run and print what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
POST = ("conditional_mle_to_cross_entropy", "kl_to_cross_entropy")  # those of the post have no table
BLOCKS = dict(re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", README, re.S | re.M))


def run(*arguments, cwd=ROOT, **environment):
    whole = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", **environment}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=whole, capture_output=True, text=True, encoding="utf-8"
    )


def test_there_are_two_commands_and_the_continuous_integration_takes_them_from_here():
    commands = BLOCKS["readme-commands"].splitlines()
    assert len(commands) == 2 and all(c.startswith("python3 -m venv") for c in commands)
    assert commands[0].endswith("lossproof prove") and "pytest" in commands[1]
    integration = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "readme-commands" in integration
    assert "-m venv" not in integration, "the commands stand in README.md alone"


def test_the_picture_of_the_report_is_the_report():
    done = run("-m", "properties.cli", "prove", "mle_to_cross_entropy")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == BLOCKS["report"].strip()


def test_the_chain_prints_what_is_said():
    done = run("-c", BLOCKS["chain"])
    assert done.returncode == 0, done.stderr
    assert done.stdout == BLOCKS["chain-output"]


def test_the_rule_prints_what_is_said():
    done = run("-c", BLOCKS["chain"] + BLOCKS["rule"])
    assert done.returncode == 0, done.stderr
    assert done.stdout == BLOCKS["chain-output"] + BLOCKS["rule-output"]


def test_the_regression_prints_what_is_said_and_the_refusal_too():
    done = run("-c", BLOCKS["regression"])
    assert done.returncode == 1
    refusal = done.stderr.strip().splitlines()[-1].partition(": ")[2]
    assert done.stdout + refusal + "\n" == BLOCKS["regression-output"]


def test_every_derivation_that_ships_is_listed():
    from symbolic import derivations

    for name in (*derivations.names(), *derivations.refuted()):
        assert f"`{name}`" in README or name in ("mle_to_cross_entropy", "kl_to_mle", *POST), name


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_derivation_of_ones_own_under_pytest(tmp_path, sign):
    """As printed it passes; with the factor's sign lost, as README says, it fails with what README shows."""
    name = "derive_squared_error.py"
    body = BLOCKS[name] if not sign else BLOCKS[name].replace("scale(-2 / x.n)", "scale(2 / x.n)")
    assert (body != BLOCKS[name]) is bool(sign)
    (tmp_path / name).write_text(body, encoding="utf-8")
    done = run("-m", "pytest", "-p", "properties.plugin", "-v", name, cwd=tmp_path, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert done.returncode == (1 if sign else 0), done.stdout
    assert "squared_error::3-scale::proof" in done.stdout
    if sign:
        shown = re.sub(r"\s+", " ", done.stdout)
        said = re.search(r"^unknown  (.*)$", README, re.M)
        assert said is not None and said[1] in shown
        assert "counterexample" in shown
