"""What calls of somebody's function may cost, and what is heard of them: prints, warnings, and how long they take."""

from __future__ import annotations

import io
import math
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from properties.errors import InputError

LONGEST = 60.0  # seconds that a single call may take
AGAIN = 1.0  # seconds after which a call that does not heed it is stopped once more
FIRST = 3  # calls, before anything is concluded from how long they took: the first may compile
Tell = Callable[[int, int], object]


class TooSlow(Exception):
    """Calls take longer than there is time for something that needs all of them; `seconds` a call."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"a call takes {seconds:.2g} s")
        self.seconds = seconds


class NeverReturned(InputError):
    """A call did not come back in the time that one call may take."""


class _TimeIsUp(BaseException):
    """Raised inside of a call: no `except Exception` of a user's own stops it."""


@dataclass
class CallLog:
    """A budget of time for calls, and what was heard of them.

    Arguments: `seconds`, after which no more points are looked at; `strict`: raise TooSlow instead; `longest`, seconds that
    a single call may take; `total`, how many calls there will be, and `tell`, told how many of them are done.
    """

    seconds: float = math.inf
    strict: bool = False
    longest: float = LONGEST
    total: int = 0
    tell: Tell | None = None
    done: int = 0
    left: int = 0
    spent: float = 0.0
    repeated: bool = False
    printed: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    _points: Sequence[Mapping[str, float]] = ()
    _armed: bool = False

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
    def call(self, point: Mapping[str, float]) -> Iterator[None]:
        """One call, at a point, of which the time is taken."""
        self.begins([point])
        began = monotonic()
        try:
            yield
        finally:
            self.spent += monotonic() - began
            self.done += 1
            if self.tell is not None:
                self.tell(self.done, self.total)

    def begins(self, points: Sequence[Mapping[str, float]]) -> None:
        """A call begins, with these points: from now on counts the time that it may take."""
        self._points = points
        if self._armed:
            signal.setitimer(signal.ITIMER_REAL, self.longest, AGAIN)

    @contextmanager
    def stopping(self, name: str, points: Sequence[Mapping[str, float]]) -> Iterator[None]:
        """A call meanwhile that takes longer than it may is stopped, by the alarm of the operating system.

        Raises NeverReturned, of `name`. Only the main thread can be stopped so, only where Python runs now and then, and only
        where nobody else has set the alarm.
        """
        main = threading.current_thread() is threading.main_thread()
        if not main or not hasattr(signal, "setitimer") or signal.getitimer(signal.ITIMER_REAL)[0]:
            yield
            return
        before = signal.signal(signal.SIGALRM, self._alarm)
        try:
            try:
                self._armed = True
                self.begins(points)
                yield
            finally:
                self._armed = False
                signal.setitimer(signal.ITIMER_REAL, 0)
        except _TimeIsUp:
            raise NeverReturned(
                f"{name} did not return within {self.longest:g} s at {_placed(self._points)}: leave such numbers out "
                "(within=, --within), or give it more seconds (seconds=, --seconds)."
            ) from None
        finally:
            signal.signal(signal.SIGALRM, before)

    def _alarm(self, *_: Any) -> None:
        if self._armed:
            raise _TimeIsUp

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
        if self.repeated:
            found.append(
                "it takes several rows, and not one: each is given several times, and one of these is compared"
            )
        if self.printed:
            found.append(f"it prints when it is called: {self.printed[0].strip()[:60]}")
        if self.warned:
            found.append(f"it warns when it is called: {' '.join(self.warned[0].split())[:120]}")
        return tuple(found)


def _placed(points: Sequence[Mapping[str, float]]) -> str:
    """The first of the points of a call, and how many more there are."""
    if not points:
        return "no rows at all"
    first = ", ".join(f"{name} = {x!r}" for name, x in points[0].items())
    more = len(points) - 1
    return first + (f" and {more} more {'row' if more == 1 else 'rows'}" if more else "")


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
