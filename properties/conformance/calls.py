"""What calls of somebody's function may cost, and what is heard of them: prints, warnings, and how long they take."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic

FIRST = 3  # calls, before anything is concluded from how long they took: the first may compile
Tell = Callable[[int, int], object]


class TooSlow(Exception):
    """Calls take longer than there is time for something that needs all of them; `seconds` a call."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"a call takes {seconds:.2g} s")
        self.seconds = seconds


@dataclass
class CallLog:
    """A budget of time for calls, and what was heard of them.

    Arguments: `seconds`, after which no more points are looked at; `strict`: raise TooSlow instead; `total`, how many calls
    there will be, and `tell`, told how many of them are done.
    """

    seconds: float = math.inf
    strict: bool = False
    total: int = 0
    tell: Tell | None = None
    done: int = 0
    left: int = 0
    spent: float = 0.0
    printed: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    def may(self, rest: int = 1) -> bool:
        """Is there time for one more call? Where there is not, the point is left out.

        Arguments: `rest`, how many calls are to come. Raises TooSlow where it is strict and there is no time for them.
        """
        if not self.done:
            return True
        each = self.spent / self.done
        if self.strict and self.done >= FIRST and self.spent + each * rest > self.seconds:
            raise TooSlow(each)
        if self.spent + each > self.seconds:
            self.left += 1
            return False
        return True

    @contextmanager
    def call(self) -> Iterator[None]:
        """One call, of which the time is taken."""
        began = monotonic()
        try:
            yield
        finally:
            self.spent += monotonic() - began
            self.done += 1
            if self.tell is not None:
                self.tell(self.done, self.total)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """What is printed and warned of meanwhile is heard, and goes nowhere else."""
        out = io.StringIO()
        try:
            with warnings.catch_warnings(record=True) as caught, redirect_stdout(out):
                warnings.simplefilter("always")
                yield
        finally:
            self.printed += [line for line in out.getvalue().splitlines() if line.strip()][:1]
            self.warned += [f"{w.category.__name__}: {w.message}" for w in caught][:1]

    def notes(self) -> tuple[str, ...]:
        """What is to be told of the calls, one sentence each."""
        found = []
        if self.left:
            each = self.spent / max(1, self.done)
            found.append(f"a call takes {each:.2g} s: {self.left:,} points were left out, after {self.seconds:g} s")
        if self.printed:
            found.append(f"it prints when it is called: {self.printed[0].strip()[:60]}")
        if self.warned:
            found.append(f"it warns when it is called: {' '.join(self.warned[0].split())[:120]}")
        return tuple(found)


CALLS: ContextVar[CallLog | None] = ContextVar("calls", default=None)


def current() -> CallLog:
    """The log of the calls that are under way; one without a budget where there is none."""
    return CALLS.get() or CallLog()


@contextmanager
def logged(log: CallLog) -> Iterator[CallLog]:
    """Calls meanwhile are written into this log."""
    token = CALLS.set(log)
    try:
        yield log
    finally:
        CALLS.reset(token)
