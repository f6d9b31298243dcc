"""Tests of benchmarks/workers.py: the processes that make the table of real callables hang nowhere, and end with it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def job(number: int) -> dict[str, Any]:
    if number == 2:
        os._exit(3)
    if number == 4:
        time.sleep(600)
    return {"number": number, "seconds": 0.0}


def endless(number: int) -> dict[str, Any]:
    print(os.getpid(), flush=True)
    time.sleep(600)
    return {}


@pytest.mark.slow
def test_a_row_that_ends_its_process_or_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from workers import results  # type: ignore[import-not-found,unused-ignore]

    found = dict(results(job, range(6), 2, seconds=10))
    assert sorted(found) == [*range(6)] and [found[k]["number"] for k in (0, 1, 3, 5)] == [0, 1, 3, 5]
    assert found[2]["error"] == "its process ended" and found[4]["error"] == "took longer than 10 s"


@pytest.mark.slow
def test_no_process_outlives_the_one_that_started_it() -> None:
    code = (
        f"import sys; sys.path[:0] = [{str(BENCHMARKS)!r}, {str(Path(__file__).parent)!r}]\n"
        "from test_table_workers import endless\nfrom workers import results\n"
        "if __name__ == '__main__': [*results(endless, range(2), 2)]\n"
    )
    made = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert made.stdout is not None
    numbers = [int(made.stdout.readline()) for _ in range(2)]
    assert all(map(_alive, numbers))
    made.kill()
    made.wait()
    end = time.monotonic() + 30
    while any(map(_alive, numbers)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(_alive, numbers))


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return True
