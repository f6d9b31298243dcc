"""Tests of properties.conformance.calls: a budget of time, and what is heard of calls, on a clock that is turned by hand."""

from __future__ import annotations

import signal
import threading
import warnings
from collections.abc import Mapping
from contextlib import suppress
from time import sleep

import pytest

from properties.conformance import calls
from properties.conformance.calling import Observed, each
from properties.conformance.calls import CallLog, NeverReturned, TooSlow, current, logged


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(calls, "monotonic", made)
    return made


def looked(clock: Clock, log: CallLog, points: int) -> list[Observed]:
    def one(point: object) -> Observed:
        clock.now += 2
        return Observed(1.0)

    with logged(log):
        return each(one, [{}] * points)


def test_points_are_left_out_when_the_time_is_over_and_this_is_told(clock: Clock) -> None:
    log = CallLog(seconds=9.0)
    found = looked(clock, log, 100)
    assert [o.left for o in found] == [False] * 4 + [True] * 96
    assert log.notes() == ("a call takes 2 s: 96 points were left out, after 9 s",)


def test_what_needs_all_calls_says_soon_that_there_is_no_time_for_them(clock: Clock) -> None:
    with pytest.raises(TooSlow, match="a call takes 2 s"):
        looked(clock, CallLog(seconds=60.0, strict=True), 100)
    assert clock.now == 6
    assert len(looked(clock, CallLog(seconds=60.0, strict=True), 20)) == 20


def test_progress_is_told(clock: Clock) -> None:
    told: list[tuple[int, int]] = []
    looked(clock, CallLog(total=3, tell=lambda done, total: told.append((done, total))), 3)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_prints_and_warnings_are_heard_and_go_nowhere_else(capsys: pytest.CaptureFixture[str]) -> None:
    log = CallLog()
    with logged(log), current().listening():
        print("\n  debug:", 1)
        warnings.warn("old\nnews", DeprecationWarning, stacklevel=1)
    assert log.notes() == (
        "it prints when it is called: debug: 1",
        "it warns when it is called: DeprecationWarning: old news",
    )
    assert capsys.readouterr().out == "" and current() is not log
    assert CallLog().notes() == ()


def test_a_call_that_does_not_return_is_stopped_and_named_with_its_point() -> None:
    def one(point: Mapping[str, float]) -> Observed:
        while point["x"] > 1:
            with suppress(Exception):  # which is not heeded
                sleep(0.001)
        return Observed(1.0)

    log, before = CallLog(longest=0.02), signal.getsignal(signal.SIGALRM)
    said = r"^f did not return within 0.02 s at x = 2.0: leave such numbers out"
    with logged(log), pytest.raises(NeverReturned, match=said), log.stopping("f", []):
        each(one, [{"x": 0.0}, {"x": 2.0}])
    several = pytest.raises(NeverReturned, match=r"at x = 2.0 and 1 more row: leave such numbers out")
    with several, log.stopping("f", [{"x": 2.0}, {"x": 3.0}]):
        one({"x": 2.0})
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0) and signal.getsignal(signal.SIGALRM) is before


def test_the_alarm_of_somebody_else_and_other_threads_are_left_alone() -> None:
    signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        with CallLog(longest=0.01).stopping("f", []):
            sleep(0.02)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 900
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    done: list[bool] = []

    def elsewhere() -> None:
        with CallLog(longest=0.01).stopping("f", []):
            done.append(signal.getitimer(signal.ITIMER_REAL)[0] == 0)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert done == [True]
