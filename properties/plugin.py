"""The pytest plugin: every chain at module level becomes items, a proof and an attack for each step.

Nothing here decides: `symbolic` proves, `properties.attacks` attacks, this module collects, runs and reports. Importing it
loads neither SymPy nor Hypothesis, and a session without chains never does: `symbolic` comes with the user's own files.

A file that matches the ini option `derivation_files` is a test module of pytest's like any other (same import mode, `test_`
functions and fixtures included) which moreover has to hold a chain. A chain under a name that begins with an underscore is
private and not collected, and what marks say (`pytestmark`: skip, xfail) holds for chains as well.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import textwrap
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from properties.attacks import StepReport
    from symbolic.kernel import Chain, Judgement
    from symbolic.theorem import Theorem

VERDICTS = ("proved", "assumed", "unknown", "refuted")
CLOSED = ("proved", "assumed")
COUNTEREXAMPLES = "lossproof_counterexamples"
COUNTED = (*(f"lossproof_{verdict}" for verdict in VERDICTS), COUNTEREXAMPLES)
SEED = 0
WIDTH = 79
LATEX, EXAMPLES, NO_ATTACK = "lossproof_latex", "lossproof_examples", "lossproof_no_attack"

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
    directory = _latex_directory(config)
    if directory is not None and directory.exists() and not directory.is_dir():
        raise pytest.UsageError(f"--derivations-latex={config.getoption(LATEX)}: this is a file, not a directory")


def _latex_directory(config: pytest.Config) -> Path | None:
    option = config.getoption(LATEX, None)
    return None if option is None else Path(config.invocation_params.dir, option)


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
) -> ChainNode | list[pytest.Item | pytest.Collector] | None:
    """Collect a chain, wherever it stands at module level. Raises CollectError where two have the same name."""
    kind = getattr(sys.modules.get("symbolic.kernel"), "Chain", None)
    if kind is None or not issubclass(type(obj), kind) or not isinstance(collector, pytest.Module):
        return None
    if name.startswith("_"):
        return []
    chain: Any = obj
    known = collector.stash.setdefault(CHAINS, {})
    if any(chain is other and name != attribute for attribute, other in known.items()):
        return []
    _check_name(chain.name, f"{collector.nodeid}: {name}")
    for attribute, other in known.items():
        if attribute != name and other.name == chain.name:
            raise pytest.Collector.CollectError(
                f"{collector.nodeid}: {attribute} and {name} are two chains with the same name {chain.name!r}; give each "
                "its own name, or keep one under a name that begins with an underscore."
            )
    known[name] = chain
    return ChainNode.from_parent(collector, name=chain.name, chain=chain, attribute=name)


CHAINS = pytest.StashKey["dict[str, Chain]"]()
DOCUMENTS = pytest.StashKey["dict[str, tuple[str, Chain]]"]()


def _check_name(name: object, place: str) -> None:
    """A chain's name is part of node ids, and the name of a LaTeX file."""
    fits = isinstance(name, str) and name.isprintable() and name.strip(" .") == name != ""
    if not fits or any(part in str(name) for part in ("::", "/", "\\", "[")):
        raise pytest.Collector.CollectError(
            f"{place}: {name!r} cannot name a chain in node ids and files; use letters, digits and underscores."
        )


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Say what is wrong with a derivation in plain words: where, and the law that it broke; no traceback of ours."""
    report = yield
    excinfo = getattr(getattr(report, "call", None), "excinfo", None)
    errors = sys.modules.get("symbolic.errors")
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


class DerivationFile(pytest.Module):
    """A file that is there for its derivations."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        self._rewrite_asserts()
        found = list(super().collect())
        if not any(isinstance(node, ChainNode) for node in found):
            raise self.CollectError(
                f"{self.nodeid} holds no chain: define one at module level, such as "
                "chain = Chain(name, problem).then(rule), under a name that does not begin with an underscore."
            )
        return found

    def _rewrite_asserts(self) -> None:
        """The `assert`s of its test functions deserve the same reports as those of any other test module."""
        names = {self.path.stem}
        if self.path.is_relative_to(self.config.rootpath):
            names.add(".".join(self.path.relative_to(self.config.rootpath).with_suffix("").parts))
        fresh = names - set(sys.modules)
        if fresh:
            pytest.register_assert_rewrite(*fresh)


