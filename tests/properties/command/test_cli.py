"""The command `lossproof` as somebody at a terminal, a script or a CI meets it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import EntryPoint
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from properties import FamilyError, check_family
from properties.command.cli import main
from properties.command.loading import load
from symbolic import derivations, families
from symbolic.core import registry
from symbolic.core.errors import ExtensionError, ProverError, Unsound
from symbolic.provers import provers
from symbolic.report.sheets import sheet

HEAD = """\
from sympy import Symbol, log
from symbolic import Chain, argmax, density, parameter, sample
from symbolic.rules import flip_sign, increasing, law_of_large_numbers, rewrite, scale

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
start = argmax(x.product(q(x.i)), theta)
logs = Chain("user_mle", start).then(increasing(log)).then(rewrite(x.sum(log(q(x.i)))))
"""
GOOD = HEAD + "chain = logs.then(flip_sign())\ndel logs\n"
WRONG = HEAD + "chain = logs.then(rewrite(-x.sum(log(q(x.i)))))\ndel logs\n"


def run(*arguments: str) -> Result:
    """The command inside this process; whatever it does, it ends in a line and an exit code, not in an exception."""
    result = runner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def runner() -> CliRunner:
    """Click's own runner with stderr apart from stdout, which before version 8.2 had to be asked for."""
    apart: dict[str, Any] = {} if "mix_stderr" not in signature(CliRunner).parameters else {"mix_stderr": False}
    return CliRunner(**apart)


def process(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "properties.command.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**_environment(), **environment},
        check=False,
    )


def _environment() -> dict[str, str]:
    unwanted = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "TERM")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    root = str(Path(__file__).parents[3])
    return {
        **kept,
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])),
    }


