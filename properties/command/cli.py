"""The command `lossproof`: its commands, and with which exit code it ends where something is wrong.

Modules that cost time are imported where they are needed: without attacks neither Hypothesis nor python-flint is loaded.
"""

from __future__ import annotations

import _thread
import gc
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

import click

from properties.command import commands
from properties.command.messages import CLOSED_PIPE, INPUT_ERROR, INTERRUPTED, NOT_PROVED, flat, say


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
            code = say("interrupted.", INTERRUPTED)
        except click.ClickException as error:
            code = say(_usage(error), INPUT_ERROR)
        except OSError as error:  # the disk is full
            code = say(f"the output cannot be written: {error.strerror or error}.", INPUT_ERROR)
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
        return say(flat(error), INPUT_ERROR)
    if isinstance(error, DerivationError):
        return say(f"error in the derivation: {type(error).__name__}: {flat(error)}", INPUT_ERROR)
    if isinstance(error, ExtensionError):
        return say(f"error in an extension: {flat(error)}", INPUT_ERROR)
    if isinstance(error, ProverError | Unsound):
        return say(
            f"BUG IN LOSSPROOF ({type(error).__name__}): {str(error).removeprefix('bug in lossproof: ')}", NOT_PROVED
        )
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return say(f"BUG IN LOSSPROOF: {type(error).__name__}: {flat(error)} ({place})", NOT_PROVED)


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("lossproof")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"lossproof {number}")
        context.exit()


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


for module in sorted(iter_modules(commands.__path__), key=lambda found: found.name):
    main.add_command(import_module(f"{commands.__name__}.{module.name}").command)

if __name__ == "__main__":
    main()
