"""How a command ends, and what it says beside its report: exit codes, messages on stderr, files that it writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import click

from properties.errors import InputError
from properties.files import printable, write

PROVED, NOT_PROVED, INPUT_ERROR, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141


def say(message: str, code: int) -> int:
    """Say something on stderr in the name of lossproof; the exit code for it."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    shown = "\n".join(map(printable, message.split("\n")))
    click.echo(f"lossproof: {shown}".encode(encoding, "backslashreplace").decode(encoding), err=True)
    return code


def tell(*lines: str) -> None:
    """Say something on stdout."""
    for line in lines:
        click.echo(printable(line))


def left_out(broken: Iterable[str]) -> None:
    """Name what other packages registered and is broken. All else goes on without it, and is not the whole."""
    for message in broken:
        say(f"error in an extension: {message} It is left out.", NOT_PROVED)


def flat(error: Exception) -> str:
    """The message of an error on one line."""
    return " ".join(str(error).split())


def write_text(output: str, text: str) -> None:
    """Write what -o names, whole or not at all. Raises InputError."""
    if os.path.isdir(output):
        raise InputError(f"-o {output} is a directory: name a file in it.")
    try:
        write(output, text)
    except OSError as error:
        raise InputError(f"-o {output}: cannot be written: {error.strerror or error}.") from None