def refused(*arguments: str) -> str:
    """The one line on stderr of a run that is an input error, with nothing on stdout."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("lossproof: ")
    return line


@pytest.fixture
def good(tmp_path: Path) -> str:
    return write(tmp_path, "derive_good.py", GOOD)


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


# ---- prove -----------------------------------------------------------------------------------------------------------


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


def test_the_report_in_a_pipe_is_plain_and_at_most_80_columns_wide() -> None:
    found = process("prove", "--examples", "2")
    assert (found.returncode, found.stderr) == (0, "")
    assert "\x1b" not in found.stdout
    assert [line for line in found.stdout.splitlines() if len(line) > 80] == []
    assert "✓" in found.stdout and "→" in found.stdout


def test_a_stdout_without_unicode_gets_ascii() -> None:
    found = process("prove", "mle_to_cross_entropy", "--no-attack", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert found.returncode == 0
    assert found.stdout.isascii() and "  6  -> argmin_theta" in found.stdout


def test_a_terminal_gets_colours_and_a_progress_bar_unless_no_color_is_set() -> None:
    coloured = at_a_terminal("prove", "kl_to_mle", "--examples", "2")
    assert "\x1b[32m" in coloured and "attacking" in coloured
    assert "1 theorem: 1 proved." in coloured
    plain = at_a_terminal("prove", "kl_to_mle", "--no-attack", NO_COLOR="1")
    assert "\x1b" not in plain
    assert "1 theorem: 1 proved." in plain
    sheet = at_a_terminal("family", "poisson", "--examples", "1", "--no-cache")
    assert "attacking poisson" in sheet and "1 family: 1 proved." in sheet


def test_an_interrupt_that_falls_into_a_callback_is_not_lost() -> None:
    code = (
        "import gc, sys, time\n"
        "from properties import cli\n"
        "def callback(*_):\n"
        "    gc.callbacks.remove(callback)\n"
        "    raise KeyboardInterrupt\n"
        "def waiting(*_, **__):\n"
        "    gc.callbacks.append(callback)\n"
        "    gc.collect()\n"
        "    for _ in range(200):\n"
        "        time.sleep(0.1)\n"
        "cli.click.Group.main = waiting\n"
        "cli.main(['list'])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=25, env=_environment())
    assert (found.returncode, found.stdout, found.stderr) == (130, "", "lossproof: interrupted.\n")


def at_a_terminal(*arguments: str, **environment: str) -> str:
    controller, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "properties.command.cli", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**_environment(), "TERM": "xterm-256color", "COLUMNS": "80", **environment},
    )
    os.close(terminal)
    shown = b""
    while select.select([controller], [], [], 60)[0]:
        try:
            shown += os.read(controller, 65536)
        except OSError:  # the other end is closed
            break
    os.close(controller)
    assert child.wait(60) == 0
    return shown.decode()


# ---- JSON ------------------------------------------------------------------------------------------------------------

VERDICTS = ("proved", "assumed", "unknown", "refuted")


def is_obligation(o: Any) -> bool:
    return (
        {"text", "verdict", "prover"} <= o.keys()
        and all(isinstance(v, str) for v in o.values())
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
        and all(h.keys() == {"text", "latex"} and all(isinstance(v, str) for v in h.values()) for h in t["hypotheses"])
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


def test_json_of_the_other_commands() -> None:
    listed = json.loads(run("list", "--json").stdout)
    assert [(e["name"], e["kind"], e["refuted"]) for e in listed] == [
        *((name, "derivation", False) for name in derivations.names()),
        *((name, "family", False) for name in families.names()),
        *((name, "refuted", True) for name in derivations.refuted()),
    ]
    assert all(e["title"] for e in listed)
    page = json.loads(run("latex", "kl_to_mle", "--json").stdout)
    assert (page["name"], page["verdict"], page["standalone"]) == ("kl_to_mle", "proved", False)
    assert page["latex"] == run("latex", "kl_to_mle").stdout


# ---- list and latex --------------------------------------------------------------------------------------------------


def test_the_list_has_titles_and_a_heading_of_its_own_for_false_claims() -> None:
    result = run("list")
    assert result.exit_code == 0
    parts = result.stdout.split("False claims, which fail when they are run\n")
    true, false = ([line[2:] for line in part.splitlines() if line[2:3].strip() and line[:2] == "  "] for part in parts)
    assert [name.split()[0] for name in true] == [*derivations.names(), *families.names()]
    assert [name.split()[0] for name in false] == [*derivations.refuted()]
    words = "".join(result.stdout.split())
    titles = [derivations.load(name).title for name in (*derivations.names(), *derivations.refuted())]
    titles += [families.load(name).title for name in families.names()]
    assert [title for title in titles if "".join(title.split()) not in words] == []
    assert (
        result.stdout.index("Derivations\n") < result.stdout.index("Families\n") < result.stdout.index("False claims")
    )
    assert [line for line in result.stdout.splitlines() if len(line) > 80] == []


def test_a_theorem_prints_as_latex() -> None:
    fragment, document = run("latex", "mle_to_cross_entropy"), run("latex", "mle_to_cross_entropy", "--standalone")
    assert fragment.exit_code == document.exit_code == 0
    assert "\\begin{align" in fragment.stdout and "\\documentclass" not in fragment.stdout
    assert "\\documentclass" in document.stdout and document.stdout.rstrip().endswith("\\end{document}")


def test_what_is_not_proved_prints_with_a_warning_and_exit_code_1(tmp_path: Path) -> None:
    result = run("latex", "limit_is_an_equality", "-o", str(tmp_path / "page.tex"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "lossproof: limit_is_an_equality is not proved (unknown); the text says so.\n"
    assert (tmp_path / "page.tex").exists()


def test_latex_of_a_file_with_several_chains_asks_for_one(tmp_path: Path) -> None:
    file = write(tmp_path, "derive_two.py", HEAD + 'other = Chain("other", start)\n')
    assert "holds 2 chains or families (user_mle, other): name one" in refused("latex", file)
    assert run("latex", f"{file}:other").exit_code == 0


# ---- families --------------------------------------------------------------------------------------------------------

FAMILY = """\
from sympy import exp
from symbolic.core.domains import positive
from symbolic.models.family import Family
from symbolic.core.terms import parameter, sample

