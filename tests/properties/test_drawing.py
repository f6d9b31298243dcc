"""Tests of pictures as files."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from properties import drawing
from properties.errors import InputError


def _figure() -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1))
    figure.add_subplot().plot([0, 1], [1, 0], label="loss")
    return figure


@pytest.mark.parametrize("kind", drawing.FORMATS)
def test_the_same_figure_is_the_same_file(kind: str) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is the extra `plots`")
    drawn = drawing.rendered(_figure, kind)
    assert drawn == drawing.rendered(_figure, kind) and len(drawn) > 500


def test_another_kind_of_file_is_refused_with_the_option_that_named_it(tmp_path: Path) -> None:
    for name in ("x.jpg", "x", "svg.d/"):
        with pytest.raises(InputError, match=r"^--plot .*: a picture is a FILE.svg, a FILE.pdf or a FILE.png\.$"):
            drawing.kind_of(name, "--plot")
    (tmp_path / "y.svg").mkdir()
    with pytest.raises(InputError, match="is a directory"):
        drawing.kind_of(tmp_path / "y.svg", "-o")


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^--plot .*cannot be written: No such file or directory\.$"):
        drawing.save(tmp_path / "none" / "x.svg", b"", "--plot")


def test_without_matplotlib_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any, **options: Any) -> Any:
        if name.split(".")[0] == "matplotlib":
            raise ImportError(name)
        return original(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"pip install 'lossproof\[plots\]'"):
        drawing.kind_of("x.svg", "-o")


def test_importing_the_module_does_not_import_matplotlib() -> None:
    code = "import sys, properties.drawing; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
