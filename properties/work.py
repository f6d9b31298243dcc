"""The budget of work of a search: counted in parts of expressions that are evaluated, so that it ends alike on every machine.

Whoever evaluates says so with `spend`; whoever searches sets a `budget`. Without one nothing is counted. The last guard, for
what nobody counts, is the processor time of the thread: what else the machine does changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import thread_time

WORK = 4_000_000  # parts evaluated for one statement, at 64 bits
SECONDS = 60  # of processor time, the last guard
LOOKS = 1 << 14  # how much work is done between two looks at the clock


class OutOfWork(Exception):
    """The budget is spent: what was found stands, what was not done is said. Never evidence for anything."""


class Meter:
    """What is left of a budget of `work`; it also ends once its thread has worked for `seconds` since it was made."""

    __slots__ = ("left", "look", "until")

    def __init__(self, work: int = WORK, seconds: int = SECONDS) -> None:
        self.left, self.look, self.until = work, max(0, work - LOOKS), thread_time() + seconds


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def budget(meter: Meter) -> Iterator[None]:
    """Inside, `spend` takes from this meter, and raises OutOfWork once it is empty."""
    token = _METER.set(meter)
    try:
        yield
    finally:
        _METER.reset(token)


def spend(work: int) -> None:
    """Count some work. Raises OutOfWork where a budget is set and spent."""
    meter = _METER.get()
    if meter is None:
        return
    meter.left -= work
    if meter.left < meter.look:
        if meter.left < 0:
            raise OutOfWork("the budget of work was spent")
        meter.look = max(0, meter.left - LOOKS)
        if thread_time() > meter.until:
            meter.left = 0
            raise OutOfWork("the time for one search was over")
