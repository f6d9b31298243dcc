"""The command `lossproof`: what it accepts, and with which exit code it ends. Loading, proving and printing live elsewhere.

Modules that cost time are imported where they are needed: without attacks neither Hypothesis nor python-flint is loaded.
"""

from __future__ import annotations

import _thread
import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from properties.command import on_data as data_commands

if TYPE_CHECKING:
    from properties.attacks.report import FactReport, StepReport
    from properties.command.cache import Asked, Memory
    from properties.command.loading import Unit
    from properties.command.reporting import Printer, Result
    from properties.references import Comparison
    from symbolic.models.family import Family
    from symbolic.report.sheets import Sheet
    from symbolic.report.theorem import Theorem

Computed = TypeVar("Computed")

PROVED, NOT_PROVED, INPUT_ERROR, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141


class Lossproof(click.Group):
    """The command with its errors: one line on stderr that says who has to act, and never a traceback."""

    def main(  # type: ignore[override]  # whatever the mode, it ends the process: there is no other use for a command
        self, args: Sequence[str] | None = None, prog_name: str | None = "lossproof", **extra: Any
    ) -> NoReturn:
        gc.set_threshold(400_000)  # nearly all that a command allocates lives until it ends: there is little to collect
        sys.unraisablehook = _interrupt_again
        try:
            code = super().main(args, prog_name, **{**extra, "standalone_mode": False})
            sys.stdout.flush()
        except (_NobodyReads, BrokenPipeError):  # what was not read is not known: the shell's code for a closed pipe
            code = CLOSED_PIPE
            _discard_output()
        except click.exceptions.Exit as request:
            code = request.exit_code
        except (click.Abort, KeyboardInterrupt):
            code = _say("interrupted.", INTERRUPTED)
        except click.ClickException as error:
            code = _say(_usage(error), INPUT_ERROR)
        except OSError as error:  # the disk is full
            code = _say(f"the output cannot be written: {error.strerror or error}.", INPUT_ERROR)
            _discard_output()
        except Exception as error:
            code = _report(error)
        sys.exit(code if isinstance(code, int) else NOT_PROVED)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BrokenPipeError:  # Click would make a failure of it
            raise _NobodyReads from None


class _NobodyReads(Exception):
    """The output goes into a pipe that its reader has closed."""


def _interrupt_again(dropped: Any) -> None:
    """Interrupt once more where an interrupt fell into a callback, such as a collector's: Python drops it there."""
    if issubclass(dropped.exc_type, KeyboardInterrupt):
        threading.Timer(0.05, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(dropped)


def _discard_output() -> None:
    """Let the interpreter's last flush of stdout succeed."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "lossproof"
    return f"{' '.join(error.format_message().split())} Try `{path} --help`."


def _report(error: Exception) -> int:
    from properties.errors import InputError
    from symbolic.core.errors import DerivationError, ExtensionError, ProverError, Unsound

    if isinstance(error, InputError):
        return _say(_flat(error), INPUT_ERROR)
    if isinstance(error, DerivationError):
        return _say(f"error in the derivation: {type(error).__name__}: {_flat(error)}", INPUT_ERROR)
    if isinstance(error, ExtensionError):
        return _say(f"error in an extension: {_flat(error)}", INPUT_ERROR)
    if isinstance(error, ProverError | Unsound):
        return _say(
            f"BUG IN LOSSPROOF ({type(error).__name__}): {str(error).removeprefix('bug in lossproof: ')}", NOT_PROVED
        )
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return _say(f"BUG IN LOSSPROOF: {type(error).__name__}: {_flat(error)} ({place})", NOT_PROVED)


def _flat(error: Exception) -> str:
    return " ".join(str(error).split())


def _tell(*lines: str) -> None:
    from properties.files import printable

    for line in lines:
        click.echo(printable(line))


def _say(message: str, code: int) -> int:
    from properties.files import printable

    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    shown = "\n".join(map(printable, message.split("\n")))
    click.echo(f"lossproof: {shown}".encode(encoding, "backslashreplace").decode(encoding), err=True)
    return code


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("lossproof")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"lossproof {number}")
        context.exit()


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else, on stdout.")
no_cache = click.option("--no-cache", is_flag=True, help="Prove everything anew; neither read nor keep answers.")


def attacking(command: Any) -> Any:
    """The options of a command that attacks."""
    for option in (
        click.option("--seed", type=int, default=0, show_default=True, help="The same seed tries the same instances."),
        click.option("--no-attack", is_flag=True, help="Prove only; do not search for counterexamples."),
        click.option(
            "--examples", type=click.IntRange(min=1), default=100, show_default=True, help="Instances tried per step."
        ),
    ):
        command = option(command)
    return command


def printing(command: Any) -> Any:
    """The options that say how much is printed of several things."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Print nothing: the exit code says it."),
        click.option("--failures", is_flag=True, help="Print only what is not proved, each with its whole report."),
        click.option("-v", "--verbose", is_flag=True, help="Print the whole report of each, not a line."),
    ):
        command = option(command)
    return command


