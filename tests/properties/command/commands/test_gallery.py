"""`lossproof gallery`: all pages as one document, which compiles."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import refused, run, write

from symbolic import families

pytestmark = pytest.mark.slow


def test_all_pages_are_written_as_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symbolic.families.names", lambda: ("bernoulli", "poisson"))
    result = run("gallery", "-o", str(tmp_path / "pages"))
    assert result.exit_code == 0 and "gallery.tex: 2 families" in result.stdout
    (file,) = (tmp_path / "pages").iterdir()
    text = file.read_text(encoding="utf-8")
    places = [text.index(part) for part in (r"\sheettitle{Bernoulli}", r"\sheettitle{Poisson}", r"{\bfseries Rules.}")]
    assert places == sorted(places)
    assert text.count(r"\begin{document}") == text.count(r"{\bfseries Conventions.}") == 1
    (data,) = [json.loads(run("gallery", "-o", str(tmp_path / "pages"), "--json").stdout)]
    assert data == {"file": str(file), "families": {"bernoulli": "proved", "poisson": "proved"}}
    write(tmp_path, "file", "")
    assert "cannot be made" in refused("gallery", "-o", str(tmp_path / "file" / "below"))


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed: nothing can be typeset")
def test_the_gallery_of_all_families_compiles_without_a_line_that_runs_into_the_margin(tmp_path: Path) -> None:
    assert run("gallery", "-o", str(tmp_path)).exit_code in (0, 1)
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "gallery.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert [float(w) for w in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout) if float(w) >= 10] == []
    text = (tmp_path / "gallery.tex").read_text(encoding="utf-8")
    assert text.count(r"\sheettitle{") == len(families.names())