x = sample("x", domain=positive)
rate = parameter("rate", positive)
family = Family("mine", title="My own", variables=(x,), parameters=(rate,), density=rate * exp(-rate * x.outcome))
"""


CHANGED = """
family = Family("mine", variables=(x,), parameters=(rate,), density=rate * exp(-rate * x.outcome), {})
"""


def test_a_fact_sheet_says_what_is_declared_and_what_is_proved() -> None:
    result = run("family", "poisson", "--no-attack")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("poisson ") and lines[1] == "Poisson"
    assert "density   q_lambda(x) = lambda**x*exp(-lambda)/factorial(x)" in lines
    assert "dropped   log(gamma(x + 1))" in lines
    assert any(line.startswith("  ✓ chain ") for line in lines)
    assert any(line.startswith("  ✓ nonnegative ") and line.endswith(" ranges") for line in lines)
    assert [line for line in lines if len(line) > 80] == []
    assert lines[-1].startswith("1 family: 1 ")


def test_a_fact_sheet_as_json_is_the_sheet() -> None:
    (data,) = json.loads(run("family", "poisson", "--json", "--no-attack").stdout)
    expected = json.loads(json.dumps(sheet(families.load("poisson")).to_dict()))
    assert [{**fact, "attack": None} for fact in expected["facts"]] == data["facts"]
    same = expected.keys() - {"facts", "derivation"}
    assert {key: expected[key] for key in same} == {key: data[key] for key in same}
    assert data["chain"]["problems"][-1] == {
        "relation": "LIMIT",
        "text": "argmin_lambda E_{p(x)}[lambda - log(lambda)*x]",
    }
    assert [step["rule"] for step in data["derivation"]["steps"]] == [
        s["rule"] for s in expected["derivation"]["steps"]
    ]


def test_facts_are_attacked_and_the_seed_repeats_it() -> None:
    arguments = ("family", "poisson", "--examples", "3", "--seed", "7")
    result = run(*arguments)
    assert result.exit_code == 0 and result.stdout == run(*arguments).stdout
    (first,) = [line for line in result.stdout.splitlines() if "✓ nonnegative" in line]
    assert first.endswith(" examples") and len(first) <= 80
    assert "examples" not in run("family", "poisson", "--no-attack").stdout


def test_a_wrong_loss_is_refuted_with_data_and_two_parameters(tmp_path: Path) -> None:
    wrong = FAMILY.replace(
        "density=rate * exp(-rate * x.outcome)", "density=rate * exp(-rate * x.outcome), loss=x.outcome * rate"
    )
    file = write(tmp_path, "wrong_loss.py", wrong)
    result = run("family", file, "--examples", "20")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].endswith(" refuted")
    assert "✗ chain" in result.stdout and "counterexample (" in result.stdout


def test_a_density_whose_mass_is_not_one_is_refuted(tmp_path: Path) -> None:
    file = write(tmp_path, "half.py", FAMILY.replace("density=rate", "density=rate / 2"))
    result = run("family", file, "--examples", "5")
    assert result.exit_code == 1
    assert "✗ total mass" in result.stdout


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


DECLARED = FAMILY + "\nfrom symbolic import Estimate, Obligation\nfrom symbolic.models.family import mean\n"
STATED = {
    "mass": FAMILY.replace("density=rate", "density=rate / 2"),
    "estimate": DECLARED + CHANGED.format("estimates=(Estimate({rate: 2 / mean(x)}, when=(mean(x) > 0,)),)"),
    "further": DECLARED + CHANGED.format("further=(('convex', Obligation('convex', (-(rate**2), (rate,)))),)"),
    "false": DECLARED + CHANGED.format("false_claims=(('convex', Obligation('convex', (rate**2, (rate,)))),)"),
    "loss": FAMILY.replace("density=", "loss=rate * x.outcome, density="),
    "derivative": FAMILY
    + """
from symbolic import function
from symbolic.models.family import real_variable
from symbolic.models.regression import regression

