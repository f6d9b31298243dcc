"""`lossproof prove` as somebody at a terminal meets it: chains, families, and one family on data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from command_line import CHANGED, DECLARED, GOOD, HEAD, STATED, WRONG, process, refused, run, write

from properties.command.cli import main
from symbolic import derivations

pytestmark = pytest.mark.slow


def test_everything_that_ships_is_proved() -> None:
    result = run("prove", "--examples", "5")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in derivations.names())
    assert not any(name in result.stdout for name in derivations.refuted())
    assert f"{len(derivations.names())} theorems: {len(derivations.names())} proved." in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("name", derivations.refuted())
def test_every_claim_that_is_known_to_be_false_is_refuted_with_a_counterexample(name: str) -> None:
    result = run("prove", name)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].endswith(" refuted")
    assert "certified)" in result.stdout


@pytest.mark.parametrize("name", derivations.refuted())
def test_without_attacks_a_false_claim_is_unknown_and_still_fails(name: str) -> None:
    result = run("prove", name, "--no-attack")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].endswith(" unknown")


def test_a_file_of_the_user_is_proved(good: str) -> None:
    result = run("prove", good, "--examples", "5")
    assert result.exit_code == 0
    assert "user_mle" in result.stdout and "5 examples" in result.stdout


def test_a_missing_minus_is_open_and_is_shown_with_a_counterexample(tmp_path: Path) -> None:
    file = write(tmp_path, "derive_wrong.py", WRONG)
    result = run("prove", file)
    assert result.exit_code == 1
    assert "unknown  sum_{i=1..n}(log(q_theta(x_i)))" in result.stdout
    assert "counterexample (value, certified)" in result.stdout
    bare = run("prove", file, "--no-attack")
    assert bare.exit_code == 1 and "counterexample" not in bare.stdout
    assert bare.stdout.splitlines()[0].endswith(" unknown")


def test_one_failure_among_proofs_is_a_failure(good: str) -> None:
    assert run("prove", good, "limit_is_an_equality", "--no-attack").exit_code == 1


def test_the_same_seed_finds_the_same_and_another_seed_may_be_given(tmp_path: Path) -> None:
    file = write(tmp_path, "derive_wrong.py", WRONG)
    first, second, other = (run("prove", file, "--json", "--seed", seed) for seed in ("7", "7", "8"))
    assert without_seconds(first) == without_seconds(second)
    assert json.loads(other.stdout)[0]["verdict"] == "refuted"


def without_seconds(result: Result) -> Any:
    data = json.loads(result.stdout)
    for theorem in data:
        del theorem["seconds"]
    return data


VERDICTS = ("proved", "assumed", "unknown", "refuted")


def is_obligation(o: Any) -> bool:
    return (
        {"text", "latex", "verdict", "prover", "reason"} <= {k for k, v in o.items() if isinstance(v, str)}
        and isinstance(o["short"], str | None)
        and isinstance(o["hypothesis"], int | None)
        and all(law.keys() == {"name", "times"} and law["times"] > 0 for law in o["laws"])
        and o["verdict"] in VERDICTS
    )


def is_attack(a: Any) -> bool:
    if a is None:
        return True
    found = a["counterexample"]
    sound = found is None or (
        found.keys() == {"property", "text", "certified"}
        and isinstance(found["property"], str)
        and isinstance(found["text"], str)
        and isinstance(found["certified"], bool)
    )
    return sound and isinstance(a["examples"], int) and a["examples"] >= 0


def is_step(number: int, step: Any) -> bool:
    texts = ("rule", "primitive", "relation", "before", "after")
    return (
        step["number"] == number
        and all(isinstance(step[key], str) for key in texts)
        and bool(step["obligations"])
        and all(map(is_obligation, step["obligations"]))
        and is_attack(step["attack"])
    )


def is_theorem(t: Any) -> bool:
    return (
        isinstance(t["name"], str)
        and t["verdict"] in ("proved", "unknown", "refuted")
        and isinstance(t["relation"], str)
        and all(h.keys() == {"text", "latex", "places"} and h["places"] for h in t["hypotheses"])
        and all(isinstance(c, str) for c in t["conventions"])
        and all(is_step(number, step) for number, step in enumerate(t["steps"], 1))
        and all(one["after"] == two["before"] for one, two in zip(t["steps"], t["steps"][1:], strict=False))
        and isinstance(t["seconds"], float)
        and t["seconds"] > 0
    )


@pytest.mark.parametrize("options", [(), ("--no-attack",)])
def test_json_of_prove_is_what_the_design_says(options: Sequence[str]) -> None:
    names = [*derivations.names(), *derivations.refuted()]
    result = run("prove", *names, "--json", "--examples", "3", *options)
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert [t["name"] for t in data] == names
    assert all(map(is_theorem, data))
    attacks = [step["attack"] for t in data for step in t["steps"]]
    assert all(a is None for a in attacks) if options else all(a["examples"] > 0 for a in attacks)
    expected = "unknown" if options else "refuted"
    assert [t["verdict"] for t in data] == ["proved"] * len(derivations.names()) + [expected] * len(
        derivations.refuted()
    )


def test_json_and_nothing_else_is_on_stdout_even_if_the_file_prints(tmp_path: Path) -> None:
    file = write(tmp_path, "derive_noisy.py", 'print("noise")\n' + GOOD)
    found = process("prove", file, "--json", "--no-attack")
    assert found.returncode == 0
    assert json.loads(found.stdout)[0]["name"] == "user_mle"
    assert found.stderr == "noise\n"


def test_a_family_is_proved_by_its_derivation_and_by_all_that_its_file_declares() -> None:
    result = run("prove", "poisson", "--no-attack")
    assert result.exit_code == 0
    assert "What its file declares" in result.stdout and "  ✓ total mass" in result.stdout
    assert "What follows from its density is on its sheet: `lossproof family poisson`." in result.stdout
    assert "information of lambda" not in result.stdout
    data = json.loads(run("prove", "poisson", "--no-attack", "--json").stdout)[0]
    assert is_theorem(data) and {fact["claimed"] for fact in data["declared"]} == {True}
    assert "argmax_lambda prod_{i=1..n}(lambda**x_i*exp(-lambda)/factorial(x_i))" in result.stdout
    assert "argmin_lambda E_{p(x)}[lambda - log(lambda)*x]" in result.stdout


@pytest.mark.parametrize(("what", "exit_code"), [("further", 1), ("false", 1), ("link", 1), ("right", 0)])
def test_on_data_nothing_is_proved_of_a_family_that_declares_what_is_not_so(
    what: str, exit_code: int, tmp_path: Path
) -> None:
    links = {"link": "links={rate: exp(_z) + exp(-_z)}", "right": "links={rate: exp(_z)}"}
    variable = "from symbolic.models.family import real_variable\n_z = real_variable('z')\n"
    text = DECLARED + variable + CHANGED.format(links[what]) if what in links else STATED[what]
    data = write(tmp_path, "waits.csv", "x\n1\n2\n4\n")
    result = run("prove", write(tmp_path, "mine.py", text), "--data", data)
    assert result.exit_code == exit_code, result.output
    assert ("what its file declares" in result.stdout) is (exit_code == 1)
    quiet = run("prove", str(tmp_path / "mine.py"), "--data", data, "--quiet")
    assert (quiet.exit_code, quiet.output) == (exit_code, "")


def test_one_wrong_end_hides_nothing_of_the_others(tmp_path: Path) -> None:
    text = HEAD + "right = logs.then(flip_sign())\nwrong = Chain('turned', start).claim(right.end)\ndel logs\n"
    file = write(tmp_path, "derive_ends.py", text)
    result = run("prove", file, "--examples", "3")
    assert result.exit_code == 1 and result.stderr == ""
    assert "✓ user_mle" in result.stdout and "✗ turned" in result.stdout
    assert "claim: the claimed end is argmin" in result.stdout
    right, wrong = json.loads(run("prove", file, "--examples", "3", "--json").stdout)
    assert (right["verdict"], wrong["verdict"]) == ("proved", "refuted")
    assert wrong["claim"]["verdict"] == "refuted" and "the claimed end is" in wrong["claim"]["reason"]
    whole = run("prove", f"{file}:wrong", "--no-attack")
    assert whole.exit_code == 1 and "✗ claim: the end" in whole.stdout


def test_several_theorems_are_a_line_each_and_whole_where_they_are_asked_for() -> None:
    names = ("kl_to_mle", "limit_is_an_equality")
    table = run("prove", *names, "--examples", "50")
    assert table.exit_code == 1
    rows = [line for line in table.stdout.splitlines() if line[:2] == "  " and line[4:5].strip()]
    assert [row.split()[:3] for row in rows] == [["✓", "kl_to_mle", "proved"], ["✗", "limit_is_an_equality", "refuted"]]
    assert "2 hypotheses" in rows[1] and "`--failures`" in table.stdout
    whole = run("prove", *names, "--no-attack", "-v").stdout
    assert len(whole.splitlines()) > 4 * len(table.stdout.splitlines()) and "Conventions" in whole
    failures = run("prove", *names, "--no-attack", "--failures")
    assert failures.exit_code == 1
    assert "limit_is_an_equality ───" in failures.stdout and "kl_to_mle ───" not in failures.stdout
    left = json.loads(run("prove", *names, "--no-attack", "--failures", "--json").stdout)
    assert [t["name"] for t in left] == [names[1]]
    passed = run("prove", names[0], "--no-attack", "--failures")
    assert passed.exit_code == 0 and passed.stdout.startswith("1 theorem: 1 proved.") and "───" not in passed.stdout


# ---- on data -------------------------------------------------------------------------------------------------------


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
    assert found.pop("weights") == {"column": "w", "kind": "frequency", "rows": 5, "unit": "1", "total": "9"}
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


def test_help_names_the_options():
    assert "plot" in main.commands
    shown = run("prove", "--help").output
    assert all(option in shown for option in ("--data", "--column", "--known", "--separator", "--drop-missing"))
    assert "horse_kicks --column deaths" in shown