def _printer(as_json: bool, quiet: bool) -> Printer | None:
    from properties.command.reporting import Printer

    if as_json and quiet:
        raise click.UsageError("--json prints, and --quiet does not: choose one.")
    return None if as_json or quiet else Printer()


@click.group(
    "lossproof",
    cls=Lossproof,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_context
def main(context: click.Context) -> None:
    """Prove, attack and print derivations of losses from likelihoods.

    Example: lossproof prove mle_to_cross_entropy
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(INPUT_ERROR)


@main.command()
@click.argument("targets", nargs=-1, metavar="[NAME | FILE.py | module:object]...")
@attacking
@printing
@no_cache
@as_json
def prove(
    targets: tuple[str, ...],
    examples: int,
    no_attack: bool,
    seed: int,
    no_cache: bool,
    as_json: bool,
    quiet: bool,
    failures: bool,
    verbose: bool,
) -> int:
    """Replay derivations, prove every step, and attack it with random instances.

    Without an argument: every derivation that ships, those of other packages included. Claims that are known to be false
    run when they are named; of a family, its derivation from the likelihood to the loss, and all that its file declares.
    Several are a line each. Exit code 0: all proved; 1: something is not proved, or refuted; 2: the input is wrong.

    Example: lossproof prove derive_mle.py --examples 500
    """
    from properties.command import reporting
    from properties.command.loading import load_all, working
    from symbolic import derivations

    printer = _printer(as_json, quiet)
    broken: list[str] = []
    units = load_all(targets or working(derivations.names(), broken.append))
    _left_out(broken)
    whole, room = verbose or failures or len(units) == 1, min(max(map(_room, units)), 40)
    with _remembering(no_cache) as memory:  # all of them, before anything is printed: a malformed one is an error
        proofs = [_proof(unit, _asked(memory)) for unit in units]
    results, told = [], []
    with nullcontext() if no_attack else _no_storage():
        for proof in proofs:
            results.append(proof.attacked(None if no_attack else (examples, seed), printer))
            if failures and results[-1].verdict == "proved":
                continue
            told.append(results[-1])
            if printer is not None and whole:
                printer.theorem(results[-1])
            elif printer is not None:
                printer.row(results[-1], room)
    if as_json:
        click.echo(reporting.dumps([reporting.to_json(result) for result in told]))
    elif printer is not None and whole and told:
        printer.summary(results)
    elif printer is not None and whole:
        printer.nothing_failed(results)
    elif printer is not None:
        printer.counts(results)
    proved = bool(results) and all(result.verdict == "proved" for result in results)
    return PROVED if proved and not broken else NOT_PROVED


def _left_out(broken: list[str]) -> None:
    """Name what other packages registered and is broken. All else goes on without it, and is not the whole."""
    for message in broken:
        _say(f"error in an extension: {message} It is left out.", NOT_PROVED)


def _room(unit: Unit) -> int:
    from properties.command.reporting import cells
    from properties.files import printable

    return cells(printable(unit.name))


@contextmanager
def _remembering(no_cache: bool) -> Iterator[Memory]:
    """What was found in earlier runs; with --no-cache nothing was."""
    from properties.command import cache
    from properties.errors import InputError

    try:
        directory = None if no_cache else cache.place()
    except cache.NoDirectory as error:
        raise InputError(str(error)) from None
    with cache.remembering(directory, lambda message: _say(f"warning: {message}", PROVED)) as memory:
        yield memory


def _asked(memory: Memory) -> Asked:
    from symbolic.provers import provers

    return memory.asked(provers())


@dataclass(frozen=True, slots=True)
class _Proof:
    """A theorem before it is attacked; `sheet`, what a family declares; `wrong_end`, what is wrong with the end claimed."""

    theorem: Theorem
    seconds: float
    sheet: Sheet | None = None
    wrong_end: str = ""
    reference: Comparison | None = None

    def attacked(self, tried: tuple[int, int] | None, printer: Printer | None) -> Result:
        """What came of it; `tried` holds the examples and the seed of the attack, if any."""
        from properties.command.reporting import Result, sheet_to_json

        started, theorem, found, reports = time.perf_counter(), self.theorem, self.sheet, None
        facts: tuple[FactReport, ...] | None = None
        stated: tuple[FactReport, ...] = ()
        if tried is not None and found is not None:
            from properties.families import attacked

            with _progress(printer, theorem.name) as progress:
                report = attacked(found, max_examples=tried[0], seed=tried[1], progress=progress)
            found, reports, facts = report.sheet, report.steps, report.facts
        elif tried is not None:
            from properties.families import attacked_statements

            reports = _attacked(theorem, *tried, printer)
            theorem, stated = attacked_statements(theorem, max_examples=tried[0], seed=tried[1])
        declared = None if found is None else sheet_to_json(found, facts, reports, self.reference)
        seconds = self.seconds + time.perf_counter() - started
        return Result(theorem, reports, seconds, declared, stated, self.wrong_end)


def _proof(unit: Unit, asked: Asked) -> _Proof:
    from symbolic.chain import Chain
    from symbolic.core.errors import WrongEnd
    from symbolic.report.theorem import replay

    started = time.perf_counter()

    def prove() -> _Proof:
        if not isinstance(unit, Chain):
            from symbolic.report.sheets import sheet

            found = sheet(unit, asked=asked, declared=True)
            return _Proof(found.theorem, time.perf_counter() - started, found, reference=_compared(unit))
        try:
            return _Proof(replay(unit, asked), time.perf_counter() - started)
        except WrongEnd as error:  # what is claimed of the end is false; what the steps give is another matter
            theorem = replay(replace(unit, claimed=None), asked)
            return _Proof(theorem, time.perf_counter() - started, wrong_end=_flat(error))

    return _wrong_input(unit, prove)


def _wrong_input(unit: Unit, run: Callable[[], Computed]) -> Computed:
    """What a run gives; what is wrong with the unit is an error of whoever wrote it."""
    from properties.errors import InputError
    from symbolic.calculus.normal_form import Undecided
    from symbolic.core.errors import DerivationError

    try:
        return run()
    except DerivationError as error:
        raise InputError(f"{unit.name}: error in the derivation: {type(error).__name__}: {_flat(error)}") from error
    except Undecided as error:
        raise InputError(f"{unit.name}: its density is beyond what is decided here: {_flat(error)}") from error


def _attacked(theorem: Theorem, examples: int, seed: int, printer: Printer | None) -> tuple[StepReport, ...]:
    from properties.attacks import attack, confront

    with _progress(printer, theorem.name) as progress:
        reports = attack(theorem, max_examples=examples, seed=seed, progress=progress)
    confront(theorem, reports)
    return reports


def _progress(printer: Printer | None, name: str) -> AbstractContextManager[Callable[[int, int], None] | None]:
    return nullcontext() if printer is None else printer.progress(name)


@contextmanager
def _no_storage() -> Iterator[None]:
    """Keep Hypothesis from leaving a directory of its own where the command happens to be run."""
    if "HYPOTHESIS_STORAGE_DIRECTORY" in os.environ:
        yield
        return
    import tempfile

    from hypothesis.configuration import set_hypothesis_home_dir

    with tempfile.TemporaryDirectory(prefix="lossproof-", ignore_cleanup_errors=True) as directory:
        set_hypothesis_home_dir(directory)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


@main.command()
@click.argument("targets", nargs=-1, metavar="[NAME | FILE.py | module:object]...")
@attacking
@printing
@no_cache
@as_json
def family(
    targets: tuple[str, ...],
    examples: int,
    no_attack: bool,
    seed: int,
    no_cache: bool,
    as_json: bool,
    quiet: bool,
    failures: bool,
    verbose: bool,
) -> int:
    """Print the fact sheet of model families: density, loss, and every fact with its verdict and prover.

    Without an argument: every family that ships, those of other packages included. Several are a line each. A fact that
    follows from the density and is refuted, such as convexity, is a result. Exit code 0: the chain from the likelihood
    to the loss is proved, and so is all that the family's file declares (sign and mass of the density, derivatives,
    estimates, statements of its own); 1: something of that is not so; 2: the input is wrong.

    Example: lossproof family poisson
    """
    from properties.command import reporting
    from properties.command.loading import load_families, working
    from symbolic import families

    printer = _printer(as_json, quiet)
    broken: list[str] = []
    found = load_families(targets or working(families.names(), broken.append))
    _left_out(broken)
    whole, room = verbose or failures or len(found) == 1, min(max(map(_room, found)), 40)
    sheets, told = [], []
    with _remembering(no_cache) as memory, nullcontext() if no_attack else _no_storage():
        for one in found:
            sheets.append(_record(one, memory, None if no_attack else (examples, seed), printer))
            if failures and sheets[-1]["verdict"] == "proved":
                continue
            told.append(sheets[-1])
            if printer is not None and whole:
                printer.sheet(sheets[-1])
            elif printer is not None:
                printer.sheet_row(sheets[-1], room)
    if as_json:
        click.echo(reporting.dumps([{k: v for k, v in data.items() if k != "page"} for data in told]))
    elif printer is not None:
        printer.sheets_summary(sheets, whole)
    proved = bool(sheets) and all(data["verdict"] == "proved" for data in sheets)
    return PROVED if proved and not broken else NOT_PROVED


def _record(
    one: Family, memory: Memory, tried: tuple[int, int] | None, printer: Printer | None = None
) -> dict[str, Any]:
    """A family's fact sheet and its page as plain data; `tried` holds the examples and the seed of the attack, if any.

    `printer` shows how far the attack is.
    """

    def compute() -> dict[str, Any]:
        from properties.command.reporting import sheet_to_json
        from symbolic.report.latex.family import page
        from symbolic.report.sheets import sheet

        found = _wrong_input(one, lambda: sheet(one, asked=_asked(memory)))
        reference = _compared(one)
        if tried is None:
            return {**sheet_to_json(found, None, None, reference), "page": page(found, _contradiction(reference))}
        from properties.families import attacked

        with _progress(printer, one.name) as progress:
            report = attacked(found, max_examples=tried[0], seed=tried[1], progress=progress)
        shown = page(report.sheet, _contradiction(reference))
        return {**sheet_to_json(report.sheet, report.facts, report.steps, reference), "page": shown}

    return memory.record("sheet", (one, tried), compute)


def _compared(one: Family) -> Comparison | None:
    from properties.references import compare

    return _wrong_input(one, lambda: compare(one))


def _contradiction(found: Comparison | None) -> str:
    from properties.references import CONTRADICTED

    return "" if found is None or found.status != CONTRADICTED else f"{found}."


@main.command()
@click.argument("target", metavar="NAME")
@click.option("--standalone", is_flag=True, help="A whole document, ready for pdflatex.")
@click.option("--fragment", is_flag=True, help="The chain alone, as an align for a document of your own.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all.")
@no_cache
@as_json
def latex(target: str, standalone: bool, fragment: bool, output: str | None, no_cache: bool, as_json: bool) -> int:
    """Print a theorem with its hypotheses and its derivation in LaTeX; of a family, its fact sheet as well.

    NAME may be a FILE.py that holds one chain or family, or a module:object. What is not proved is marked in the text;
    the exit code is then 1.

    Example: lossproof latex mle_to_cross_entropy --standalone -o mle.tex
    """
    from properties.command import reporting
    from properties.command.loading import load
    from properties.errors import InputError
    from symbolic.chain import Chain

    if standalone and fragment:
        raise click.UsageError("--standalone is a whole document, and --fragment a part of one: choose one.")
    units = load(target)
    if len(units) > 1:
        names = ", ".join(unit.name for unit in units)
        raise InputError(f"{target} holds {len(units)} chains or families ({names}): name one, as {target}:object.")
    with _remembering(no_cache) as memory:
        unit = units[0]
        if isinstance(unit, Chain):
            proof = _proof(unit, _asked(memory))
            if proof.wrong_end:
                raise InputError(f"{unit.name}: error in the derivation: WrongEnd: {proof.wrong_end}")
            verdict, text = proof.theorem.verdict.value, proof.theorem.latex(standalone, fragment=fragment)
        else:
            data = _record(unit, memory, None)
            verdict, text = data["verdict"], _page(data, standalone, fragment)
    text += "" if text.endswith("\n") else "\n"
    if output is not None:
        _write(output, text)
    if as_json:
        click.echo(reporting.dumps({"name": unit.name, "verdict": verdict, "standalone": standalone, "latex": text}))
    elif output is None:
        sys.stdout.buffer.write(text.encode())
    if verdict != "proved":
        return _say(f"{unit.name} is not proved ({verdict}); the text says so.", NOT_PROVED)
    return PROVED


def _page(data: dict[str, Any], standalone: bool, fragment: bool) -> str:
    from symbolic.report.latex import document

    if fragment:  # the page's only one
        begin, end = "\\begin{align}", "\\end{align}"
        return begin + data["page"].partition(begin)[2].partition(end)[0] + end
    notes = document.understood(*_understood([data]))
    body = "\n".join([document.NEEDS, data["page"], notes])
    return f"{document.PREAMBLE}{body}\\end{{document}}\n" if standalone else body


def _understood(sheets: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The conventions and the names of the rules of the sheets' chains."""
    chains = [data["derivation"] for data in sheets]
    return [c for chain in chains for c in chain["conventions"]], [
        s["rule"] for chain in chains for s in chain["steps"]
    ]


