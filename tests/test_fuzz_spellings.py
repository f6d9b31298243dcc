"""The random search over spellings sees what is false of each kind that it attacks, and a prover that would be wrong."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import fuzz_spellings
import pytest
from spelling import Claim, Spelling, defined, equal
from sympy import Abs, Symbol, log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.terms import parameter
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.rules import rewrite

u, s = parameter("u", reals), parameter("s", positive)
t = Symbol("t", real=True)
FALSE = {
    "equal": equal(log(s**2), log(s)),
    "defined": defined(log(u)),
    "increasing": Obligation("increasing", (t**2, t, reals)),
    "decreasing": Obligation("decreasing", (-Abs(t), t, reals)),
    "one to one": Obligation("one to one", (t**2, t, reals, nonnegative)),
    "onto": Obligation("onto", (t**2, t, reals, reals)),
    "chain": Chain("wrong", argmin(u**2, u)).then(rewrite((u - 1) ** 2)),
}


@pytest.mark.parametrize("kind", FALSE)
def test_what_is_false_is_refuted_by_the_attack(kind: str) -> None:
    reports = fuzz_spellings.attacked(FALSE[kind], 100, 0)
    assert any(r.counterexample is not None and r.counterexample.certified for r in reports)


TRUE: dict[str, Claim] = {
    "equal": equal(log(s**2), 2 * log(s)),
    "defined": defined(log(s)),
    "increasing": Obligation("increasing", (t**3, t, reals)),
    "one to one": Obligation("one to one", (t**2, t, positive, positive)),
    "chain": Chain("right", argmin(u**2, u)).then(rewrite(u * u)),
}


@pytest.mark.parametrize("kind", TRUE)
def test_what_is_true_survives_and_is_counted(kind: str) -> None:
    reports = fuzz_spellings.attacked(TRUE[kind], 50, 0)
    assert all(r.counterexample is None for r in reports)
    assert sum(r.decided for r in reports) >= 50


def test_a_prover_that_would_be_wrong_is_told_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table: Any = ModuleType("table")
    table.ROWS = (Spelling("false", equal(log(s**2), log(s)), (equal(s, 2 * s),)),)
    table.drawn = lambda random: table.ROWS[0]
    monkeypatch.setattr(fuzz_spellings, "tables", lambda: {"kind": table})
    monkeypatch.setattr(fuzz_spellings, "verdict", lambda claim: Verdict.PROVED)
    tally = fuzz_spellings.look("kind", 1, 0, 50)
    assert tally.counts["wrong proved"] == tally.counts["wrong refuted"] == tally.counts["contradictions"] == 2
    assert len(tally.faults) == 4
    monkeypatch.setattr(fuzz_spellings, "ProcessPoolExecutor", _AtOnce)
    assert fuzz_spellings.main(["kind", "--count", "1"]) == 1
    assert "proved, and refuted: " in capsys.readouterr().out


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
