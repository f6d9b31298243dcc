"""`lossproof latex`: theorems and fact sheets for documents, and where they are written."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from command_line import HEAD, refused, run, write

from symbolic import families
from symbolic.report.sheets import sheet


def test_a_theorem_prints_as_latex() -> None:
    fragment, document = run("latex", "mle_to_cross_entropy"), run("latex", "mle_to_cross_entropy", "--standalone")
    assert fragment.exit_code == document.exit_code == 0
    assert "\\begin{align" in fragment.stdout and "\\documentclass" not in fragment.stdout
    assert "\\documentclass" in document.stdout and document.stdout.rstrip().endswith("\\end{document}")


def test_what_is_not_proved_prints_with_a_warning_and_exit_code_1(tmp_path: Path) -> None:
    result = run("latex", "limit_is_an_equality", "-o", str(tmp_path / "page.tex"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "lossproof: limit_is_an_equality is not proved (unknown); the text says so.\n"
    assert (tmp_path / "page.tex").exists()


def test_latex_of_a_file_with_several_chains_asks_for_one(tmp_path: Path) -> None:
    file = write(tmp_path, "derive_two.py", HEAD + 'other = Chain("other", start)\n')
    assert "holds 2 chains or families (user_mle, other): name one" in refused("latex", file)
    assert run("latex", f"{file}:other").exit_code == 0


def test_the_page_of_a_family_holds_its_theorem_and_its_facts() -> None:
    result = run("latex", "poisson", "--standalone")
    assert r"\begin{document}" in result.stdout and r"\end{document}" in result.stdout
    assert r"{\bfseries Facts.}" in result.stdout and r"\begin{theorem}[Poisson]" in result.stdout


def test_a_fragment_is_the_chain_alone() -> None:
    for name, start in (("kl_to_mle", r"\begin{align}"), ("poisson", r"\begin{align}")):
        result = run("latex", name, "--fragment")
        assert result.exit_code == 0 and result.stdout.startswith(start + "\n& ")
        assert result.stdout.endswith("\\end{align}\n") and result.stdout.count(r"\begin{") == 1
    assert "choose one" in refused("latex", "poisson", "--fragment", "--standalone")


def test_a_page_is_the_same_alone_and_as_data() -> None:
    page = run("latex", "poisson").stdout
    assert page == sheet(families.load("poisson")).latex()
    data = json.loads(run("latex", "poisson", "--json").stdout)
    assert (data["name"], data["verdict"], data["latex"]) == ("poisson", "proved", page)
    assert run("latex", "poisson", "--standalone").stdout == sheet(families.load("poisson")).latex(standalone=True)


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "page.tex"
    result = run("latex", "kl_to_mle", "-o", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_text(encoding="utf-8") == run("latex", "kl_to_mle").stdout
    assert os.listdir(tmp_path) == ["page.tex"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


def test_an_old_file_is_replaced_with_its_mode_and_through_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "page.tex", tmp_path / "link.tex"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run("latex", "kl_to_mle", "-o", str(link)).exit_code == 0
    assert link.is_symlink() and "\\begin" in target.read_text(encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("failure", "code"),
    [(OSError(28, "No space left on device"), 2), (KeyboardInterrupt(), 130)],
    ids=["full", "Ctrl-C"],
)
@pytest.mark.parametrize("old", ["", "old text"])
def test_a_failing_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: int, old: str
) -> None:
    def fail(*_: Any) -> None:
        raise failure

    target = tmp_path / "page.tex"
    if old:
        target.write_text(old, encoding="utf-8")
    monkeypatch.setattr(os, "replace", fail)
    result = run("latex", "kl_to_mle", "-o", str(target))
    assert result.exit_code == code
    assert result.stderr.strip().startswith("lossproof: ")
    assert os.listdir(tmp_path) == (["page.tex"] if old else [])
    assert not old or target.read_text(encoding="utf-8") == old


def test_an_output_that_cannot_be_written_is_an_input_error(tmp_path: Path) -> None:
    assert "No such file or directory" in refused("latex", "kl_to_mle", "-o", str(tmp_path / "missing" / "page.tex"))
    assert "is a directory" in refused("latex", "kl_to_mle", "-o", str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_an_output_may_be_a_device() -> None:
    assert run("latex", "kl_to_mle", "-o", os.devnull).exit_code == 0
    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)
