"""`lossproof prove --data` and `lossproof plot` as somebody at a terminal meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from inspect import signature
from typing import Any

import pytest
from click.testing import CliRunner, Result

from properties.command.cli import main


def run(*arguments: str) -> Result:
    """The command inside this process; whatever it does, it ends in an exit code and not in an exception."""
    apart: dict[str, Any] = {} if "mix_stderr" not in signature(CliRunner).parameters else {"mix_stderr": False}
    result = CliRunner(**apart).invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def refused(*arguments: str) -> str:
    """The one line on stderr of a run that is an input error, with nothing on stdout."""
    result = run(*arguments)
    assert result.exit_code == 2 and result.stdout == "", result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("lossproof: ") and "BUG" not in line
    return line


def file(tmp_path, text, name="data.csv"):
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def test_horse_kicks_are_proved():
    result = run("prove", "poisson", "--data", "horse_kicks", "--column", "deaths")
    assert result.exit_code == 0
    for part in (
        "poisson on horse_kicks, column deaths", "200 rows, 5 different", "lambda = 61/100 = 0.61", "closed form, exact",
        "argmax: the estimate alone", "PROVED: poisson on horse_kicks", "for all data",
    ):  # fmt: skip
        assert part in result.stdout


def test_json_says_the_same():
    result = run("prove", "poisson", "--data", "horse_kicks", "--column", "deaths", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0 and found["verdict"] == found["on_these_data"] == found["for_all_data"] == "proved"
    assert found["estimate"]["values"] == {"lambda": "61/100 = 0.61"} and found["estimate"]["exact"] is True
    assert [o["name"] for o in found["objectives"]][:2] == ["likelihood", "log-likelihood"]
    assert all(o["solutions"] == ["lambda = 0.61"] for o in found["objectives"])
    assert found["rows"] == 200 and found["distinct"] == 5 and found["pairs"] > 50 and len(found["parameters"]) > 10


def test_several_columns_labels_and_known_constants(tmp_path):
    path = file(tmp_path, "wins;losses;kind\n3;1;a\n2;2;b\n0;4;a\n")
    result = run("prove", "binomial", "--data", path, "--column", "wins", "--column", "losses", "--known", "N=4")
    assert result.exit_code == 0 and "p = 5/12" in result.stdout
    result = run("prove", "categorical", "--data", path, "--column", "kind", "--separator", ";")
    assert result.exit_code == 0 and "q(a) = 2/3" in result.stdout


def test_a_regression_is_given_its_columns(tmp_path):
    path = file(tmp_path, "x,y\n0,1\n1,3\n2,4\n4,9\n")
    result = run("prove", "normal_mean", "--data", path, "--column", "y", "--given", "x", "--known", "sigma=1")
    assert result.exit_code == 0 and "w0 (const) = 0.8" in result.stdout and "w1 (x) = 1.971428571" in result.stdout
    assert "normal_mean_regression" in result.stdout
    assert "belong to --data" in refused("prove", "normal_mean", "--given", "x")
    assert "one --column NAME" in refused("prove", "normal_mean", "--data", path, "--given", "x")


@pytest.mark.parametrize(
    "arguments",
    [
        ["poisson", "--column", "a"],
        ["weibull", "--column", "a"],
        ["categorical", "--column", "b"],
        ["normal_mean", "--column", "a", "--given", "b", "--known", "sigma=2"],
    ],
)
def test_weights_are_repetition_in_every_number(tmp_path, arguments):
    rows = [(3, 1, 2), (5, 2, 1), (2, 7, 0), (3, 4, 3), (1, 2, 2), (3, 1, 1)]
    few = file(tmp_path, "a,b,w\n" + "".join(f"{a},{b},{w}\n" for a, b, w in rows), "few_.csv")
    many = file(tmp_path, "a,b\n" + "".join(f"{a},{b}\n" * w for a, b, w in rows), "many.csv")
    weighted = run("prove", *arguments, "--data", few, "--weights", "w")
    repeated = run("prove", *arguments, "--data", many)
    said = weighted.stdout.replace("few_.csv", "many.csv").replace(": the sum of the frequencies in w", "")
    assert said == repeated.stdout and weighted.exit_code == repeated.exit_code
    found, other = (json.loads(run("prove", *arguments, "--json", *more).stdout) for more in (
        ("--data", few, "--weights", "w"), ("--data", many)
    ))  # fmt: skip
    assert found.pop("weights") == {"column": "w", "kind": "frequency", "rows": 5, "unit": "1"}
    assert other.pop("weights") is None and found.pop("file") == few and other.pop("file") == many
    assert found == other


ESCAPES = "\x1b[31m\x1b]0;owned\x07\u202e\x9b2J"


def test_nothing_that_a_user_writes_steers_the_terminal(tmp_path):
    path = file(tmp_path, f"a{ESCAPES},n\n1,2\n1,3\n", f"da{ESCAPES}ta.csv")
    shown = [run("prove", "poisson", "--data", path, "--column", f"a{ESCAPES}", *more) for more in ((), ("--json",))]
    broken = file(tmp_path, f"a{ESCAPES}\n1\n{ESCAPES}\n", f"b{ESCAPES}.csv")
    shown += [run("prove", "poisson", "--data", broken), run("prove", "poisson", "--data", f"none{ESCAPES}")]
    shown += [run("prove", "poisson", "--data", broken, "--column", f"b{ESCAPES}"), run("prove", f"p{ESCAPES}")]
    shown += [run("prove", "poisson", "--data", broken, "--known", f"b{ESCAPES}=1"), run("list", f"--p{ESCAPES}")]
    shown += [run("new", "family", "erlang", "-o", str(tmp_path / f"d{ESCAPES}"))]
    assert [result.exit_code for result in shown] == [0, 0, 2, 2, 2, 2, 2, 2, 0]
    for result in shown:
        assert not {c for c in result.stdout + result.stderr if not c.isprintable()} - {"\n"}
    assert r"column a\x1b[31m\x1b]0;owned\x07\u202e\x9b2J" in shown[0].stdout


def test_weights_of_importance_say_that_only_ratios_matter(tmp_path):
    path = file(tmp_path, "x,w\n3,0.5\n4,0.25\n")
    result = run("prove", "poisson", "--data", path, "--weights", "w", "--weights-kind", "importance")
    assert result.exit_code == 0 and "lambda = 10/3" in result.stdout
    assert "2 rows, 2 different, of weight 3/4 (w)" in result.stdout and "only the ratios" in result.stdout
    assert "name their column" in refused("prove", "poisson", "--data", path, "--weights-kind", "importance")


def test_warnings_are_printed(tmp_path):
    result = run("prove", "poisson", "--data", file(tmp_path, "x\n3\n3\nNA\n"), "--drop-missing")
    assert result.exit_code == 0
    assert "column x is constant" in result.stdout and "1 of 3 rows have a missing value" in result.stdout


def test_where_there_is_no_estimate_nothing_is_proved(tmp_path):
    result = run("prove", "normal", "--data", file(tmp_path, "x\n3\n3\n"))
    assert result.exit_code == 1 and "no estimate" in result.stdout and "UNKNOWN: normal" in result.stdout
    found = json.loads(run("prove", "normal", "--data", file(tmp_path, "x\n3\n3\n"), "--json").stdout)
    assert found["verdict"] == "unknown" and found["estimate"]["runs_off"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["prove", "poisson", "--column", "x"], "belongs to --data"),
        (["prove", "--data", "horse_kicks"], "works on one family"),
        (["prove", "poisson", "gamma", "--data", "horse_kicks"], "works on one family"),
        (["prove", "mle_to_cross_entropy", "--data", "horse_kicks"], "is no family"),
        (["prove", "poison", "--data", "horse_kicks"], "Did you mean poisson?"),
        (["prove", "poisson", "--data", "horse_kick"], "no such file"),
        (["prove", "poisson", "--data", "horse_kicks"], "corps, year, deaths: choose one"),
        (["prove", "poisson", "--data", "horse_kicks", "--column", "death"], "Did you mean 'deaths'?"),
        (["prove", "poisson", "--data", "horse_kicks", "--column", "corps"], "row 1 (line 2): corps: 'II' is no number"),
        (["prove", "poisson", "--data", "horse_kicks", "--column", "deaths", "--column", "year"], "has 1 columns (x)"),
        (["prove", "normal_mean", "--data", "horse_kicks", "--column", "deaths"], "--known sigma=VALUE"),
        (["prove", "normal_mean", "--data", "horse_kicks", "--column", "deaths", "--known", "sigma"], "write NAME=VALUE"),
        (["prove", "normal_mean", "--data", "horse_kicks", "--column", "deaths", "--known", "sigma=x"], "'x' is no number"),
        (["prove", "normal_mean", "--data", "horse_kicks", "--column", "deaths", "--known", "sigma=0"], "takes sigma in"),
        (["prove", "exponential_family", "--data", "horse_kicks", "--column", "deaths"], "is abstract"),
        (["prove", "bernoulli", "--data", "horse_kicks", "--column", "deaths"], "outside the support {0, 1} of"),
        (["plot", "poisson", "-o", "x.jpg"], "FILE.svg"),
        (["plot", "poisson"], "-o"),
        (["prove", "poisson", "--weights", "x"], "--weights belongs to --data"),
        (["plot", "poisson", "-o", "x.svg", "--column", "x"], "belongs to --data"),
        (["plot", "nothing", "-o", "x.svg"], "no family"),
        (["plot", "normal_mean", "-o", "x.svg", "--known", "tau=1"], "no such constant"),
    ],
)  # fmt: skip
def test_wrong_input_ends_in_one_line(arguments, said):
    assert said in refused(*arguments)


def test_a_plot_is_drawn(tmp_path):
    pytest.importorskip("matplotlib", reason="matplotlib is the extra `plots`")
    output = tmp_path / "p.svg"
    result = run("plot", "poisson", "--data", "horse_kicks", "--column", "deaths", "-o", str(output))
    assert (result.exit_code, result.output) == (0, "") and output.read_bytes().startswith(b"<?xml")
    said = run("plot", "poisson", "--data", "horse_kicks", "--column", "deaths", "-o", str(output), "--json")
    assert json.loads(said.stdout) == {"family": "poisson", "file": str(output)} and said.exit_code == 0


def test_without_data_prove_works_as_before():
    assert run("prove", "mle_to_cross_entropy", "--no-attack").exit_code == 0


def test_help_names_the_options():
    assert "plot" in main.commands
    shown = run("prove", "--help").output
    assert all(option in shown for option in ("--data", "--column", "--known", "--separator", "--drop-missing"))
    assert "horse_kicks --column deaths" in shown


def test_the_module_costs_nothing_until_it_is_used():
    code = "import sys, properties.command.on_data; print({'sympy', 'flint', 'matplotlib', 'csv'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
