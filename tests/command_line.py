"""What tests of commands share: ways to run them, and files that a user may have written."""

from __future__ import annotations

import os
import subprocess
import sys
from inspect import signature
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from properties.command.cli import main

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
        env={**surroundings(), **environment},
        check=False,
    )


def surroundings() -> dict[str, str]:
    """The environment of a process without what a terminal or a user may have set."""
    unwanted = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "TERM")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    root = str(Path(__file__).parents[1])
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
    assert line.startswith("lossproof: ") and "BUG" not in line
    return line


def write(folder: Path, name: str, text: str) -> str:
    """The path of a file with a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


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
