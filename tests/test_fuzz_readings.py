"""The random search of readings sees a search that asserts what is none; and a few of each kind, as it runs by itself."""

from __future__ import annotations

from random import Random
from typing import Any

import fuzz_readings
import pytest

from properties.conformance.reading import bind


@pytest.mark.parametrize(
    "kind", [pytest.param(k, marks=pytest.mark.slow) if k != "plain" else k for k in fuzz_readings.KINDS]
)
def test_nothing_wrong_is_asserted(kind: str) -> None:
    tally = fuzz_readings.look(kind, 3, 0)
    assert tally.faults == []
    assert sum(tally.counts.values()) == 3
    assert kind != "twin" or not tally.counts["found"]


def test_a_search_that_asserts_what_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = (fuzz_readings.drawn(Random(f"{k}"), "plain") for k in range(99))
    one = next(d for d in drawn if d.family == "weibull")
    x, k, scale = (args[0] for *_, args in one.candidate.parts)
    monkeypatch.setattr(fuzz_readings, "drawn", lambda random, kind: one)
    monkeypatch.setattr(
        fuzz_readings, "guessed", lambda function, held, given: bind(held, f"{x}=x, {scale}=k, {k}=lambda")
    )
    tally = fuzz_readings.look("plain", 1, 0)
    assert tally.counts["wrong"] == len(tally.faults) == 1
    monkeypatch.setattr(fuzz_readings, "ProcessPoolExecutor", _AtOnce)
    assert fuzz_readings.main(["plain", "--count", "1"]) == 1
    assert "wrong: x = " in capsys.readouterr().out


class _AtOnce:
    """A pool without processes."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def __enter__(self) -> _AtOnce:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, function: Any, *arguments: Any) -> _AtOnce:
        self.found = function(*arguments)
        return self

    def result(self) -> Any:
        return self.found
