"""What tests of reports share: attacks that came to nothing or found a case, and what lands on a terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from sympy import log

from properties.attacks import Counterexample, StepReport
from properties.command.report.terminal import Page, Spans, Terminal
from symbolic import Chain, argmin, density, parameter, sample
from symbolic.rules import rewrite

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
LOSS = argmin(x.sum(-log(q(x.i))) / x.n, theta)
WRONG = Chain("wrong", LOSS).then(rewrite(x.sum(log(q(x.i))) / x.n))


def report(number: int, counterexample: Counterexample | None = None, **rest: Any) -> StepReport:
    """What came of attacking a step of WRONG."""
    fields = {"name": "rewrite", "kind": "rewrite", "examples": 7, "decided": 7, "vacuous": ""} | rest
    return StepReport(number=number, counterexample=counterexample, **fields)


def on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int = 80, encoding: str = "utf-8", **environment: str
) -> tuple[Terminal, io.BytesIO]:
    """A terminal of so many columns, and the bytes that it gets."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, newline="\n"))
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": str(columns), **environment}.items():
        monkeypatch.setenv(name, value)
    return Terminal(), raw


def text_of(lines: Sequence[Spans]) -> str:
    """Lines as they are printed without colours."""
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


PAGE = Page(80)
