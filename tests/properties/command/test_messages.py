"""What a command says beside its report, and how: one line each, which steers no terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from properties.command.messages import NOT_PROVED, flat, left_out, say, tell, write_text
from properties.errors import InputError


def test_what_is_said_goes_to_stderr_in_our_name_and_gives_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert say("not proved\n  at \x1b[2J", NOT_PROVED) == NOT_PROVED
    assert capsys.readouterr() == ("", "lossproof: not proved\n  at \\x1b[2J\n")


def test_what_is_told_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    tell("one", "two\x07")
    assert capsys.readouterr() == ("one\ntwo\\x07\n", "")


def test_what_is_left_out_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    left_out(["theirs: there is no such module."])
    said = "lossproof: error in an extension: theirs: there is no such module. It is left out.\n"
    assert capsys.readouterr() == ("", said)


def test_an_error_is_told_on_one_line() -> None:
    assert flat(ValueError("one\n   two")) == "one two"


def test_what_cannot_be_written_is_the_users_to_mend(tmp_path: Path) -> None:
    write_text(str(tmp_path / "page.tex"), "text")
    assert (tmp_path / "page.tex").read_text(encoding="utf-8") == "text"
    for where, said in (
        (tmp_path, "is a directory: name a file in it"),
        (tmp_path / "no" / "page.tex", "cannot be written"),
    ):
        with pytest.raises(InputError, match=said):
            write_text(str(where), "text")
    assert os.listdir(tmp_path) == ["page.tex"]