z, f = real_variable("z"), function("f", parameter("theta"))
_family, y = family, sample("y", domain=positive)
stated = {z: y.outcome * exp(z) + 1}
family = regression(_family, {rate: exp(z)}, f(sample("u").outcome), derivatives=stated, name="mine")
""",
}


@pytest.mark.parametrize("what", STATED)
def test_what_a_family_declares_and_is_not_so_fails_in_every_command_that_names_it(what: str, tmp_path: Path) -> None:
    file = write(tmp_path, "mine.py", STATED[what])
    for command, target in (("prove", f"{file}:family"), ("family", file)):
        found = run(command, target, "--examples", "10", "--no-cache", "--json")
        data = json.loads(found.stdout)
        assert (found.exit_code, data[0]["verdict"]) == (1, "refuted")
    page = run("latex", file, "--no-cache")
    assert page.exit_code == 1 and r"\textbf{" in page.stdout
    with pytest.raises(FamilyError):
        check_family(load(file)[0], max_examples=10)


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


def test_a_contradicted_reference_is_no_proof_in_any_command_that_names_the_family(tmp_path: Path) -> None:
    pytest.importorskip("scipy.stats", reason="the comparison needs SciPy: pip install scipy")
    text = (
        DECLARED + "from symbolic import Reference\n" + CHANGED.format('reference=Reference("expon", {"scale": rate})')
    )
    file = write(tmp_path, "mine.py", text)
    for command in ("prove", "family"):
        result = run(command, file, "--no-attack", "--no-cache")
        assert result.exit_code == 1 and " unknown" in result.stdout.splitlines()[0]
        flat = " ".join(result.stdout.split())
        assert "? reference contradicted" in flat and "is contradicted at 20 of 20 points" in flat
        (data,) = json.loads(run(command, file, "--no-attack", "--no-cache", "--json").stdout)
        assert (data["verdict"], data["reference"]["status"]) == ("unknown", "contradicted")
        assert {"at", "ours", "theirs"} == set(data["reference"]["differences"][0])
    page = run("latex", file, "--no-cache")
    assert page.exit_code == 1 and "is contradicted at 20 of 20 points" in page.stdout
    named = write(tmp_path, "named.py", text.replace('"expon"', '"expom"'))
    for command in ("prove", "family", "latex"):
        assert "has no distribution 'expom'" in refused(command, named) and "Did you mean expon" in refused(
            command, named
        )


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


@pytest.mark.parametrize(
    ("command", "names"),
    [("prove", ("kl_to_mle", "normalisers_may_be_dropped")), ("family", ("poisson", "half_normal"))],
)
def test_quiet_says_it_by_the_exit_code_alone(command: str, names: Sequence[str]) -> None:
    result = run(command, *names, "--no-attack", "--quiet")
    assert (result.exit_code, result.output) == (1 if command == "prove" else 0, "")
    assert "choose one" in refused(command, *names, "-q", "--json")


def test_several_sheets_are_a_line_each(tmp_path: Path) -> None:
    file = write(tmp_path, "half.py", STATED["mass"])
    result = run("family", "poisson", file, "--examples", "5")
    assert result.exit_code == 1
    one, two, reason = result.stdout.splitlines()[:3]
    assert one.startswith("  ✓ poisson  proved   ") and " facts: " in one
    assert two.startswith("  ✗ mine     refuted  ") and reason == "      total mass is refuted"
    whole = run("family", "poisson", file, "--examples", "5", "--failures").stdout
    assert "mine ───" in whole and "poisson ───" not in whole


def test_a_family_of_the_user_is_named_like_a_chain(tmp_path: Path) -> None:
    file = write(tmp_path, "my_family.py", FAMILY)
    for target in (file, f"{file}:family"):
        lines = run("family", target, "--no-attack").stdout.splitlines()
        assert lines[0].startswith("mine ") and lines[1] == "My own"
        assert "density   q_rate(x) = rate*exp(-rate*x)" in lines
        assert run("prove", target, "--no-attack").exit_code == 0


def test_a_family_that_is_not_one_is_refused(tmp_path: Path, good: str) -> None:
    assert "kl_to_mle is no family" in refused("family", "kl_to_mle")
    assert "is no family" in refused("family", good)
    assert "Did you mean poisson?" in refused("family", "poison")
    negative = FAMILY.replace("density=rate", "density=q * rate").replace("rate = ", "q = parameter('q')\nrate = ")
    assert "q in density=" in refused("family", write(tmp_path, "undeclared.py", negative))


def test_a_family_whose_density_is_negative_somewhere_is_refused_with_the_place(tmp_path: Path) -> None:
    file = write(tmp_path, "negative.py", FAMILY.replace("density=rate", "density=-rate"))
    assert "is negative at rate = 1, x = 1" in refused("family", file)


def test_the_page_of_a_family_holds_its_theorem_and_its_facts() -> None:
    result = run("latex", "poisson", "--standalone")
    assert r"\begin{document}" in result.stdout and r"\end{document}" in result.stdout
    assert r"{\bfseries Facts.}" in result.stdout and r"\begin{theorem}[Poisson]" in result.stdout


def test_all_pages_are_written_as_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symbolic.families.names", lambda: ("bernoulli", "poisson"))
    result = run("gallery", "-o", str(tmp_path / "pages"))
    assert result.exit_code == 0 and "gallery.tex: 2 families" in result.stdout
    (file,) = (tmp_path / "pages").iterdir()
    text = file.read_text(encoding="utf-8")
    places = [text.index(part) for part in (r"\sheettitle{Bernoulli}", r"\sheettitle{Poisson}", r"{\bfseries Rules.}")]
    assert places == sorted(places)
    assert text.count(r"\begin{document}") == text.count(r"{\bfseries Conventions.}") == 1
    (data,) = [json.loads(run("gallery", "-o", str(tmp_path / "pages"), "--json").stdout)]
    assert data == {"file": str(file), "families": {"bernoulli": "proved", "poisson": "proved"}}
    write(tmp_path, "file", "")
    assert "cannot be made" in refused("gallery", "-o", str(tmp_path / "file" / "below"))


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed: nothing can be typeset")
def test_the_gallery_of_all_families_compiles_without_a_line_that_runs_into_the_margin(tmp_path: Path) -> None:
    assert run("gallery", "-o", str(tmp_path)).exit_code in (0, 1)
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "gallery.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert [float(w) for w in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout) if float(w) >= 10] == []
    text = (tmp_path / "gallery.tex").read_text(encoding="utf-8")
    assert text.count(r"\sheettitle{") == len(families.names())


def test_a_fragment_is_the_chain_alone() -> None:
    for name, start in (("kl_to_mle", r"\begin{align}"), ("poisson", r"\begin{align}")):
        result = run("latex", name, "--fragment")
        assert result.exit_code == 0 and result.stdout.startswith(start + "\n& ")
        assert result.stdout.endswith("\\end{align}\n") and result.stdout.count(r"\begin{") == 1
    assert "choose one" in refused("latex", "poisson", "--fragment", "--standalone")


def test_a_page_is_the_same_alone_and_as_data() -> None:
    page = run("latex", "poisson").stdout
    assert page == sheet(families.load("poisson")).latex()
    data = json.loads(run("latex", "poisson", "--json").stdout)
    assert (data["name"], data["verdict"], data["latex"]) == ("poisson", "proved", page)
    assert run("latex", "poisson", "--standalone").stdout == sheet(families.load("poisson")).latex(standalone=True)


def test_a_new_family_is_written_and_says_what_is_missing(tmp_path: Path) -> None:
    result = run("new", "family", "waiting_times", "-o", str(tmp_path))
    file, test = tmp_path / "waiting_times.py", tmp_path / "test_waiting_times.py"
    assert result.exit_code == 0 and f"lossproof family {file}" in result.stdout and f"pytest {test}" in result.stdout
    assert "not written yet: the support of x" in refused("family", str(file))
    assert "is there already" in refused("new", "family", "waiting_times", "-o", str(tmp_path))
    assert "there is a family of that name" in refused("new", "family", "poisson")
    data = json.loads(run("new", "family", "other", "-o", str(tmp_path), "--json").stdout)
    assert data == {"family": str(tmp_path / "other.py"), "test": str(tmp_path / "test_other.py")}
    assert run("new").exit_code == 2


# ---- answers that are kept -------------------------------------------------------------------------------------------


def test_a_second_run_says_the_same_and_takes_its_answers_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOSSPROOF_CACHE", str(tmp_path))
    monkeypatch.setattr("properties.command.cache.WORTH_KEEPING", 0)
    first = run("family", "poisson", "--no-attack").stdout
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()

    def fail(_: Any) -> None:
        raise RuntimeError("a prover was asked again")

    monkeypatch.setattr("symbolic.provers.provers", lambda: tuple((name, fail) for name, _ in provers()))
    assert run("family", "poisson", "--no-attack").stdout == first
    assert file.read_bytes() == before
    assert "a prover was asked again" in run("family", "poisson", "--no-attack", "--no-cache").stderr


def test_a_damaged_cache_is_ignored_with_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSSPROOF_CACHE", str(tmp_path))
    (tmp_path / "verdicts.json").write_text("{", encoding="utf-8")
    result = run("prove", "kl_to_mle", "--no-attack")
    assert result.exit_code == 0
    (warning,) = result.stderr.splitlines()
    assert warning.startswith("lossproof: warning: ") and "it is damaged" in warning
    assert run("prove", "kl_to_mle", "--no-attack").stderr == ""


def test_a_cache_that_is_no_absolute_path_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSSPROOF_CACHE", "here")
    assert "LOSSPROOF_CACHE=here is no absolute path" in refused("prove", "kl_to_mle")


# ---- outputs are written whole or not at all -------------------------------------------------------------------------


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "page.tex"
    result = run("latex", "kl_to_mle", "-o", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_text(encoding="utf-8") == run("latex", "kl_to_mle").stdout
    assert os.listdir(tmp_path) == ["page.tex"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


def test_an_old_file_is_replaced_with_its_mode_and_through_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "page.tex", tmp_path / "link.tex"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run("latex", "kl_to_mle", "-o", str(link)).exit_code == 0
    assert link.is_symlink() and "\\begin" in target.read_text(encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("failure", "code"),
    [(OSError(28, "No space left on device"), 2), (KeyboardInterrupt(), 130)],
    ids=["full", "Ctrl-C"],
)
@pytest.mark.parametrize("old", ["", "old text"])
def test_a_failing_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: int, old: str
) -> None:
    def fail(*_: Any) -> None:
        raise failure

    target = tmp_path / "page.tex"
    if old:
        target.write_text(old, encoding="utf-8")
    monkeypatch.setattr(os, "replace", fail)
    result = run("latex", "kl_to_mle", "-o", str(target))
    assert result.exit_code == code
    assert result.stderr.strip().startswith("lossproof: ")
    assert os.listdir(tmp_path) == (["page.tex"] if old else [])
    assert not old or target.read_text(encoding="utf-8") == old


def test_an_output_that_cannot_be_written_is_an_input_error(tmp_path: Path) -> None:
    assert "No such file or directory" in refused("latex", "kl_to_mle", "-o", str(tmp_path / "missing" / "page.tex"))
    assert "is a directory" in refused("latex", "kl_to_mle", "-o", str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_an_output_may_be_a_device() -> None:
    assert run("latex", "kl_to_mle", "-o", os.devnull).exit_code == 0
    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)


# ---- errors ----------------------------------------------------------------------------------------------------------

FILES = {
    "syntax": ("def f(:\n", ":1: cannot be imported: SyntaxError: invalid syntax"),
    "import": (
        "import no_such_module\n",
        ":1: cannot be imported: ModuleNotFoundError: No module named 'no_such_module'",
    ),
    "empty": ("", "holds no chain"),
    "undeclared": (
        HEAD + 'chain = Chain("c", argmax(Symbol("z") * x.product(q(x.i)), theta))\n',
        ":10: error in the derivation: Undeclared: z in ",
    ),
    "end": (
        HEAD + "chain = logs.claim(start)\ndel logs\n",
        "user_mle: error in the derivation: WrongEnd: the claimed end is",
    ),
    "built by hand": (
        'from symbolic import Chain, Problem, parameter\nfrom sympy import Symbol\ntheta = parameter("theta")\n'
        'chain = Chain("by_hand", Problem("min", Symbol("z"), (theta,)))\n',
        "by_hand: error in the derivation: Undeclared: z",
    ),
    "rule": (
        HEAD + "def because(problem):\n    return 1\nchain = logs.then(because)\n",
        "error in the derivation: MalformedStep: the rule because proposed 1",
    ),
    "extension": (
        HEAD + "def because(problem):\n    raise KeyError(3)\nchain = logs.then(because)\n",
        "error in an extension: ExtensionError: the rule because raised KeyError: 3",
    ),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("command", ["prove", "latex"])
def test_a_file_that_cannot_be_used_gets_one_line_and_exit_code_2(tmp_path: Path, kind: str, command: str) -> None:
    text, expected = FILES[kind]
    if (kind, command) == ("end", "prove"):  # of which the steps are another matter: it is refuted
        assert run(command, write(tmp_path, "derive_bad.py", text), "--no-attack").exit_code == 1
        return
    assert expected in refused(command, write(tmp_path, "derive_bad.py", text))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("prove", "mle_to_crossentropy"), "Did you mean mle_to_cross_entropy? `lossproof list`"),
        (("latex", "kl_to_ml"), "Did you mean kl_to_mle?"),
        (("prove", "missing.py"), "missing.py: there is no such file"),
        (("prove", "."), ". is a directory"),
        (("prove", "symbolic.derivations.kl_to_mle:theta"), "is no Chain and no Family, but Parameter"),
        (("prove", "no_module_here:chain"), "there is no module 'no_module_here'"),
        (("prove", "--examples", "0"), "0 is not in the range"),
        (("prove", "--examples", "many"), "'many' is not a valid integer"),
        (("prove", "--seed", "1.5"), "'1.5' is not a valid integer"),
        (("prove", "--bogus"), "--bogus"),
        (("latex",), "Missing argument"),
        (("latex", "kl_to_mle", "-o"), "-o"),
        (("prov",), "No such command 'prov'"),
        (("list", "extra"), "extra"),
    ],
)
def test_wrong_usage_gets_one_line_and_exit_code_2(arguments: Sequence[str], expected: str) -> None:
    assert expected in refused(*arguments)


def test_an_input_error_ends_the_run_before_anything_is_printed(good: str) -> None:
    assert "missing.py" in refused("prove", good, "missing.py")


def test_json_leaves_stdout_empty_where_the_input_is_wrong() -> None:
    assert "missing.py" in refused("prove", "missing.py", "--json")


def test_no_command_shows_the_help_and_is_a_usage_error() -> None:
    result = run()
    assert result.exit_code == 2
    assert result.stdout == "" and "Example: lossproof prove" in result.stderr


def test_as_a_process_an_error_is_one_line_on_stderr(tmp_path: Path) -> None:
    found = process("prove", write(tmp_path, "derive_bad.py", "1 / 0\n"))
    assert (found.returncode, found.stdout) == (2, "")
    (line,) = found.stderr.splitlines()
    assert line.startswith("lossproof: ") and line.endswith(
        ":1: cannot be imported: ZeroDivisionError: division by zero"
    )


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_unsound_proof_is_loud_and_keeps_its_counterexample(
    monkeypatch: pytest.MonkeyPatch, options: Sequence[str]
) -> None:
    def veto(*_: Any) -> None:
        raise Unsound("bug in lossproof: kl_to_mle, step 1 was proved:\n  n = 1\n  x = (0)")

    monkeypatch.setattr("properties.attacks.confront", veto)
    result = run("prove", "kl_to_mle", "--examples", "1", *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "lossproof: BUG IN LOSSPROOF (Unsound): kl_to_mle, step 1 was proved:\n  n = 1\n  x = (0)\n"


def test_every_attack_is_held_against_what_was_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    confronted: list[str] = []
    monkeypatch.setattr("properties.attacks.confront", lambda theorem, reports: confronted.append(theorem.name))
    run("prove", "kl_to_mle", "limit_is_an_equality", "--examples", "1")
    assert confronted == ["kl_to_mle", "limit_is_an_equality"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ProverError("bug in lossproof: ranges raised"), "lossproof: BUG IN LOSSPROOF (ProverError): ranges raised\n"),
        (RuntimeError("out of\nthe blue"), "lossproof: BUG IN LOSSPROOF: RuntimeError: out of the blue (test_cli.py:"),
    ],
)
def test_a_bug_of_ours_is_called_a_bug_and_is_never_a_pass(
    monkeypatch: pytest.MonkeyPatch, error: Exception, expected: str
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr("symbolic.report.theorem.replay", fail)
    result = run("prove", "kl_to_mle")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(expected)


# ---- interrupts, pipes, cost, help -----------------------------------------------------------------------------------


def test_an_interrupt_during_the_attack_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("properties.attacks.attack", interrupted)
    result = run("prove", "kl_to_mle")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.strip() == "lossproof: interrupted."


def test_an_interrupted_process_ends_with_130_and_without_a_traceback(tmp_path: Path) -> None:
    file = write(tmp_path, "derive_slow.py", 'import time\nprint("ready", flush=True)\ntime.sleep(600)\n')
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "prove", file],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    assert child.stdout is not None and child.stderr is not None
    assert child.stderr.readline() == "ready\n"
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err.strip()) == (130, "", "lossproof: interrupted.")


# A test run in the background hands down SIGINT as ignored.
INTERRUPTIBLE = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from properties.command.cli import main
main()
"""