class ChainNode(pytest.Collector):
    """A chain: it is checked once, when its first item runs, and each of its steps is attacked at most once."""

    def __init__(self, *, chain: Chain, attribute: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.chain, self.attribute = chain, attribute
        self._theorem: Theorem | Exception | None = None
        self._attacks: dict[int, StepReport] = {}
        self._line: int | None = None

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        self._replay()
        if self.config.getoption(LATEX) is not None:
            documents = self.session.stash.setdefault(DOCUMENTS, {})
            other, chain = documents.setdefault(self.name, (self.nodeid, self.chain))
            if chain is not self.chain and chain != self.chain:
                raise self.CollectError(
                    f"{self.nodeid} and {other} would both be written to {self.name}.tex: give each chain its own name."
                )
        yield from self.steps()
        yield TheoremItem.from_parent(self, name="theorem")

    def steps(self) -> Iterator[StepNode]:
        """The start, each step, and the claim where there is one."""
        for number in range(len(self.chain.steps) + 1):
            rule = str(self.chain.steps[number - 1].rule) if number else "start"
            yield StepNode.from_parent(self, name=f"{number}-{rule.replace('::', ':')}", number=number)
        if self.chain.claimed is not None:
            yield StepNode.from_parent(self, name="claim", number=len(self.chain.steps) + 1)

    def _replay(self) -> None:
        """Replay the chain without any prover: a malformed chain is an error of collection, not a failing item."""
        from symbolic import errors, kernel

        ours = (errors.DerivationError, errors.ExtensionError, errors.ProverError, errors.Unsound)
        try:
            kernel.check(self.chain, ())
        except ours:
            raise
        except Exception as error:
            raise self.CollectError(
                f"{self.nodeid}: {self.attribute} is no chain that can be replayed: {type(error).__name__}: {error}"
            ) from error

    def theorem(self) -> Theorem:
        """What replaying the chain yields. Raises ProverError, each time anew."""
        from symbolic.theorem import check

        if self._theorem is None:
            try:
                self._theorem = check(self.chain)
            except Exception as error:
                self._theorem = error
        if isinstance(self._theorem, Exception):
            raise self._theorem
        return self._theorem

    def attacked(self, number: int) -> StepReport | None:
        """What came of attacking a step; None where there is nothing to attack."""
        from properties.attacks import attack

        if number not in self._attacks:
            examples = self.config.getoption(EXAMPLES)
            for report in attack(self.theorem(), max_examples=examples, seed=SEED, step=number):
                self._attacks[report.number] = report
        return self._attacks.get(number)

    def line(self) -> int:
        """The line of the file, from 0, where the chain gets its name; 0 where that cannot be told."""
        if self._line is None:
            self._line = _assigned(self.path, self.attribute)
        return self._line


def _assigned(path: Path, name: str) -> int:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, ValueError, SyntaxError):
        return 0
    lines = [
        node.lineno
        for statement in tree.body
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
        if (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.alias) and (node.asname or node.name) == name)
    ]
    return max(lines, default=1) - 1


