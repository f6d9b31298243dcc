"""A terminal is as wide as it is, between 60 and 100 columns, and gets what it can carry."""

from __future__ import annotations

import pytest
from reports import on_a_terminal

from properties.command.report.terminal import Page, Terminal


@pytest.mark.parametrize(("columns", "width"), [(20, 60), (72, 72), (300, 100)])
def test_it_is_between_60_and_100_columns_wide(columns: int, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_a_terminal(monkeypatch, columns)[0].page == Page(width)


def test_in_a_pipe_it_is_80_columns_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.delenv("COLUMNS")
    assert Terminal().page.width == 80


def test_what_it_cannot_carry_it_gets_as_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, raw = on_a_terminal(monkeypatch, encoding="ascii")
    assert (terminal.page.mark("proved"), terminal.page.relation("LIMIT"), terminal.page.dash) == ("+", "->", "-")
    terminal.print([[("für θ\x1b[2J", "strong")]])
    assert raw.getvalue() == rb"f\xfcr \u03b8\x1b[2J" + b"\n"


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_it_has_colours_only_where_they_are_wanted(
    environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, raw = on_a_terminal(monkeypatch, **environment)
    terminal.print([[("proved", "proved"), (" by hand", "")]])
    assert (b"\x1b[32m" in raw.getvalue()) is coloured and b"by hand" in raw.getvalue()


def test_nothing_trails_on_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, raw = on_a_terminal(monkeypatch)
    terminal.print([[("a", ""), ("   ", "quiet")], []])
    assert raw.getvalue() == b"a\n\n"


def test_no_bar_is_shown_where_stderr_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal, _ = on_a_terminal(monkeypatch)
    with terminal.progress("name") as progress:
        assert progress is None
