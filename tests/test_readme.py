"""README.md is true: its commands are those of the continuous integration, its programs run and print what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

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
    done = run("-m", "properties.command.cli", "prove", "mle_to_cross_entropy")
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


def test_a_function_is_held_to_its_loss_as_is_said(tmp_path):
    (tmp_path / "losses.py").write_text(BLOCKS["losses.py"], encoding="utf-8")
    command = ("-m", "properties.command.cli", "conform", "losses.py:poisson_nll", "--is", "poisson_regression")
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert done.stdout == BLOCKS["conform-output"]
    assert run(*command, "--given", "eps=0", cwd=tmp_path).returncode == 0


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


def in_order(part, whole):
    """Do the lines of a README block stand in the output, in their order, where the block says ... for what is left out?"""
    lines = iter(whole.splitlines())
    pieces = [piece.strip("\n").splitlines() for piece in re.split(r"^\.\.\.$", part, flags=re.M)]
    for piece in filter(None, pieces):
        assert any(line == piece[0] for line in lines), piece[0]
        for expected in piece[1:]:
            assert next(lines, None) == expected
    return True


def test_the_sheet_is_the_sheet():
    done = run("-m", "properties.command.cli", "family", "exponential", "--no-cache")
    assert done.returncode == 0, done.stderr
    assert in_order(BLOCKS["family-report"], done.stdout)


def test_the_report_on_data_is_the_report():
    data = ("--data", "properties/datasets/horse_kicks.csv", "--column", "deaths")
    done = run("-m", "properties.command.cli", "prove", "poisson", *data)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == BLOCKS["data-report"].strip()


def test_the_picture_is_drawn_by_the_command_that_is_named(tmp_path):
    pytest.importorskip("matplotlib", reason="matplotlib draws the picture")
    data = ("--data", "properties/datasets/horse_kicks.csv", "--column", "deaths")
    drawn = tmp_path / "drawn.svg"
    done = run("-m", "properties.command.cli", "plot", "poisson", *data, "-o", str(drawn))
    assert done.returncode == 0, done.stderr
    shipped = (ROOT / "pictures" / "poisson_horse_kicks.svg").read_text(encoding="utf-8")
    titles = re.compile(r"<!-- (.*?) -->")
    assert titles.findall(shipped) == titles.findall(drawn.read_text(encoding="utf-8"))
    assert {"likelihood", "mean loss", "cross-entropy"} <= set(titles.findall(shipped))


def test_a_family_of_ones_own_line_by_line(tmp_path):
    """What `new` writes fails and says why; what README writes passes; with a wrong density it is refuted as README says."""
    done = run("-m", "properties.command.cli", "new", "family", "erlang", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {f.name for f in tmp_path.iterdir()} == {"erlang.py", "test_erlang.py"}
    test = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_erlang.py")
    done = run(*test, cwd=tmp_path, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert done.returncode != 0 and "the support of x" in done.stdout
    (tmp_path / "erlang.py").write_text(BLOCKS["erlang.py"], encoding="utf-8")
    done = run(*test, cwd=tmp_path, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert done.returncode == 0, done.stdout
    done = run("-m", "properties.command.cli", "family", "erlang.py", "--no-cache", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "proved" in done.stdout.splitlines()[0]
    wrong = BLOCKS["erlang.py"].replace("density=beta**2 *", "density=beta *")
    assert wrong != BLOCKS["erlang.py"]
    (tmp_path / "wrong.py").write_text(wrong, encoding="utf-8")
    done = run("-m", "properties.command.cli", "family", "wrong.py", "--no-cache", cwd=tmp_path)
    assert done.returncode == 1
    assert " ".join(BLOCKS["erlang-refused"].split()) in " ".join(done.stdout.split())
