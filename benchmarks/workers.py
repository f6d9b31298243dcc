"""Rows that are worked at by a few processes: none hangs, none outlives this one, and what comes is told as it comes."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

CONTEXT = get_context("spawn")
SECONDS = 300.0  # of one row, after which its process is ended


@dataclass
class Worker:
    """A process that does one job after another; `taken`, the number of the row it is at, since `since`."""

    job: Callable[[int], dict[str, Any]]
    taken: int | None = None
    since: float = 0.0
    channel: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.channel, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=_work, args=(theirs, self.job), daemon=True)
        self.process.start()
        theirs.close()

    def take(self, number: int) -> None:
        """Let it work at a row."""
        self.taken, self.since = number, time.monotonic()
        self.channel.send(number)

    def end(self) -> None:
        """End its process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.channel.close()


def results(job: Callable[[int], dict[str, Any]], numbers: Sequence[int], count: int, seconds: float = SECONDS) -> Iterator[
    tuple[int, dict[str, Any]]
]:  # fmt: skip
    """What the job gives for each number, as it comes; an `error` where a process ended, or took longer than `seconds`.

    The numbers are taken from both ends: what stands together shares what a process has loaded and compiled.
    """
    left, workers = deque(numbers), [Worker(job) for _ in range(min(count, len(numbers)))]
    try:
        for k, worker in enumerate(workers):
            worker.take(left.pop() if k % 2 else left.popleft())
        while any(w.taken is not None for w in workers):
            ready = wait([w.channel for w in workers if w.taken is not None], timeout=1.0)
            for k, worker in enumerate(workers):
                if worker.taken is None:
                    continue
                if worker.channel in ready:
                    try:
                        found = worker.channel.recv()
                    except (EOFError, OSError):
                        found = {"error": "its process ended"}
                elif time.monotonic() - worker.since > seconds:
                    found = {"error": f"took longer than {seconds:g} s"}
                else:
                    continue
                number, worker.taken = worker.taken, None
                if "error" in found and "seconds" not in found:
                    found["seconds"] = time.monotonic() - worker.since
                    worker.end()
                    worker = workers[k] = Worker(job)
                if left:
                    worker.take(left.pop() if k % 2 else left.popleft())
                yield number, found
    finally:
        for worker in workers:
            worker.end()


def _work(channel: Connection, job: Callable[[int], dict[str, Any]]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            channel.send(job(channel.recv()))
        except (EOFError, OSError, KeyboardInterrupt):
            return


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