def test_a_reader_who_stops_reading_gets_no_traceback() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "properties.command.cli", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()
    err = child.stderr.read()
    child.stderr.close()
    assert (child.wait(60), err) == (141, "")  # as a shell says of whoever writes into a closed pipe


LOADED = """\
import sys
import sympy
by_sympy = set(sys.modules)
from properties.command.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print(" ".join(sorted({name.partition(".")[0] for name in set(sys.modules) - by_sympy})), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [("prove", "--no-attack"), ("prove", "--no-attack", "--json"), ("list",), ("latex", "kl_to_mle"), ("--version",)],
    ids=" ".join,
)
def test_without_attacks_only_what_is_needed_is_loaded(arguments: Sequence[str]) -> None:
    child = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, env=_environment(), check=True
    )
    loaded = set(child.stderr.split())
    assert "click" in loaded
    assert loaded.isdisjoint({"hypothesis", "flint", "rich", "pytest", "numpy"})


def test_no_directory_is_left_behind(tmp_path: Path) -> None:
    assert process("prove", "kl_to_mle", "--examples", "2", cwd=tmp_path).returncode == 0
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("command", [(), *((name,) for name in main.commands)])
def test_help_has_an_example(command: Sequence[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Example: lossproof " in result.stdout


def test_the_examples_in_the_help_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "derive_mle.py", GOOD)
    for command in ("prove", "latex", "list"):
        example, *_ = [line for line in run(command, "--help").stdout.splitlines() if "Example: " in line]
        assert run(*example.partition("Example: lossproof ")[2].split()).exit_code == 0


def test_the_version_is_shown() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("lossproof ")


# ---- what other packages register ------------------------------------------------------------------------------------


@pytest.fixture
def broken_extension(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package has registered a family that is not there, and one that ends the process on import."""
    found = {
        "lossproof.families": {"theirs": EntryPoint("theirs", "no_such_module:family", "lossproof.families")},
        "lossproof.derivations": {"chain": EntryPoint("chain", "symbolic.rules:flip_sign", "lossproof.derivations")},
    }
    monkeypatch.setattr(registry, "extensions", lambda group: found.get(group, {}))
    monkeypatch.setattr(registry, "names", lambda package: _few(package.__name__))


