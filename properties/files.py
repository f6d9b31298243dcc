"""What leaves the program: files that are written whole or not at all, and texts that do not steer a terminal.

What stands in them is for others to say.
"""

from __future__ import annotations

import os
import unicodedata

STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, marks of direction, halves of pairs, ends of lines


def printable(text: str) -> str:
    """The text on one line, with control characters as escapes: what a user names must not steer the terminal."""
    if text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in STEERING else repr(c)[1:-1] for c in text)


def write(output: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file, text in UTF-8, whole or not at all: beside it first, then put in its place.

    Links are followed, and the old file's mode is kept. Raises OSError, and leaves nothing behind.
    """
    import tempfile

    raw = content if isinstance(content, bytes) else content.encode()
    path = os.path.realpath(output)  # through links: what they point at is replaced, not they
    if os.path.exists(output) and not os.path.isfile(output) and not os.path.isdir(output):
        with open(output, "wb") as stream:  # a pipe has no half-written state
            stream.write(raw)
        return
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".lossproof-", suffix=".tmp")
    try:
        with open(handle, "wb") as stream:
            stream.write(raw)
        os.chmod(temporary, os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