@main.command()
@click.option(
    "-o", "--output", metavar="DIR", required=True, help="Write DIR/gallery.tex; DIR is made if it is missing."
)
@no_cache
@as_json
def gallery(output: str, no_cache: bool, as_json: bool) -> int:
    """Write the pages of all families as one document.

    It is LaTeX, ready for pdflatex.

    Exit code 0: every family is proved, as `lossproof family` says; 1: one is not, and its page says so.

    Example: lossproof gallery -o pages
    """
    from properties.command import reporting
    from properties.command.loading import load_families, working
    from properties.errors import InputError
    from symbolic import families
    from symbolic.report.latex.family import gallery

    file = os.path.join(output, "gallery.tex")
    try:
        os.makedirs(output, exist_ok=True)
    except OSError as error:
        raise InputError(f"-o {output}: this directory cannot be made: {error.strerror or error}.") from None
    with _remembering(no_cache) as memory:
        broken: list[str] = []
        sheets = [_record(one, memory, None) for one in load_families(working(families.names(), broken.append))]
    _left_out(broken)
    _write(file, gallery([data["page"] for data in sheets], *_understood(sheets)))
    verdicts = {data["name"]: data["verdict"] for data in sheets}
    if as_json:
        click.echo(reporting.dumps({"file": file, "families": verdicts}))
    else:
        _tell(f"{file}: {len(sheets)} families. Typeset it by: pdflatex -output-directory {output} {file}")
    missing = [name for name, verdict in verdicts.items() if verdict != "proved"]
    if missing:
        return _say(f"not proved: {', '.join(missing)}; the text says so.", NOT_PROVED)
    return NOT_PROVED if broken else PROVED


