"""Where reports are printed: how wide it is, what it can carry, and whether it has colours. What is said comes as lines.

Rich is asked only where there are colours or a progress bar to show.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from properties.files import printable

Spans = list[tuple[str, str]]  # (text, style)

STYLES = {
    "proved": "green",
    "assumed": "cyan",
    "unknown": "yellow",
    "refuted": "bold red",
    "strong": "bold",
    "quiet": "dim",
    "": "",
}
MARKS = {"proved": "✓", "assumed": "•", "unknown": "?", "refuted": "✗"}
ASCII_MARKS = {"proved": "+", "assumed": "*", "unknown": "?", "refuted": "x"}
RELATIONS = {"SAME": "=", "BIJECTION": "≅", "REDUCTION": "←", "LIMIT": "→", "NONE": "?"}
ASCII_RELATIONS = {"SAME": "=", "BIJECTION": "~=", "REDUCTION": "<-", "LIMIT": "->", "NONE": "?"}
NARROWEST, WIDEST, PIPED = 60, 100, 80


@dataclass(frozen=True, slots=True)
class Page:
    """What a report is laid out for: so many columns, and characters beyond ASCII or not."""

    width: int
    unicode: bool = True

    def mark(self, verdict: str) -> str:
        return (MARKS if self.unicode else ASCII_MARKS)[verdict]

    def relation(self, kind: str) -> str:
        return (RELATIONS if self.unicode else ASCII_RELATIONS)[kind]

    @property
    def dash(self) -> str:
        return "─" if self.unicode else "-"


class Terminal:
    """Standard output: as wide as the terminal and in colour there; plain and 80 columns wide in a pipe."""

    def __init__(self) -> None:
        self.encoding = getattr(sys.stdout, "encoding", None) or "ascii"
        self.page = Page(max(NARROWEST, min(WIDEST, _columns())), _carries(self.encoding))
        wanted = (sys.stdout.isatty() and os.environ.get("TERM") != "dumb") or bool(os.environ.get("FORCE_COLOR"))
        self.console = _console() if wanted and not os.environ.get("NO_COLOR") else None

    def print(self, lines: Iterable[Spans]) -> None:
        """Print lines of styled spans."""
        for line in lines:
            if self.console is not None:
                from rich.text import Text

                styled = [(self._encodable(text), STYLES[style]) for text, style in line]
                self.console.print(Text.assemble(*styled), soft_wrap=True)
            else:
                sys.stdout.write(self._encodable("".join(text for text, _ in line)).rstrip() + "\n")
        sys.stdout.flush()

    @contextmanager
    def progress(self, name: str, doing: str = "attacking") -> Iterator[Callable[[int, int], None] | None]:
        """A progress bar on stderr while something is done, where stderr is a terminal; it leaves no trace."""
        if not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn(doing + " {task.description}", markup=False), BarColumn(24), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(printable(name), total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total or None)

    def _encodable(self, text: str) -> str:
        return printable(text).encode(self.encoding, "backslashreplace").decode(self.encoding)


def _carries(encoding: str) -> bool:
    """Can the encoding carry our marks?"""
    try:
        "✓•✗≅←→─∞".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _columns() -> int:
    """The width of the terminal; in a pipe, what COLUMNS says, or 80."""
    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return PIPED


def _console() -> Any:
    from rich.console import Console

    return Console(force_terminal=True, highlight=False)