class StepNode(pytest.Collector):
    """One step of a chain, its start (number 0), or its claim (the number after the last step)."""

    parent: ChainNode

    def __init__(self, *, number: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.number = number

    def collect(self) -> Iterator[pytest.Item]:
        yield ProofItem.from_parent(self, name="proof")
        chain = self.parent.chain
        claims_no_relation = chain.claimed is None or chain.claimed[1] is None
        if self.number > len(chain.steps) and claims_no_relation:
            return  # the end alone is claimed: the replay has compared it
        if not self.config.getoption(NO_ATTACK):
            yield AttackItem.from_parent(self, name="attack")

    def judgements(self, theorem: Theorem) -> tuple[Judgement, ...]:
        if self.number == 0:
            return theorem.premises[:1]
        if self.number <= len(theorem.lines):
            return theorem.lines[self.number - 1].judgements
        return theorem.premises[1:]

    def title(self, theorem: Theorem) -> str:
        if self.number == 0:
            return "the start"
        if self.number > len(theorem.lines):
            return "the claim"
        step = theorem.lines[self.number - 1].step
        by = step.rule if step.rule == step.primitive else f"{step.rule}, a {step.primitive} step"
        return f"step {self.number} ({by})"

    def problems(self, theorem: Theorem) -> list[str]:
        if self.number == 0:
            return [_hanging("problem  ", str(theorem.start))]
        if self.number > len(theorem.lines):
            return [_hanging("first  ", str(theorem.start)), _hanging("last   ", str(theorem.end))]
        line = theorem.lines[self.number - 1]
        return [_hanging("before  ", str(line.before)), _hanging("after   ", str(line.after))]


# ---- items -----------------------------------------------------------------------------------------------------------


class Failure(Exception):
    """What a failing item prints, whole: it is shown without a traceback."""


class _Item(pytest.Item):
    parent: Any

    @property
    def chain(self) -> ChainNode:
        found: ChainNode | None = self.getparent(ChainNode)
        if found is None:
            raise ValueError(f"{self.nodeid} belongs to no chain")
        return found

    def verify(self) -> None:
        """Raise Failure where the item fails."""
        raise NotImplementedError

    def runtest(self) -> None:
        try:
            self.verify()
        except Failure:
            raise
        except Exception as error:
            raise Failure(_bug(error)) from error

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Failure) and not self.config.getoption("fulltrace", False):
            place = f"{os.path.relpath(self.path, self.config.rootpath)}:{self.chain.line() + 1}"
            return f"{excinfo.value}\n\n{place}: {self.chain.attribute}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.chain.line(), self.nodeid.partition("::")[2].replace("::", " ")


class ProofItem(_Item):
    """Everything that a step owes is proved, or assumed by its author."""

    def verify(self) -> None:
        theorem = self.chain.theorem()
        judgements = self.parent.judgements(theorem)
        for verdict in VERDICTS:
            self.user_properties.append((f"lossproof_{verdict}", sum(j.verdict.value == verdict for j in judgements)))
        if _open(judgements):
            refuted = any(j.verdict.value == "refuted" for j in judgements)
            raise Failure(
                _described(self.parent, theorem, "is refuted" if refuted else "is not proved", self._attacked)
            )

    def _attacked(self) -> list[str]:
        if self.config.getoption(NO_ATTACK):
            return []
        try:
            report = self.chain.attacked(self.parent.number)
        except Exception as error:
            return [_wrapped(f"The attack on it failed. {_bug(error)}")]
        if report is None:
            return []
        if report.counterexample is not None:
            return _counterexample(report)
        if report.vacuous:
            return [_wrapped(f"No counterexample was searched for: {report.vacuous}")]
        return [
            _wrapped(
                f"No counterexample was found among {report.examples} instances, {report.decided} of them decided."
            )
        ]


class AttackItem(_Item):
    """A search for a case in which a step fails finds none."""

    def verify(self) -> None:
        from properties.attacks import confront
        from symbolic.errors import Unsound

        theorem, report = self.chain.theorem(), self.chain.attacked(self.parent.number)
        if report is None:
            raise ValueError(f"{self.nodeid}: nothing of this number can be attacked")
        self.user_properties.append(("lossproof_examples", report.examples))
        self.user_properties.append(("lossproof_decided", report.decided))
        found = report.counterexample
        if found is not None:
            self.user_properties.append((COUNTEREXAMPLES, int(found.certified)))
            try:
                confront(theorem, (report,))
            except Unsound:
                what = "was proved, and there is a certified counterexample"
                text = _described(self.parent, theorem, what, lambda: _counterexample(report))
                raise Failure(
                    _wrapped("UNSOUND: a bug in lossproof. Trust no verdict of this session, and report it.")
                    + f"\n\n{text}"
                ) from None
            what = "fails" if found.certified else "looks wrong"
            raise Failure(_described(self.parent, theorem, what, lambda: _counterexample(report)))
        if report.vacuous:
            pytest.skip(f"nothing could be attacked: {report.vacuous}")
        if report.decided == 0:
            pytest.skip(f"nothing was decided: hypotheses or precision left each of {report.examples} instances open")


