"""The command `lossproof` as somebody at a terminal, a script or a CI meets it: its errors, interrupts, pipes and help."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from command_line import CHANGED, DECLARED, GOOD, HEAD, STATED, process, refused, run, surroundings, write

from properties import FamilyError, check_family
from properties.command import commands
from properties.command.cli import main
from properties.loading import load
from symbolic import derivations, families
from symbolic.core import registry
from symbolic.core.errors import ExtensionError, ProverError

pytestmark = pytest.mark.slow


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
        "import gc, signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job is started without it
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
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=25, env=surroundings())
    assert (found.returncode, found.stdout, found.stderr) == (130, "", "lossproof: interrupted.\n")


def at_a_terminal(*arguments: str, **environment: str) -> str:
    controller, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "properties.command.cli", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**surroundings(), "TERM": "xterm-256color", "COLUMNS": "80", **environment},
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
        env=surroundings(),
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
        env=surroundings(),
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
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, env=surroundings(), check=True
    )
    loaded = set(child.stderr.split())
    assert "click" in loaded
    assert loaded.isdisjoint({"hypothesis", "flint", "rich", "pytest", "numpy"})


def test_the_folder_of_commands_is_what_there_is() -> None:
    """A new command is its file, its test and the page of the reference: nothing is listed by hand."""
    files = {path.stem for path in Path(commands.__file__).parent.glob("[a-z]*.py")}
    assert files == set(main.commands) and {"prove", "family", "new"} <= files
    assert all((Path(__file__).parent / "commands" / f"test_{name}.py").is_file() for name in files)


@pytest.mark.parametrize("arguments", [("--help",), ("prove", "--help"), ("--version",)], ids=" ".join)
def test_help_costs_no_import_of_sympy(arguments: Sequence[str]) -> None:
    code = "import sys\nfrom properties.command.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
    code += "print({'sympy', 'flint', 'hypothesis', 'numpy'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=surroundings(), check=True
    )
    assert done.stdout.splitlines()[-1] == "set()"


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
    rooms = {"symbolic.families": ("bernoulli", "poisson"), "symbolic.derivations": ("kl_to_mle",)}
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