def _write(output: str, text: str) -> None:
    from properties.errors import InputError
    from properties.files import write

    if os.path.isdir(output):
        raise InputError(f"-o {output} is a directory: name a file in it.")
    try:
        write(output, text)
    except OSError as error:
        raise InputError(f"-o {output}: cannot be written: {error.strerror or error}.") from None


@main.command("list")
@as_json
def list_(as_json: bool) -> int:
    """List the derivations with their titles, the families, then the claims that are known to be false.

    Example: lossproof list --json
    """
    from properties.command import reporting
    from properties.command.loading import load, working
    from symbolic import derivations, families

    broken: list[str] = []
    names = (derivations.names(), families.names(), derivations.refuted())
    found = (working(some, broken.append) for some in names)
    kinds = dict(zip(("derivation", "family", "refuted"), found, strict=True))
    _left_out(broken)
    entries = [
        {"name": name, "title": unit.title, "kind": kind, "refuted": kind == "refuted"}
        for kind, names in kinds.items()
        for name in names
        for unit in load(name)
    ]
    if as_json:
        click.echo(reporting.dumps(entries))
    else:
        reporting.Printer().listing(entries)
    return PROVED


@main.group(invoke_without_command=True)
@click.pass_context
def new(context: click.Context) -> None:
    """Write files that are to be filled in.

    Example: lossproof new family skew_normal
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(INPUT_ERROR)


@new.command("family")
@click.argument("name")
@click.option("-o", "--output", metavar="DIR", help="Write into DIR, which is made if it is missing.  [default: here]")
@as_json
def new_family(name: str, output: str | None, as_json: bool) -> int:
    """Write the file of a model family and its test, which say what is missing until they are filled in.

    Nothing that is there is overwritten. In a checkout of lossproof they are written where its families and their tests
    are, unless -o says otherwise.

    Example: lossproof new family skew_normal -o families
    """
    from properties.command import reporting, templates

    file, test = templates.new_family(name, output)
    if as_json:
        click.echo(reporting.dumps({"family": str(file), "test": str(test)}))
    else:
        _tell(f"{file}: fill it in, then: lossproof family {file}", f"{test}: run it by: pytest {test}")
    return PROVED


data_commands.register(main)

if __name__ == "__main__":
    main()