class TheoremItem(_Item):
    """The whole chain is proved, and its steps compose to a relation. Writes the LaTeX document where asked to."""

    def verify(self) -> None:
        theorem = self.chain.theorem()
        self.user_properties.append(("lossproof_verdict", theorem.verdict.value))
        self.user_properties.append(("lossproof_relation", str(theorem.relation)))
        directory = _latex_directory(self.config)
        if directory is not None:
            from properties.outputs import write

            try:
                directory.mkdir(parents=True, exist_ok=True)
                write(directory / f"{theorem.name}.tex", theorem.latex(standalone=True))
            except OSError as error:
                raise Failure(f"{directory / theorem.name}.tex cannot be written: {error.strerror or error}") from error
        if theorem.proved is not True:
            raise Failure(self._explained(theorem))

    def _explained(self, theorem: Theorem) -> str:
        verdict = "refuted" if theorem.verdict.value == "refuted" else "not proved"
        if_all_held = ", if every step held" if theorem.open and theorem.relation.kind != "NONE" else ""
        problems = [("first     ", theorem.start), ("last      ", theorem.end)]
        rows = [*problems, ("relation  ", f"{theorem.relation}{if_all_held}")]
        blocks = [f"{theorem.name} is {verdict}", "\n".join(_hanging(label, str(shown)) for label, shown in rows)]
        if theorem.relation.kind == "NONE":
            lead = "Taken together, the steps give no relation between the first and the last problem:"
            steps = [_hanging(f"{n}  ", f"{li.step.rule}: {li.relation}") for n, li in enumerate(theorem.lines, 1)]
            blocks.append("\n".join([_wrapped(lead), *steps]))
        titles = [node.title(theorem) for node in self.chain.steps() if _open(node.judgements(theorem))]
        if titles:
            blocks.append("\n".join(["open in:", *(f"  {title}" for title in titles)]))
        return "\n\n".join(blocks)


# ---- what is printed -------------------------------------------------------------------------------------------------


def _open(judgements: tuple[Judgement, ...]) -> list[Judgement]:
    return [j for j in judgements if j.verdict.value not in CLOSED]


def _described(node: StepNode, theorem: Theorem, what: str, attacked: Callable[[], list[str]]) -> str:
    """A step that fails: the step, its problems, what is open with verdict, prover and reason, and the counterexample."""
    from symbolic import statements

    blocks = [f"{node.title(theorem)} {what}", "\n".join(node.problems(theorem))]
    for judgement in _open(node.judgements(theorem)):
        owed = _hanging("owed     ", statements.text(judgement.obligation))
        reason = f": {judgement.reason}" if judgement.reason else ""
        by = "no prover decided it" if judgement.verdict.value == "unknown" else f"by the prover {judgement.prover}"
        blocks.append(f"{owed}\n" + _hanging("verdict  ", f"{judgement.verdict.value}, {by}{reason}"))
    return "\n\n".join([*blocks, *attacked()])


def _counterexample(report: StepReport) -> list[str]:
    found = report.counterexample
    if found is None:
        return []
    kind = "certified" if found.certified else "statistical and not certified, so no refutation"
    lines = [_hanging(" " * (len(line) - len(line.lstrip())), line.strip(), more=6) for line in found.text.splitlines()]
    return ["\n".join([f"counterexample ({found.property}; {kind}):", *lines])]


def _bug(error: Exception) -> str:
    from symbolic.errors import DerivationError, ExtensionError, ProverError, Unsound

    if isinstance(error, (DerivationError, ExtensionError, ProverError, Unsound)):
        return f"{type(error).__name__}: {error}"
    return f"bug in lossproof: {type(error).__name__}: {error} (--full-trace shows the traceback)"


def _hanging(label: str, text: str, more: int = 2) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"  {label}",
        subsequent_indent=" " * (len(label) + 2 + more),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


# ---- reports ---------------------------------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped item of ours is skipped in the user's file, not in this one."""
    report = yield
    ours = isinstance(item, _Item) and call.when == "call" and report.skipped
    if ours and call.excinfo is not None and isinstance(call.excinfo.value, pytest.skip.Exception):
        path, line, _ = item.reportinfo()
        report.longrepr = (os.fspath(path), (line or 0) + 1, f"Skipped: {call.excinfo.value}")
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
