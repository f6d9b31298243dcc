"""The pytest plugin: every chain at module level becomes items, a proof and an attack for each step.

So does every claim by `conforms` that a function is a loss: relation, value, gradient, Hessian, edges.

Nothing here decides: `symbolic` proves, `properties.attacks` attacks. Here are the hooks; what they collect and run stands
in `properties.items` and `properties.losses`. Importing it loads neither SymPy nor Hypothesis, and a session without chains
never does: `symbolic` comes with the user's own files.

A file that matches the ini option `derivation_files` is a test module of pytest's like any other (same import mode, `test_`
functions and fixtures included) which moreover has to hold a chain, also in a list, tuple or dictionary. What stands under a
name that begins with an underscore is private and not collected.

One failure is one failed item: the proof of the step, at the line of its `.then`. Where that item runs as well, the attack
on the step and the theorem are skipped, with a reason, instead of failing for the same cause.

Marks are those of pytest: `pytestmark` for all chains of a module, `pytest.param(chain, marks=...)` for one in a list, and
`derivation_marks`, a dictionary from ids such as "name" or "name::3-scale" to marks, for a chain or a step. A chain that is
marked `xfail` is expected to fail as a whole: whether it does is judged by its theorem; of a step, by its proof.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from properties.items import (
    CHAINS,
    COUNTEREXAMPLES,
    EXAMPLES,
    LATEX,
    NO_ATTACK,
    VERDICTS,
    ChainNode,
    DerivationFile,
    Item,
    UnsoundFailure,
    chains_of,
    is_chain,
    is_claim,
    latex_directory,
)
from properties.losses import KNOWN, KNOWN_FILE, ClaimNode

COUNTED = (*(f"lossproof_{verdict}" for verdict in VERDICTS), COUNTEREXAMPLES)


# ---- options ---------------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lossproof", "derivations (lossproof)")
    group.addoption(
        "--derivations-latex",
        dest=LATEX,
        metavar="DIR",
        help="write each theorem as a LaTeX document DIR/<name>.tex; the directory is made if it is missing",
    )
    group.addoption(
        "--attack-examples",
        dest=EXAMPLES,
        metavar="N",
        type=_at_least_one,
        default=100,
        help="instances that are tried against each step, at least 1 (default: 100)",
    )
    group.addoption(
        "--no-attack", dest=NO_ATTACK, action="store_true", help="only replay and prove: collect no attack items"
    )
    group.addoption(
        "--conform-known",
        dest=KNOWN_FILE,
        metavar="FILE",
        help="accepted findings about functions that conform, in TOML or JSON; one that grows or disappears fails",
    )
    parser.addini(
        "derivation_files",
        "glob patterns of the files that hold derivations (default: derive_*.py)",
        type="args",
        default=["derive_*.py"],
    )


def _at_least_one(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of examples: give an integer, at least 1") from None
    if number < 1:
        raise argparse.ArgumentTypeError(
            f"{number} is no number of examples: give at least 1, or --no-attack for no attacks"
        )
    return number


def pytest_configure(config: pytest.Config) -> None:
    directory = latex_directory(config)
    if directory is not None and directory.exists() and not directory.is_dir():
        raise pytest.UsageError(f"--derivations-latex={config.getoption(LATEX)}: this is a file, not a directory")
    known = config.getoption(KNOWN_FILE)
    if known is not None:
        from properties.conformance.known import accepted
        from properties.errors import InputError

        try:
            config.stash[KNOWN] = accepted(Path(config.invocation_params.dir, known))
        except InputError as error:
            raise pytest.UsageError(f"--conform-known: {error}") from None


# ---- collection ------------------------------------------------------------------------------------------------------


def _is_derivation_file(path: Path, config: pytest.Config) -> bool:
    if path.suffix != ".py" or path.name in ("conftest.py", "__init__.py"):
        return False
    return any(path.match(pattern) for pattern in config.getini("derivation_files"))


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Add a derivation file where pytest itself does not collect it: it does when the file is named as an argument."""
    found = yield
    if _is_derivation_file(file_path, parent.config) and not any(isinstance(c, DerivationFile) for c in found):
        hooks = parent.session.gethookproxy(file_path)
        found = [*found, hooks.pytest_pycollect_makemodule(module_path=file_path, parent=parent)]
    return found


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> DerivationFile | None:
    if _is_derivation_file(module_path, parent.config):
        return DerivationFile.from_parent(parent, path=module_path)
    return None


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> list[pytest.Item | pytest.Collector] | None:
    """Collect chains and claims, wherever they stand at module level. Raises CollectError where two have the same name."""
    loaded = "symbolic.chain" in sys.modules or "properties.conformance.claims" in sys.modules
    if not loaded or not isinstance(collector, pytest.Module):
        return None
    if CHAINS not in collector.stash:
        collector.stash[CHAINS] = chains_of(collector)
    found = collector.stash[CHAINS]
    here = [held for held in found.values() if held.attribute == name]
    if not here:
        return [] if is_chain(obj) or is_claim(obj) else None
    return [
        (ClaimNode if is_claim(held.chain) else ChainNode).from_parent(collector, name=held.chain.name, held=held)
        for held in here
    ]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Say what is wrong with a derivation in plain words: where, and the law that it broke; no traceback of ours."""
    report = yield
    excinfo = getattr(getattr(report, "call", None), "excinfo", None)
    errors = sys.modules.get("symbolic.core.errors")
    if report.failed and excinfo is not None and errors is not None and not collector.config.getoption("fulltrace"):
        error = excinfo.value
        if isinstance(error, (errors.DerivationError, errors.ExtensionError, errors.ProverError, errors.Unsound)):
            lines = [entry.lineno + 1 for entry in excinfo.traceback if Path(entry.path) == collector.path]
            place = f"{collector.nodeid}:{lines[-1]}" if lines else collector.nodeid
            report.longrepr = f"{place}: {type(error).__name__}: {error}"
            report.longrepr += _cause(error) if isinstance(error, errors.ExtensionError) else ""
    return report


def _cause(error: BaseException) -> str:
    """Where the code of an extension raised."""
    last, cause = None, error.__cause__
    trace = cause.__traceback__ if cause is not None else None
    while trace is not None:
        last, trace = trace, trace.tb_next
    if last is None:
        return ""
    return f" (in {last.tb_frame.f_code.co_filename}:{last.tb_lineno})"


# ---- reports ---------------------------------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped item of ours is skipped in the user's file; what was found unsound fails, expected or not."""
    report = yield
    if not isinstance(item, Item) or call.when != "call":
        return report
    error = call.excinfo.value if call.excinfo is not None else None
    if report.skipped and isinstance(error, pytest.skip.Exception):
        path, line, _ = item.reportinfo()
        report.longrepr = (os.fspath(path), (line or 0) + 1, f"Skipped: {error}")
    excused = hasattr(report, "wasxfail")
    if excused and report.skipped and isinstance(error, UnsoundFailure):
        report.outcome = "failed"
        del report.wasxfail
    elif excused and report.passed and not any(item.judges(node) for node, _ in item.iter_markers_with_node("xfail")):
        del report.wasxfail  # a step that holds in a chain that does not is nothing unexpected
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line with what became of all obligations. The counts travel with the reports, so that xdist's workers count."""
    totals: dict[str, int] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                for name, value in report.user_properties:
                    if name in COUNTED:
                        totals[name] = totals.get(name, 0) + value
    if any(totals.values()):
        shown = ", ".join(f"{totals.get(f'lossproof_{verdict}', 0)} {verdict}" for verdict in VERDICTS)
        found = totals.get(COUNTEREXAMPLES, 0)
        shown += f"; {found} counterexample{'s' if found > 1 else ''}" if found else ""
        terminalreporter.write_sep("=", f"lossproof: {shown}")