def _few(package: str) -> tuple[str, ...]:
    rooms = {"symbolic.families": ("bernoulli", "poisson"), "symbolic.derivations": ("kl_to_mle", "refuted")}
    return rooms.get(package, ("kl_is_symmetric",) if package.endswith("refuted") else _NAMES(import_module(package)))


_NAMES = registry.names


def test_a_broken_extension_is_named_and_everything_else_works(broken_extension: None) -> None:
    listed = run("list", "--json")
    assert listed.exit_code == 0
    assert {e["name"] for e in json.loads(listed.stdout)} == {"kl_to_mle", "bernoulli", "poisson", "kl_is_symmetric"}
    chain, family = listed.stderr.splitlines()
    assert re.fullmatch(r"lossproof: error in an extension: chain: <function .*> is no Chain\. It is left out\.", chain)
    said = "lossproof.families theirs = no_such_module:family: ModuleNotFoundError: No module named 'no_such_module'."
    assert family == f"lossproof: error in an extension: {said} It is left out."
    proved = run("prove", "--no-attack")
    assert "kl_to_mle" in proved.stdout and "It is left out." in proved.stderr
    assert proved.exit_code == 1, "what could not be loaded was not proved"
    sheets = run("family", "--no-attack", "--json")
    assert {d["name"]: d["verdict"] for d in json.loads(sheets.stdout)} == {"bernoulli": "proved", "poisson": "proved"}
    assert sheets.exit_code == 1 and "theirs = no_such_module:family" in sheets.stderr


def test_a_broken_extension_that_is_named_is_an_error(broken_extension: None) -> None:
    assert "theirs = no_such_module:family" in refused("family", "theirs")


def test_an_extension_that_ends_the_process_on_import_ends_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    write(tmp_path, "leaves_at_once.py", "raise SystemExit(0)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ExtensionError, match="SystemExit"):
        registry.load_extension(EntryPoint("mine", "leaves_at_once:family", "lossproof.families"))
